"""What a respondent sends: read, checked against the compiled form, never trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.types import Questionnaire

MOST_BYTES = 16_384
MOST_TOKEN = 400
MOST_BLIND_TOKEN = 900
MOST_CODE = 60
PACES = 5
# Nobody told me, somebody did, I would rather not say: the last is counted as left out.
TOLD = 3
WOULD_NOT_SAY = 2
Place = tuple[int, int]


class Fields:
    """Which fields a form has, and where every pair of field and choice belongs.

    A row holds the answers, then what is asked in general, then who told and the pace. PLACES
    knows every pair as a browser sends it: "q4=2" → (4, 2), and "q4=" → (4, left out).
    """

    def __init__(self, *, lines: Sequence[int], attributes: Sequence[int]) -> None:
        names = [b"q%d" % at for at in range(len(lines))]
        names += [b"p%d" % at for at in range(len(attributes))]
        counts = (*lines, *attributes, TOLD, PACES)
        self.places: dict[bytes, Place] = {}
        for at, (name, count) in enumerate(zip([*names, b"told", b"pace"], counts, strict=True)):
            self.places |= {b"%b=%d" % (name, choice): (at, choice) for choice in range(count)}
            self.places[name + b"="] = at, LEFT_OUT
        self.blank = bytes([LEFT_OUT]) * len(counts)
        self.line_count = len(lines)

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Fields":
        return cls(
            lines=[len(line.choices) for line in questionnaire.lines],
            attributes=[len(each.choices) for each in questionnaire.attributes],
        )


@dataclass(slots=True)
class Submission:
    """One POST: the choices by number and the tokens that pay for it."""

    answers: bytes
    profile: bytes
    told: int = LEFT_OUT
    pace: int = LEFT_OUT
    work: str = ""
    wait: str = ""
    token: str = ""
    # Typed again after the code of the address was refused; it counts instead of that.
    code: str = ""
    skips: bool = False
    # Sent by the button of the other language: to be shown again, not to be counted.
    moves: bool = False

    @property
    def told_counted(self) -> int:
        return LEFT_OUT if self.told == WOULD_NOT_SAY else self.told

    @property
    def fields(self) -> dict[str, str]:
        """The fields that would give the same again, but for what pays."""
        lists = (("q", self.answers), ("p", self.profile))
        found = {
            f"{letter}{at}": str(choice)
            for letter, choices in lists
            for at, choice in enumerate(choices)
            if choice != LEFT_OUT
        }
        numbers = {"told": self.told, "pace": self.pace}
        found |= {name: str(number) for name, number in numbers.items() if number != LEFT_OUT}
        return found | ({"skip": "1"} if self.skips else {})

    @property
    def missing(self) -> list[int]:
        return [at for at, choice in enumerate(self.answers) if choice == LEFT_OUT]

    @property
    def is_whole(self) -> bool:
        return LEFT_OUT not in self.answers

    @property
    def is_empty(self) -> bool:
        return self.answers.count(LEFT_OUT) == len(self.answers)


def parse(body: bytes, fields: Fields) -> Submission:
    """Read a form; unknown fields and impossible choices count as not given, as if never sent."""
    pairs, row, count = body.split(b"&"), bytearray(fields.blank), fields.line_count
    places: Sequence[Place | None] = [*map(fields.places.get, pairs)]
    others: list[bytes] = []
    if None in places:
        others = [pair for pair, place in zip(pairs, places, strict=True) if place is None]
    for at, choice in filter(None, places):
        row[at] = choice
    given = Submission(bytes(row[:count]), bytes(row[count:-2]), row[-2], row[-1])
    for pair in others:
        _read_other(given, *pair.partition(b"=")[::2])
    return given


def _read_other(given: Submission, name: bytes, value: bytes) -> None:
    if name == b"work":
        given.work = _read_token(value)
    elif name == b"wait":
        given.wait = _read_token(value)
    elif name == b"token":
        given.token = _read_token(value, most=MOST_BLIND_TOKEN)
    elif name == b"code":
        given.code = _read_token(value, most=MOST_CODE)
    elif name == b"skip":
        given.skips = value == b"1"
    elif name == b"move":
        given.moves = True


def _read_token(value: bytes, *, most: int = MOST_TOKEN) -> str:
    return unquote_plus(value[:most].decode("ascii", "replace"))
