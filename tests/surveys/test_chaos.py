"""Killed at any moment, out of space, cut off: nothing acknowledged is lost, nothing counts twice.

A real server with two processes and a real database are shot again and again while people answer
and repeat what got no reply; then their disks are filled. The long form is `script/bench chaos`.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg
import pytest

from benchmarks.chaos_world import FORM, World
from benchmarks.small_disk import CannotMount, small_disk

PEOPLE = 120


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A world whose database and whose keys lie on small disks where the machine allows it."""
    folder = tmp_path_factory.mktemp("chaos")
    with ExitStack() as disks:
        try:
            disk = disks.enter_context(small_disk(folder / "disk", megabytes=400))
            keys = disks.enter_context(small_disk(folder / "keys" / "mixer", megabytes=1))
        except CannotMount as reason:
            disk = keys = None
            world = World(folder)
            world.why_no_disk = str(reason)
        else:
            world = World(folder, disk=disk.folder)
        world.disk, world.keys_disk = disk, keys
        disks.callback(world.close)
        world.start_database()
        world.run("migrate", "--verbosity", "0")
        _unit, world.codes = world.open_link(PEOPLE + 400)
        world.spare, world.receipts = world.codes[PEOPLE:], {}
        world.start_server()
        world.wait(f"/s/{world.codes[0]}")
        yield world


@pytest.fixture
def disk(world):
    if world.disk is None:
        pytest.skip(
            f"a full disk needs a disk of its own, and mounting failed: {world.why_no_disk}"
        )
    yield world.disk
    world.disk.free()


def shoot(world):
    """Kill a part every second or so while people answer."""
    chance = random.Random(7)  # noqa: S311 - a simulation
    for shot in ("both", "server", "database", "mixer", "server", "database"):
        time.sleep(0.5 + chance.random())
        if shot == "mixer":
            world.shoot_mixer(after=2.0 + chance.random())
        if shot in {"both", "database"}:
            world.kill_database()
        if shot == "both":
            time.sleep(1.0)  # whoever is promised anything now is promised too much
        if shot in {"both", "server"}:
            world.kill_server()
        if shot in {"both", "database"}:
            world.revive_database()
        if shot in {"both", "server"}:
            world.start_server()


def live(world, code, *, until):
    """Answer until there is a receipt; every second person is never seen again after it.

    Of the others some hang up before the reply, some when it has come and before they read it.
    All of them send the same again later.
    """
    number = world.codes.index(code)
    time.sleep(random.Random(code).random())  # noqa: S311 - a simulation
    if number % 2:
        first = world.answer(code, until=until)
        return first, first
    world.hang_up(code, on_reply=number % 4 == 0)
    first = world.answer(code, until=until)
    time.sleep(random.Random(code).random())  # noqa: S311 - a simulation
    return first, world.answer(code, until=until)


def take(world, count):
    """Return codes that nobody has used yet."""
    taken, world.spare = world.spare[:count], world.spare[count:]
    return taken


def answer_all(world, codes, *, seconds=300):
    """Let people answer at the same time; what they were shown must never change again."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(12) as pool:
        shown = list(pool.map(lambda code: world.answer(code, until=until), codes))
    assert None not in shown
    for code, receipt in zip(codes, shown, strict=True):
        assert world.receipts.setdefault(code, receipt) == receipt


def test_receipts_outlive_shots_at_every_part(world):
    until = time.monotonic() + 600
    codes = world.codes[:PEOPLE]
    with ThreadPoolExecutor(13) as pool:
        shooting = pool.submit(shoot, world)
        receipts = list(pool.map(lambda code: live(world, code, until=until), codes))
        shooting.result()

    assert all(first is not None and first == again for first, again in receipts)
    world.receipts |= {code: first for code, (first, _) in zip(codes, receipts, strict=True)}


def test_reply_that_was_cut_off_is_given_again(world):
    """The commit is done and the reply is on the line; nobody reads it."""
    [code] = take(world, 1)

    assert world.hang_up(code, on_reply=True)
    page = world.request("POST", f"/s/{code}", FORM)[1]
    answer_all(world, [code])

    assert "คำตอบชุดแรก" in page  # it had been counted, though nobody was told


def ask_all(world, codes):
    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(lambda code: world.request("POST", f"/s/{code}", FORM), codes))


def ask_until_refused(world, *, most):
    """Send forms one by one until the pages of the tables are full too; return codes and replies.

    A commit each: what still finds a place on the last page is acknowledged, and must be kept.
    """
    codes, replies = [], []
    while len(codes) < most and not (replies and replies[-1][0] == 503):
        codes += take(world, 1)
        replies += ask_all(world, codes[-1:])
    return codes, replies


def is_full(world):
    """Tell whether PostgreSQL really fails for want of space."""
    with psycopg.connect(world.address, autocommit=True) as connection:
        try:
            connection.execute("CREATE TABLE filler AS SELECT generate_series(1, 200000)")
        except psycopg.errors.DiskFull:
            return True
        connection.execute("DROP TABLE filler")
        return False


def test_full_disk_refuses_politely_and_goes_on_by_itself(world, disk):
    answer_all(world, early := take(world, 4))
    server, postmaster = world.server.pid, world.get_postmaster()

    disk.fill()
    assert is_full(world)
    late, replies = ask_until_refused(world, most=300)
    replies += ask_all(world, more := take(world, 8))
    mixing = world.run("survey", "mix", check=False)
    disk.free()
    answer_all(world, [*early, *late, *more])

    refused = [page for status, page in replies if status == 503]
    assert refused
    assert {status for status, _page in replies} <= {200, 503}
    assert all('name="q14" value="1"' in page for page in refused)  # nothing entered is lost
    assert all('<p class="code">' not in page for page in refused)
    assert b"DiskFull" in world.log.read_bytes()
    assert mixing.returncode
    assert (server, postmaster) == (world.server.pid, world.get_postmaster())
    assert world.server.poll() is None


def write_log(world, *, files):
    """Make PostgreSQL begin new files of its write-ahead log."""
    with psycopg.connect(world.address, autocommit=True) as connection:
        for _ in range(files):
            connection.execute("SELECT pg_logical_emit_message(true, 'chaos', 'x')")
            connection.execute("SELECT pg_switch_wal()")


def test_full_disk_under_the_write_ahead_log_loses_nothing(world, disk):
    """Without space for its log PostgreSQL stops dead, and may fail to replay: then for good.

    Whoever supervises it starts it again (systemd, compose); the web processes go on by themselves.
    """
    answer_all(world, early := take(world, 4))
    server = world.server.pid

    disk.fill()
    with pytest.raises(psycopg.OperationalError):
        write_log(world, files=20)
    replies = ask_all(world, late := take(world, 4))
    disk.free()
    world.kill_database()
    world.revive_database()
    answer_all(world, [*early, *late])

    assert {status for status, _page in replies} <= {200, 503}
    assert all('name="q14" value="1"' in page for status, page in replies if status == 503)
    assert server == world.server.pid
    assert world.server.poll() is None


def test_full_folder_of_keys_stops_the_mixing_and_no_answer(world, disk):
    """A web process that starts meanwhile goes on with the key that is there."""
    kept = world.list_keys()

    world.keys_disk.fill()
    mixing = world.run("survey", "mix", check=False)
    world.kill_server()
    world.start_server()
    answer_all(world, take(world, 4))
    keys = [name for name in world.list_keys() if name.endswith(".key")]
    world.keys_disk.free()

    assert mixing.returncode
    assert "No space left" in mixing.stderr
    assert keys == kept  # not even half a key was left behind


def test_every_receipt_is_counted_exactly_once(world):
    """Of everybody in the tests above, after the mixings that failed there."""
    world.run("survey", "mix")
    world.run("survey", "mix", "--everything")

    assert len(world.receipts) > PEOPLE
    assert world.list_counted() == sorted(world.receipts.values())
    [(sheets,)] = world.fetch("SELECT count(*) FROM answers.sheets")
    assert sheets == len(world.receipts)
    assert "nothing was touched" in world.run("survey", "audit").stdout


def test_logs_know_no_address_no_agent_no_code(world):
    content = world.read_logs()

    assert b"SpyAgent" not in content
    assert b"198.51.100.77" not in content
    assert not any(code.encode() in content for code in world.codes)
    assert not any(code[:6].encode() in content for code in world.codes)


def test_keys_of_mixed_days_are_gone(world):
    keys = dict(world.fetch("SELECT id::text || '.key', destroyed FROM sealed.keys"))
    kept = [name for name in world.list_keys() if name in keys]  # others never sealed anything

    assert kept == [name for name, destroyed in keys.items() if not destroyed]
    assert len(kept) == 1
