"""What a respondent sends: read, checked against the compiled form, never trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.types import Questionnaire

MOST_BYTES = 16_384
MOST_TOKEN = 400
MOST_BLIND_TOKEN = 900
PACES = {b"%d" % pace: pace for pace in range(5)}
# Nobody told me, somebody did, I would rather not say: the last is counted as left out.
WOULD_NOT_SAY = 2
TOLD = {b"0": 0, b"1": 1, b"2": WOULD_NOT_SAY}


class Fields:
    """Which fields a form has, and every pair of field and choice as a browser sends it."""

    def __init__(self, *, lines: Sequence[int], attributes: Sequence[int]) -> None:
        self.line_count, self.attribute_count = len(lines), len(attributes)
        self.answers = _list_pairs(b"q", lines)
        self.profile = _list_pairs(b"p", attributes)

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Fields":
        return cls(
            lines=[len(line.choices) for line in questionnaire.lines],
            attributes=[len(each.choices) for each in questionnaire.attributes],
        )


def _list_pairs(letter: bytes, counts: Sequence[int]) -> dict[bytes, tuple[int, int]]:
    """Return "q4=2" → (4, 2) for every choice, and "q4=" → (4, left out)."""
    choices = [(at, choice) for at, count in enumerate(counts) for choice in range(count)]
    pairs = {b"%b%d=%d" % (letter, at, choice): (at, choice) for at, choice in choices}
    return pairs | {b"%b%d=" % (letter, at): (at, LEFT_OUT) for at in range(len(counts))}


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
    answers = bytearray([LEFT_OUT]) * fields.line_count
    profile = bytearray([LEFT_OUT]) * fields.attribute_count
    given = Submission(answers, profile)
    for pair in body.split(b"&"):
        if place := fields.answers.get(pair):
            answers[place[0]] = place[1]
        elif place := fields.profile.get(pair):
            profile[place[0]] = place[1]
        else:
            _read_other(given, *pair.partition(b"=")[::2])
    return given


def _read_other(given: Submission, name: bytes, value: bytes) -> None:
    if name == b"told":
        given.told = TOLD.get(value, LEFT_OUT)
    elif name == b"pace":
        given.pace = PACES.get(value, LEFT_OUT)
    elif name == b"work":
        given.work = _read_token(value)
    elif name == b"wait":
        given.wait = _read_token(value)
    elif name == b"token":
        given.token = _read_token(value, most=MOST_BLIND_TOKEN)
    elif name == b"skip":
        given.skips = value == b"1"
    elif name == b"move":
        given.moves = True


def _read_token(value: bytes, *, most: int = MOST_TOKEN) -> str:
    return unquote_plus(value[:most].decode("ascii", "replace"))
