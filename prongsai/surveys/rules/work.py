"""The price of an open link: a proof of work, or without JavaScript a signed wait."""

import base64
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass

PARTS = 4
# Pages of before that are still open did as much in twice the parts, each half as hard.
OLD_PARTS = 8
_COUNTER = "[0-9a-f]{1,12}"
_PROOF = re.compile(rf"([^.]*)\.([0-9a-f]{{24}})\.({_COUNTER}(?:-{_COUNTER})+)")
_WAIT = struct.Struct(">II12s")
_MAC_SIZE = 16


def get_challenge(key_id: int, public_key: bytes) -> str:
    """Return the challenge of a day: known to all, unknown before the day's key was made."""
    return f"{key_id}-{hashlib.sha256(b'work' + public_key).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Proof:
    """A solution as the browser sends it."""

    challenge: str
    nonce: str
    counters: tuple[str, ...]


def find_proof(text: str) -> Proof | None:
    """Read a proof; None where it has not the shape of one."""
    found = _PROOF.fullmatch(text)
    counters = tuple(found[3].split("-")) if found else ()
    if found is None or len(counters) not in {PARTS, OLD_PARTS}:
        return None
    return Proof(found[1], found[2], counters)


def is_solved(proof: Proof, *, channel: str, bits: int) -> bool:
    """Return whether every part begins with BITS zero bits, of twice the parts with one less."""
    seed = _get_seed(proof.challenge, channel, proof.nonce)
    needed = bits - (len(proof.counters) == OLD_PARTS)
    beyond = ((1 << 256 - needed) - 1).to_bytes(32, "big")
    for part, counter in enumerate(proof.counters):
        if hashlib.sha256(f"{seed}.{part}.{counter}".encode()).digest() > beyond:
            return False
    return True


def solve(challenge: str, *, channel: str, nonce: str, bits: int, parts: int = PARTS) -> str:
    """Do the work, as the browser does: for tests, benchmarks and honest programs."""
    seed, counters = _get_seed(challenge, channel, nonce), []
    for part in range(parts):
        counter = 0
        while True:
            digest = hashlib.sha256(f"{seed}.{part}.{counter:x}".encode()).digest()
            if not int.from_bytes(digest[:4], "big") >> 32 - bits:
                break
            counter += 1
        counters.append(f"{counter:x}")
    return f"{challenge}.{nonce}.{'-'.join(counters)}"


def _get_seed(challenge: str, channel: str, nonce: str) -> str:
    """Return what every part begins with: short enough that a try is one block of SHA-256."""
    return hashlib.sha256(f"{challenge}.{channel}.{nonce}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Wait:
    """A place in the slow lane: usable once, from READY_AT on, while the day's key is known."""

    key_id: int
    ready_at: int
    nonce: bytes


def sign_wait(wait: Wait, *, channel: str, key: bytes) -> str:
    body = _WAIT.pack(wait.key_id, wait.ready_at, wait.nonce)
    return base64.urlsafe_b64encode(body + _sign(body, channel=channel, key=key)).decode()


def find_wait(text: str, *, channel: str, key: bytes) -> Wait | None:
    """Read a wait token; None where we did not sign it for this channel."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii", "replace"))
    except ValueError:
        return None
    body, mac = raw[: _WAIT.size], raw[_WAIT.size :]
    if len(raw) != _WAIT.size + _MAC_SIZE:
        return None
    if not hmac.compare_digest(mac, _sign(body, channel=channel, key=key)):
        return None
    return Wait(*_WAIT.unpack(body))


def _sign(body: bytes, *, channel: str, key: bytes) -> bytes:
    return hmac.digest(key, b"wait\0" + channel.encode() + b"\0" + body, hashlib.sha256)[:_MAC_SIZE]
