"""Headcounts of the invented bodies, last year and this: most confirmed, a few at every step."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.demo.names import Namer
from prongsai.demo.tree import Body
from prongsai.headcounts.services.bulk import NewVersion, store_setups
from prongsai.headcounts.types import Given, VersionState

SERVICES = ("ชำระภาษี", "งานทะเบียน", "ขออนุญาตก่อสร้าง", "ร้องเรียนและขอความช่วยเหลือ")
# Of a hundred agencies so many are confirmed, wait for their executive, were returned.
CONFIRMED, WAITING, RETURNED = 86, 6, 3
WRONG = "ยอดไม่ตรงกับบัญชีอัตรากำลัง โปรดนับพนักงานจ้างตามภารกิจด้วย"
MOVED = "รับโอนพนักงานสองคนจากหน่วยงานอื่น"


def draw_steps(bodies: Sequence[Body], *, seed: int, shown: Collection[str]) -> list[int]:
    """Draw for each body a number below 100 that says how far its set-up is."""
    random = Random(seed + 3)  # noqa: S311 - invented figures, not secrets
    drawn = [random.randrange(100) for _body in bodies]
    return [0 if body.code in shown else step for body, step in zip(bodies, drawn, strict=True)]


def load_figures(
    plans: Sequence[tuple[Body, int, int]], ids: Mapping[str, int], *, seed: int, shown: str
) -> None:
    """Write the set-ups of all bodies: each with its headcount and step.

    The agency of the demo accounts (SHOWN) is confirmed and asks for a change, so that its
    executive has something to decide.
    """
    random = Random(seed + 4)  # noqa: S311 - invented figures, not secrets
    namer = Namer(random)
    versions: list[NewVersion] = []
    for body, headcount, step in plans:
        maker = Maker(ids[body.code], random, namer.person().th, namer.person().th)
        versions += maker.draw(headcount, step)
        if body.code == shown:
            given = maker.make(headcount + 2, reason=MOVED)
            versions.append(maker.send(given, VersionState.WAITING, days=1))
    store_setups(SYSTEM, versions=versions)


@dataclass(frozen=True, slots=True)
class Maker:
    """Draws the versions of one agency."""

    unit_id: int
    random: Random
    admin: str
    executive: str

    def draw(self, headcount: int, step: int) -> Iterator[NewVersion]:
        before = self.make(max(1, round(headcount * self.random.uniform(0.92, 1.08))))
        yield self.send(before, VersionState.CONFIRMED, days=330, ago=1)
        given = self.make(headcount)
        if step < CONFIRMED:
            yield self.send(given, VersionState.CONFIRMED, days=self.random.randint(26, 40))
        elif step < CONFIRMED + WAITING:
            yield self.send(given, VersionState.WAITING, days=self.random.randint(1, 20))
        elif step < CONFIRMED + WAITING + RETURNED:
            yield self.send(given, VersionState.RETURNED, days=self.random.randint(1, 20))

    def make(self, headcount: int, *, reason: str = "") -> Given:
        services = tuple(
            (label, round(headcount * self.random.uniform(4, 60)))
            for label in self.random.sample(SERVICES, self.random.randint(2, len(SERVICES)))
        )
        return Given(headcount=headcount, services=services, reason=reason)

    def send(self, given: Given, state: VersionState, *, days: int, ago: int = 0) -> NewVersion:
        return NewVersion(
            unit_id=self.unit_id,
            fiscal_year=fiscal_year(clock.today()) - ago,
            given=given,
            state=state,
            sent_at=clock.now() - timedelta(days=days),
            decision_reason=WRONG if state is VersionState.RETURNED else "",
            made_by=self.admin,
            decided_by=self.executive,
        )
