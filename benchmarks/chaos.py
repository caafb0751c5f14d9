"""`script/bench chaos [--minutes N] [--json]`: kill at random for a long time, then count.

People answer and repeat, some hang up before or at the reply; meanwhile the web processes, the
worker, the mixer and PostgreSQL are shot and, where a small disk can be mounted, it is filled.
Every receipt that was shown must be counted exactly once, and nothing else; or it exits with 1.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock
from typing import Any

import psycopg

from benchmarks.chaos_world import World
from benchmarks.small_disk import CannotMount, SmallDisk, small_disk

CROWD = 12
CODES_PER_MINUTE = 5000
# How long one person keeps trying; far longer than any outage here.
PATIENCE = 120.0


class Run:
    """What is known of a run: codes, receipts shown, shots fired."""

    def __init__(self, world: World, disk: SmallDisk | None, codes: list[str], seed: int) -> None:
        self.world, self.disk = world, disk
        self.chance = random.Random(seed)  # noqa: S311 - a simulation
        self.shots: Counter[str] = Counter()
        self.receipts: dict[str, str] = {}
        self.changed = self.sent = self.hung_up = 0
        self.mixing = 3.0  # seconds that a mixing takes, the start of the process included
        self.over = Event()
        self._lock = Lock()
        self._codes: Iterator[str] = iter(codes)

    def live(self) -> None:
        """Be one person after the other until it is over, with a breath between two."""
        while not self.over.wait(0.3 * random.random()):  # noqa: S311 - a simulation
            with self._lock:
                code, dice = next(self._codes, None), self.chance.random()
                self.sent += code is not None
            if code is None:
                return
            if dice < 0.3:
                self.hung_up += self.world.hang_up(code, on_reply=dice < 0.2)
            self._note(code, self.world.answer(code, until=time.monotonic() + PATIENCE))
            if dice > 0.8:
                self._note(code, self.world.answer(code, until=time.monotonic() + PATIENCE))

    def shoot(self, *, seconds: float) -> None:
        """Kill something every few seconds; what was killed is started again."""
        kinds: dict[str, Callable[[], None]] = {
            "web": self._shoot_web,
            "worker": self._shoot_worker,
            "mixer": self._shoot_mixer,
            "database": self._shoot_database,
            "everything": self._shoot_everything,
        }
        if self.disk:
            kinds["full disk"] = self._fill_disk
        until, order = time.monotonic() + seconds, []
        while time.monotonic() < until:
            if not order:  # every kind in turn, in an order of chance
                order = self.chance.sample(sorted(kinds), len(kinds))
            time.sleep(0.5 + 2 * self.chance.random())
            name = order.pop()
            kinds[name]()
            self.shots[name] += 1
        self.over.set()

    def _note(self, code: str, receipt: str | None) -> None:
        if receipt is None:
            return
        with self._lock:
            self.changed += self.receipts.setdefault(code, receipt) != receipt

    def _shoot_web(self) -> None:
        self.world.kill_server()
        self.world.start_server()

    def _shoot_worker(self) -> None:
        """Order the nightly mixing, and kill the worker in the middle of it."""
        with ThreadPoolExecutor(1) as orders:
            orders.submit(self.world.order_mixing)
            self.shots["worker at work"] += self._kill_at_work()
        self.world.kill_worker()
        self.world.start_worker()

    def _kill_at_work(self) -> bool:
        """Kill the worker soon after it has begun a job; return whether it did begin one."""
        until = time.monotonic() + 15
        query = "SELECT FROM procrastinate_jobs WHERE status = 'doing'"
        with psycopg.connect(self.world.address, autocommit=True) as watcher:
            while time.monotonic() < until:
                if watcher.execute(query).fetchone() is not None:
                    time.sleep(0.15 * self.chance.random())
                    self.world.kill_worker()
                    return True
                time.sleep(0.002)
        return False

    def _shoot_mixer(self) -> None:
        """Half of the shots hit before the end of a mixing, wherever it is then."""
        self.world.shoot_mixer(after=self.mixing * (0.6 + 0.8 * self.chance.random()))

    def _shoot_database(self) -> None:
        self.world.kill_database()
        self.world.revive_database()

    def _shoot_everything(self) -> None:
        self.world.kill_database()
        self.world.kill_worker()
        self.world.kill_server()
        self.world.revive_database()
        self.world.start_server()
        self.world.start_worker()

    def _fill_disk(self) -> None:
        assert self.disk
        self.disk.fill()
        time.sleep(2 + 3 * self.chance.random())
        self.disk.free()
        try:
            self.world.fetch("SELECT 1")
        except psycopg.Error:  # no space for its log: PostgreSQL gave up, and is started again
            self._shoot_database()
            self.shots["full log"] += 1


def main() -> None:
    options = read_options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="prongsai-chaos-")))
        disk = find_disk(stack, folder / "disk")
        world = World(folder, disk=disk and disk.folder)
        stack.callback(world.close)
        result = run(world, disk, options)
    print(json.dumps(result, indent=2) if options.json else describe(result))
    if result["lost"] or result["twice"] or result["changed"] or result["unknown"]:
        raise SystemExit(1)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=3, help="how long things are killed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="of the shots")
    return parser.parse_args()


def find_disk(stack: ExitStack, folder: Path) -> SmallDisk | None:
    try:
        return stack.enter_context(small_disk(folder, megabytes=600))
    except CannotMount:
        return None


def run(world: World, disk: SmallDisk | None, options: argparse.Namespace) -> dict[str, Any]:
    world.start_database()
    world.run("migrate", "--verbosity", "0")
    _unit, codes = world.open_link(int(CODES_PER_MINUTE * options.minutes))
    world.start_server()
    world.start_worker()
    world.wait(f"/s/{codes[0]}")
    begun = time.monotonic()
    world.run("survey", "mix")
    one = Run(world, disk, codes, options.seed)
    one.mixing = time.monotonic() - begun
    with ThreadPoolExecutor(CROWD + 1) as pool:
        shooting = pool.submit(one.shoot, seconds=60 * options.minutes)
        people = [pool.submit(one.live) for _ in range(CROWD)]
        shooting.result()
        for each in people:
            each.result()
    return count(world, one) | {
        "seed": options.seed,
        "minutes": options.minutes,
        "small_disk": disk is not None,
    }


def count(world: World, one: Run) -> dict[str, Any]:
    """Mix what is left and lay what was shown beside what is counted."""
    world.kill_worker()
    world.run("survey", "mix")
    world.run("survey", "mix", "--everything")
    stored = Counter(world.list_counted())
    shown = set(one.receipts.values())
    [(sheets,)] = world.fetch("SELECT count(*) FROM answers.sheets")
    audit = world.run("survey", "audit", check=False)
    return {
        "people": one.sent,
        "acknowledged": len(one.receipts),
        "hung_up": one.hung_up,
        "stored_once": sum(number == 1 for number in stored.values()),
        "sheets": sheets,
        "lost": len(shown - set(stored)),
        "twice": sum(number > 1 for number in stored.values()),
        "unknown": abs(sheets - len(stored)) + bool(audit.returncode),
        "changed": one.changed,
        "releases": world.fetch("SELECT count(*) FROM receipts.releases")[0][0],
        "kills": dict(sorted(one.shots.items())),
    }


def describe(result: dict[str, Any]) -> str:
    kills = ", ".join(f"{name} {number}" for name, number in result["kills"].items())
    return (
        f"{result['minutes']:g} minutes, seed {result['seed']}: {result['people']} people,"
        f" {result['hung_up']} of them hung up when the reply came\n"
        f"acknowledged {result['acknowledged']}, stored once {result['stored_once']},"
        f" answers {result['sheets']} in {result['releases']} releases\n"
        f"lost {result['lost']}, twice {result['twice']}, changed receipts {result['changed']},"
        f" not balanced {result['unknown']}\n"
        f"kills: {kills}"
    )


if __name__ == "__main__":
    main()
