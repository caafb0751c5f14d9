"""What a respondent sends: read, checked against the compiled form, never trusted."""

from dataclasses import dataclass
from urllib.parse import unquote_plus

from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.types import Questionnaire

MOST_BYTES = 16_384
PACES = 5
# Nobody told me, somebody did, I would rather not say: the last is kept as left out.
TOLD = {b"0": 0, b"1": 1, b"2": LEFT_OUT}


@dataclass(slots=True)
class Fields:
    """Which fields a form has: name → (place, number of choices)."""

    answers: dict[bytes, tuple[int, int]]
    profile: dict[bytes, tuple[int, int]]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Fields":
        lines, attributes = questionnaire.lines, questionnaire.attributes
        return cls(
            {b"q%d" % at: (at, len(line.choices)) for at, line in enumerate(lines)},
            {b"p%d" % at: (at, len(each.choices)) for at, each in enumerate(attributes)},
        )


@dataclass(slots=True)
class Submission:
    """One POST: the choices by number and the tokens that pay for it."""

    answers: bytearray
    profile: bytearray
    told: int = LEFT_OUT
    pace: int = LEFT_OUT
    work: str = ""
    wait: str = ""
    token: str = ""
    skips: bool = False

    @property
    def missing(self) -> list[int]:
        return [at for at, choice in enumerate(self.answers) if choice == LEFT_OUT]

    @property
    def is_empty(self) -> bool:
        return self.answers.count(LEFT_OUT) == len(self.answers)


def parse(body: bytes, fields: Fields) -> Submission:
    """Read a form; unknown fields and impossible choices count as not given."""
    given = Submission(
        bytearray([LEFT_OUT]) * len(fields.answers), bytearray([LEFT_OUT]) * len(fields.profile)
    )
    for pair in body.split(b"&"):
        name, _, value = pair.partition(b"=")
        if place := fields.answers.get(name):
            given.answers[place[0]] = _choice(value, place[1])
        elif place := fields.profile.get(name):
            given.profile[place[0]] = _choice(value, place[1])
        else:
            _read_other(given, name, value)
    return given


def _choice(value: bytes, count: int) -> int:
    number = int(value) if 0 < len(value) <= 2 and value.isdigit() else LEFT_OUT
    return number if number < count else LEFT_OUT


def _read_other(given: Submission, name: bytes, value: bytes) -> None:
    if name == b"told":
        given.told = TOLD.get(value, LEFT_OUT)
    elif name == b"pace":
        given.pace = _choice(value, PACES)
    elif name == b"work":
        given.work = unquote_plus(value[:400].decode("ascii", "replace"))
    elif name == b"wait":
        given.wait = unquote_plus(value[:400].decode("ascii", "replace"))
    elif name == b"token":
        given.token = unquote_plus(value[:900].decode("ascii", "replace"))
    elif name == b"skip":
        given.skips = value == b"1"
