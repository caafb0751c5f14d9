"""Acting for a post: the phrases of official correspondence and the lines below a signature."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phrase(StrEnum):
    """On what ground somebody signs for a post that is not the own."""

    DELEGATED = "delegated"
    SUBSTITUTING = "substituting"
    ACTING_FOR = "acting_for"
    ACTING_IN_POST = "acting_in_post"
    PERFORMING = "performing"
    SIGNING_FOR = "signing_for"


# Words of the law: the same in every language of the interface.
WORDS = {
    Phrase.DELEGATED: "ปฏิบัติราชการแทน",
    Phrase.SUBSTITUTING: "รักษาราชการแทน",
    Phrase.ACTING_FOR: "รักษาการแทน",
    Phrase.ACTING_IN_POST: "รักษาการในตำแหน่ง",
    Phrase.PERFORMING: "ปฏิบัติหน้าที่แทน",
    Phrase.SIGNING_FOR: "ทำการแทน",
}


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The lines below a signature, from the name on; for letters, orders and minutes."""

    person_id: int
    name: str
    position: str
    phrase: str = ""
    for_position: str = ""
    appointment_id: int | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """(name) · own position with the phrase · the post that is acted for; no empty lines."""
        own = " ".join(part for part in (self.position, self.phrase) if part)
        return tuple(line for line in (f"({self.name})", own, self.for_position) if line)


def is_period(starts: date, ends: date | None) -> bool:
    return ends is None or starts <= ends
