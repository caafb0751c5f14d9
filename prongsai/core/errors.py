"""What can go wrong, in words for the person who asked; the web turns each into one answer."""


class ProngsaiError(Exception):
    """A request that cannot be done; the message is shown and says what to do next."""

    status = 400

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(ProngsaiError):
    """The actor may see the thing but not do this to it."""

    status = 403


class NotFound(ProngsaiError):
    """There is no such thing, or none that this actor may know of: both look the same."""

    status = 404


class Conflict(ProngsaiError):
    """The thing changed meanwhile, or its state forbids the step."""

    status = 409


class Invalid(ProngsaiError):
    """What was entered cannot be used."""

    status = 422


class TooMany(ProngsaiError):
    """Wait: RETRY_AFTER seconds."""

    status = 429

    def __init__(self, message: str = "", *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
