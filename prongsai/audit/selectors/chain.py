"""Walking the chain from its first seal: constant memory however long it is."""

from collections.abc import Iterator, Sequence

from prongsai.audit.models import Entry, Seal
from prongsai.audit.rules import GENESIS, get_digest, get_seal
from prongsai.audit.types.trail import Fault, FaultKind, Head, Verdict

BATCH = 5_000
COLUMNS = ("at", "user_id", "user_name", "role", "unit_id", "verb", "target", "detail")


def get_head() -> Head:
    """Return the newest seal; number 0 while nothing has been recorded."""
    seal = Seal.objects.select_related("entry").order_by("-number").first()
    return Head(seal.number, seal.hash, seal.entry.at) if seal else Head(0, GENESIS, None)


def verify_chain(anchors: Sequence[str] = ()) -> Verdict:
    """Recompute every digest and seal and name the first place that does not fit.

    ANCHORS are hashes that were kept elsewhere; each must be one of the seals.
    """
    number, last_hash = 0, GENESIS
    missing = {anchor.lower() for anchor in anchors} - {GENESIS}
    for seal, entry in _walk():
        fault = _find_fault(seal, entry, number=number, last_hash=last_hash)
        if fault:
            return Verdict(number, Head(number, last_hash, None), fault)
        number, last_hash = seal.number, seal.hash
        missing.discard(last_hash)
    return Verdict(number, Head(number, last_hash, None), _find_end_fault(number, missing))


def _walk() -> Iterator[tuple[Seal, Entry | None]]:
    last = 0
    while seals := list(Seal.objects.filter(number__gt=last).order_by("number")[:BATCH]):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            yield seal, entries.get(seal.entry_id)
        last = seals[-1].number


def _find_fault(seal: Seal, entry: Entry | None, *, number: int, last_hash: str) -> Fault | None:
    if seal.number != number + 1:
        return Fault(FaultKind.REMOVED, number + 1, None)
    if seal.previous_hash != last_hash:
        return Fault(FaultKind.MOVED, seal.number, seal.entry_id)
    if entry is None:
        return Fault(FaultKind.REMOVED, seal.number, seal.entry_id)
    if get_digest({column: getattr(entry, column) for column in COLUMNS}) != entry.digest:
        return Fault(FaultKind.CHANGED, seal.number, entry.pk)
    if get_seal(seal.number, previous_hash=last_hash, digest=entry.digest) != seal.hash:
        return Fault(FaultKind.MOVED, seal.number, entry.pk)
    return None


def _find_end_fault(number: int, missing: set[str]) -> Fault | None:
    unsealed = Entry.objects.filter(seal=None).order_by("id").first()
    if unsealed:
        return Fault(FaultKind.INSERTED, None, unsealed.pk)
    if missing:
        return Fault(FaultKind.REWRITTEN, None, None, anchor=min(missing))
    return None
