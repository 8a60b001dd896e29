"""How long the way takes: measured by echoed heads, whatever the clocks say, and silent where it can't be known."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from store.sync.delay import FEWEST_SAMPLES, KEPT, MOST_ECHOES, Delay
from store.sync.folder import Folder
from store.sync.heads import Head, read_head, write_head
from store.sync.segments import BadSegment
from tests.store.by_hand import NOW
from tests.store.conftest import BOARD
from tests.store.sync.conftest import Member

ANA, BEN = "a" * 12, "b" * 12
ways = st.lists(st.tuples(st.integers(0, 120_000), st.integers(0, 120_000), st.integers(0, 60_000)), min_size=3, max_size=10)


@given(ways, st.integers(-5 * 365 * DAY, 5 * 365 * DAY))
def test_the_clocks_and_the_pace_of_heads_do_not_matter(found: list[tuple[int, int, int]], skew: int) -> None:
    """There, back, and how long the other had it before it wrote a head of its own."""
    ana, ben, now = Delay(), Delay(), NOW
    for number, (there, back, held) in enumerate(found, 1):
        ana.wrote(number, now)
        now += there
        ben.came(ANA, number, None, now + skew)
        now += held
        echo = ben.echo(now + skew)
        assert echo == {ANA: (number, held)}
        now += back
        ana.came(BEN, number, echo[ANA], now)
    recent = [there + back for (there, back, held), at in zip(found, ends(found), strict=True) if ends(found)[-1] - at <= KEPT]
    known = len(recent) >= FEWEST_SAMPLES
    assert ana.one_way(now) == (round(median(recent) / 2) if known else None)
    assert ben.one_way(now + skew) is None, "nobody echoed Ben"
    assert ana.one_way(now + KEPT + 1) is None


def ends(found: list[tuple[int, int, int]]) -> list[int]:
    """When each measurement was made, from the beginning."""
    made, at = [], 0
    for there, back, held in found:
        at += there + back + held
        made.append(at)
    return made


def test_what_can_not_be_does_not_count() -> None:
    delay = Delay()
    delay.wrote(1, NOW)
    for number, echoed in enumerate(((7, 0), (1, 10 * MINUTE), (1, -5)), 1):
        delay.came(BEN, number, echoed, NOW + MINUTE)
    assert delay.one_way(NOW + MINUTE) is None
    for number in range(4, 10):
        delay.came(BEN, number, (1, 0), NOW + MINUTE)
    assert delay.one_way(NOW + MINUTE) is None, "one own head is one measurement for each who echoes it"


def test_an_old_head_that_came_back_is_no_new_one() -> None:
    delay = Delay()
    delay.came(BEN, 5, None, NOW)
    delay.came(BEN, 4, None, NOW + MINUTE)
    delay.came(BEN, 5, None, NOW + MINUTE)
    assert delay.echo(NOW + MINUTE) == {BEN: (5, MINUTE)}
    delay.missed(BEN)
    assert delay.echo(NOW + MINUTE) == {}


def test_a_head_echoes_those_last_heard_of() -> None:
    delay = Delay()
    for number in range(MOST_ECHOES + 10):
        delay.came(f"{number:012x}", 1, None, NOW + number)
    assert list(delay.echo(NOW + HOUR // 2)) == [f"{number:012x}" for number in range(10, MOST_ECHOES + 10)]


@pytest.mark.parametrize("echo", [[], {"x": [1, 2]}, {BEN: [1]}, {BEN: [1, -1]}, {BEN: [1, 2.5]}, {BEN: [True, 1]}, {BEN: 5}])
def test_an_echo_that_says_nonsense_is_refused(echo: object) -> None:
    head = Head(ANA, "ana", "1.0", 1, NOW, {}, 1, "")
    assert read_head(write_head(BOARD, head._replace(echo={BEN: (3, 500)})), BOARD, ANA).echo == {BEN: (3, 500)}
    from store.ids import canonical_text
    from store.sync.segments import checksum

    value = {**head._asdict(), "board": BOARD, "vector": {}, "former": [], "echo": echo}
    content = f"warroom-head 1 {canonical_text(value)}" if not has_fraction(echo) else ""
    if content:
        with pytest.raises(BadSegment, match="can't be"):
            read_head(f"{content} {checksum(content.encode())}\n".encode(), BOARD, ANA)


def has_fraction(echo: object) -> bool:
    """Whether it has a number that canonical JSON has not."""
    return "2.5" in str(echo)


class World:
    """Two installations, each with a folder and a clock of its own, and an engine that takes its time."""

    def __init__(self, root: Path, schema: bytes, there: int, back: int, skew: int) -> None:
        self.root = root
        self.members, self.folders = [], []
        for name, off in (("ana", 0), ("ben", skew)):
            folder = root / f"{name}.d"
            folder.mkdir()
            home = root / name
            home.mkdir()
            (home / "replica.db").write_bytes(schema)
            self.members.append(Member(name, home, Folder(folder), ManualClock(NOW + off)))
            self.folders.append(folder)
        self.takes = (there, back)
        self.sent: dict[tuple[int, str], bytes] = {}
        self.on_the_way: list[tuple[int, int, str, bytes]] = []
        self.at = 0

    def run(self, milliseconds: int, step: int = 500, awake: Callable[[int], bool] = lambda at: True) -> None:
        """Lets time pass; Ben looks only while `awake`."""
        for _ in range(0, milliseconds, step):
            self.at += step
            for index, member in enumerate(self.members):
                member.clock.advance(step)
                for path in self.folders[index].iterdir():
                    content = path.read_bytes()
                    if self.sent.get((index, path.name)) != content and path.name.startswith(member.replica.id):
                        self.sent[index, path.name] = content
                        self.on_the_way.append((self.at + self.takes[index], 1 - index, path.name, content))
            for due, to, name, content in [each for each in self.on_the_way if each[0] <= self.at]:
                self.on_the_way.remove((due, to, name, content))
                beside = self.root / "beside"
                beside.write_bytes(content)
                shutil.move(beside, self.folders[to] / name)
            for index, member in enumerate(self.members):
                if index == 0 or awake(self.at):
                    assert member.exchange.step().trouble is None

    def measured(self) -> list[int | None]:
        """What each of the two says."""
        return [member.exchange.step().delay for member in self.members]

    def close(self) -> None:
        """Ends both."""
        for member in self.members:
            member.close()


@pytest.fixture
def world(tmp_path: Path, schema: bytes) -> Iterator[Callable[[int, int, int], World]]:
    """Makes a world of two; it is closed at the end."""
    made: list[World] = []

    def make(there: int, back: int, skew: int) -> World:
        made.append(World(tmp_path, schema, there, back, skew))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize(("there", "back", "skew"), [(12_000, 12_000, 0), (20_000, 4_000, 3 * HOUR), (500, 500, -5 * 365 * DAY)])
def test_two_boards_measure_their_folder(world: Callable[[int, int, int], World], there: int, back: int, skew: int) -> None:
    made = world(there, back, skew)
    made.run(MINUTE)
    assert made.measured() == [None, None], "nothing is said before it is known"
    made.run(9 * MINUTE)
    for found in made.measured():
        assert found is not None
        assert abs(found - (there + back) / 2) <= SECOND


def test_who_was_away_is_no_slow_folder(world: Callable[[int, int, int], World]) -> None:
    """Ben's machine sleeps for minutes, again and again: what came meanwhile is not timed."""
    made = world(5_000, 5_000, 0)
    made.run(40 * MINUTE, SECOND, awake=lambda at: at % (10 * MINUTE) > 5 * MINUTE)
    ana, _ = made.measured()
    assert ana is not None
    assert ana <= 6 * SECOND
