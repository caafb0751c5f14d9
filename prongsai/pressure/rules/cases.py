"""Case codes, the keys that come from them, and what is sealed."""

import hashlib
import json
from dataclasses import asdict, dataclass

from prongsai.core.ids import ALPHABET, new_code
from prongsai.pressure.types import Head, What, When, Who
from prongsai.surveys.rules.sealing import CannotOpen, Opener, Sealer, get_public_key

CODE_LENGTH = 20
NUMBER_SIZE = 16
PURPOSE = "pressure"
MOST_TEXT = 4000
# Sealed texts come in a few sizes only, so that their length says little.
_STEP = 1024


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What a case code stands for: where its report lies, and the key that reads the replies."""

    number: str
    private_key: bytes

    @property
    def public_key(self) -> bytes:
        return get_public_key(self.private_key)


def new_case_code() -> str:
    """Return a code of 98 bits: whoever holds it can read and write, nobody can guess it."""
    return new_code(CODE_LENGTH)


def find_case_key(text: str) -> CaseKey | None:
    """Return the key behind a code as people type it; None where it is no code."""
    code = text.replace("-", "").replace(" ", "").upper()
    if len(code) != CODE_LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    number = hashlib.blake2b(code.encode(), person=b"case number", digest_size=NUMBER_SIZE)
    private_key = hashlib.shake_256(b"prongsai case key\0" + code.encode()).digest(96)
    return CaseKey(number.hexdigest(), private_key)


def seal(text: str, public_key: bytes, *, key_id: int = 0) -> bytes:
    """Seal a text for one reader, filled up to one of a few lengths."""
    raw = text.encode()
    padded = raw + b"\0" * (-len(raw) % _STEP)
    return Sealer(public_key, key_id=key_id, purpose=PURPOSE).seal(padded)


def unseal(body: bytes, private_key: bytes, *, key_id: int = 0) -> str:
    """Open what `seal` made; CannotOpen for anything else, cut envelopes too."""
    padded = Opener(private_key, key_id=key_id, purpose=PURPOSE).open(body)
    if len(padded) % _STEP:
        raise CannotOpen("a part of an envelope")
    try:
        return padded.rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise CannotOpen("no text") from error


def write_head(head: Head) -> str:
    return json.dumps(asdict(head), ensure_ascii=False)


def read_head(text: str) -> Head:
    """Read what `write_head` wrote; CannotOpen for anything else that somebody sealed."""
    try:
        given = json.loads(text)
        what = tuple(What(each).value for each in given["what"])
        who, when = Who(given["who"]).value, When(given["when"]).value
        return Head(str(given["agency"]), given["unit_id"], what, who, when)
    except (ValueError, TypeError, KeyError) as error:
        raise CannotOpen("no head of a report") from error
