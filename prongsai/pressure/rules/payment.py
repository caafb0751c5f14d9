"""What pays for a report: solved work, or a wait that is over. Each pays once."""

import hashlib
import hmac
from dataclasses import dataclass

from prongsai.surveys.rules.work import Wait, find_proof, find_wait, is_solved, sign_wait

# Stands where the surveys have the code of a link.
CHANNEL = "REPORT"
WAIT_LASTS = 3600
MARK_SIZE = 16


@dataclass(frozen=True, slots=True)
class Price:
    """What is asked for today."""

    challenge: str
    bits: int
    key_id: int
    key: bytes

    def find_mark(self, *, work: str, wait: str, now: float) -> bytes | None:
        """Return the mark of what was paid with; None where nothing valid was."""
        proof = find_proof(work)
        if (
            proof
            and proof.challenge == self.challenge
            and is_solved(proof, channel=CHANNEL, bits=self.bits)
        ):
            return self._mark("proof", proof.nonce)
        place = self.find_place(wait, now=now)
        return self._mark("wait", place.nonce.hex()) if place and place.ready_at <= now else None

    def find_place(self, wait: str, *, now: float) -> Wait | None:
        """Return the place in the slow lane that was sent along, while it still counts."""
        place = find_wait(wait, channel=CHANNEL, key=self.key)
        if place is None or place.key_id != self.key_id:
            return None
        return place if now < place.ready_at + WAIT_LASTS else None

    def sign(self, place: Wait) -> str:
        return sign_wait(place, channel=CHANNEL, key=self.key)

    def _mark(self, kind: str, nonce: str) -> bytes:
        text = f"pressure\0{kind}\0{nonce}".encode()
        return hmac.digest(self.key, text, hashlib.sha256)[:MARK_SIZE]
