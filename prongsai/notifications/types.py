"""Shapes that callers of the inbox and of mail share."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: USER_ID is None for a person who has no account yet."""

    user_id: int | None
    email: str
    name: str
    language: str = "th"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, in one language: paragraphs of BODY are parted by an empty line."""

    subject: str
    body: str
    # The words of the link or button that leads to the page.
    link: str = ""


# Called once for each language among the recipients, with that language switched on.
Writer = Callable[[], Words]


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail relay is given."""

    id: int
    to: Recipient
    words: Words
    url: str
