"""Waiting for changes: notified where the system tells of them, polled where it doesn't, and found out by itself."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.sync import watching
from store.sync.board_file import SINGLE, create_board_file
from store.sync.folder import Folder
from store.sync.names import head_name, segment_name
from store.sync.notifications import Told, Watch, file_system, is_near, open_watch
from store.sync.single import SingleFile
from store.sync.watching import CHECKING, GAP, MOST_TOLD, NOTIFIED, OWN, POLL_NOTIFIED, POLLED, REST, RETRY, Lookout
from tests.store.by_hand import NOW

ROOT = Path(__file__).parents[3]
PATIENCE = 10.0
THEIRS = "b" * 12


class System:
    """A system whose notifications are told by the test, and a time that passes in pauses."""

    def __init__(self, folder: Path, far: bool = False) -> None:
        self.folder = folder
        self.at = 100.0
        self.refuses: OSError | None = None
        self.watches: list[Fake] = []
        self.tells = True
        self.later: list[tuple[float, Callable[[], object]]] = []
        self.pauses = 0
        self.lookout = Lookout(Folder(folder), folder, lambda: None, lambda: self.at, self.open)
        self.lookout._needs_proof = far
        self.number = 0

    def open(self, folder: Path, told: Told) -> Watch:
        """A watch, unless the system refuses."""
        if self.refuses is not None:
            raise self.refuses
        self.watches.append(Fake(told))
        return self.watches[-1]

    def write(self, name: str = "") -> None:
        """Somebody puts a file there."""
        self.number += 1
        name = name or segment_name(THEIRS, self.number, self.number)
        (self.folder / name).write_bytes(b"x")
        os.utime(self.folder, ns=(0, int(self.at * 1e9)))
        if self.tells and self.watches and not self.watches[-1].closed:
            self.watches[-1].told(name)

    def pause(self, seconds: float) -> bool:
        """Time passes, and what is to happen by then happens."""
        assert seconds > 0
        self.pauses += 1
        until = self.at + seconds
        for due, deed in sorted(self.later, key=lambda pair: pair[0]):
            if due <= until:
                self.at = max(self.at, due)
                self.later = [pair for pair in self.later if pair[1] is not deed]
                deed()
                return False  # it rang
        self.at = until
        return False

    def after(self, seconds: float, deed: Callable[[], object]) -> None:
        """Has something happen later."""
        self.later.append((self.at + seconds, deed))

    def wait(self, most: float = 60.0, took: float = 0.0) -> float | None:
        """Waits. After how many seconds something was found; None when nothing was."""
        began = self.at
        return self.at - began if self.lookout.wait(most, self.pause, took) else None

    def settle(self) -> None:
        """Lets all that is known be looked at."""
        while self.wait(3.0) is not None:
            pass

    def change(self) -> float | None:
        """After how many seconds a change by somebody else is found."""
        self.after(1.0, self.write)
        found = self.wait()
        return None if found is None else found - 1.0


class Fake:
    """A watch of that system."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.closed = self.dead = False

    def alive(self) -> bool:
        return not self.dead

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def no_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told first waits for nothing."""
    monkeypatch.setattr(watching, "BURST", 0.0)


@pytest.fixture
def system(shared: Path) -> System:
    """One on a disk of this machine."""
    return System(shared)


@pytest.fixture
def far(shared: Path) -> System:
    """One on a network share."""
    return System(shared, far=True)


def test_what_is_told_is_found_at_once_and_polling_slows_down(system: System) -> None:
    system.settle()
    assert system.lookout.how == CHECKING
    assert system.change() == pytest.approx(0.0, abs=0.01)
    assert system.lookout.how == NOTIFIED
    system.settle()
    assert system.wait(60.0) is None
    looks = []
    system.lookout.carrier.changed = lambda: looks.append(system.at) or False  # type: ignore[method-assign, func-returns-value]
    assert system.wait(60.0) is None
    assert len(looks) == pytest.approx(60 / POLL_NOTIFIED, abs=1)


def test_own_work_proves_notifications_on_a_disk_and_not_on_a_share(system: System, far: System) -> None:
    for each, then in ((system, NOTIFIED), (far, CHECKING)):
        each.settle()
        each.write()
        each.settle()
        assert each.lookout.how == then
    assert far.change() == pytest.approx(0.0, abs=0.01)
    assert far.lookout.how == NOTIFIED, "what another wrote was told of"


def test_a_temporary_name_wakes_nobody_and_proves_as_own(system: System, far: System) -> None:
    for each, then in ((system, NOTIFIED), (far, CHECKING)):
        each.settle()
        each.after(1.0, lambda each=each: each.watches[-1].told("~wr-0123456789ab.tmp"))  # type: ignore[misc]
        assert each.wait(5.0) is None
        assert each.lookout.how == then


def test_changes_that_nobody_tells_of_are_found_by_polling_all_the_same(far: System) -> None:
    far.tells = False
    far.settle()
    for _ in range(3):
        delay = far.change()
        assert delay is not None
        assert delay <= watching.POLL + GAP
        far.settle()
    assert (far.lookout.how, far.lookout.why) == (POLLED, "the system does not tell of changes there")
    assert all(watch.closed for watch in far.watches)
    far.tells = True
    far.at += RETRY
    far.settle()
    assert far.change() == pytest.approx(0.0, abs=0.01)
    assert far.lookout.how == NOTIFIED


def test_notifications_that_fall_silent_cost_one_slow_look(system: System) -> None:
    system.settle()
    system.change()
    system.settle()
    system.tells = False
    first = system.change()
    assert first is not None
    assert first <= POLL_NOTIFIED + GAP
    system.settle()
    assert system.lookout.how == CHECKING
    assert len(system.watches) == 2
    second = system.change()
    assert second is not None
    assert second <= watching.POLL + GAP


def test_a_late_notification_is_no_missed_one(system: System) -> None:
    system.settle()
    system.change()
    system.settle()
    system.tells = False
    system.after(1.0, system.write)
    assert system.wait() is not None
    system.watches[-1].told(segment_name(THEIRS, 9, 9))
    system.settle()
    assert system.lookout.how == NOTIFIED
    assert len(system.watches) == 1


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "max_user_watches"), (errno.EMFILE, "max_user_instances"), (errno.ENOSYS, "can't watch")]
)
def test_a_limit_of_the_system_leaves_polling_and_is_told(system: System, code: int, words: str) -> None:
    system.refuses = OSError(code, "no")
    system.settle()
    assert system.lookout.how == POLLED
    assert words in system.lookout.why
    found = system.change()
    assert found is not None
    assert found <= watching.POLL + GAP
    system.refuses = None
    system.at += RETRY
    system.settle()
    assert system.lookout.how in (CHECKING, NOTIFIED)
    assert system.lookout.why == ""


def test_a_burst_leads_to_a_bounded_number_of_looks(system: System) -> None:
    system.settle()
    for index in range(400):
        system.after(index * 0.01, system.write)
    looks, until = 0, system.at + 4.0
    while system.at < until:
        looks += system.wait(until - system.at) is not None
    assert 4 <= looks <= 4.0 / GAP + 1
    before = system.at
    system.write()
    system.wait(60.0, took=2.0)
    assert system.at - before == pytest.approx(6.0, abs=0.1), "looking takes a quarter of the time at most"


def test_a_flood_closes_the_watch_for_a_while(system: System) -> None:
    system.settle()
    system.change()
    for index in range(MOST_TOLD + 1):
        system.watches[-1].told(f"junk{index}")
    system.settle()
    assert system.lookout.how == POLLED
    assert system.watches[-1].closed
    system.at += REST
    system.settle()
    assert len(system.watches) == 2
    assert system.change() == pytest.approx(0.0, abs=0.01)
    assert system.lookout.how == NOTIFIED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(0.0, 8.0), st.booleans(), st.sampled_from(["", "dead", "replaced", "full", "free"])), max_size=12),
    st.booleans(),
)
def test_every_change_is_found_in_time_whatever_the_system_does(
    shared: Path, deeds: list[tuple[float, bool, str]], is_far: bool
) -> None:
    """Whether it is told of or not, the watch dies, the folder is replaced or the system has no more watches."""
    system = System(shared, far=is_far)
    system.settle()
    for seconds, tells, trouble in deeds:
        system.tells = tells
        if trouble == "dead" and system.watches:
            system.watches[-1].dead = True
        elif trouble == "replaced":
            shutil.rmtree(shared)
            shared.mkdir()
        elif trouble in ("full", "free"):
            system.refuses = OSError(errno.ENOSPC, "no") if trouble == "full" else None
        system.after(seconds, system.write)
        before = system.number
        while system.number == before:
            system.wait(seconds + 1.0)
        wrote_at = system.at
        if any(path.name.startswith(THEIRS) for path in shared.iterdir()) and system.wait(20.0) is not None:
            assert system.at - wrote_at <= POLL_NOTIFIED + GAP + OWN
    system.lookout.close()
    assert all(watch.closed for watch in system.watches)


class Real:
    """A lookout on a real folder."""

    def __init__(self, lookout: Lookout, bell: Event) -> None:
        self.lookout = lookout
        self._bell = bell

    def until(self, holds: Callable[[], bool], deed: Callable[[], object] = lambda: None) -> None:
        """Waits, doing something again and again, until something holds."""
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, (self.lookout.how, self.lookout.why)
            deed()
            self.lookout.wait(0.2, self.pause)

    def pause(self, seconds: float) -> bool:
        """Sleeps until the bell rings."""
        if self._bell.wait(seconds):
            self._bell.clear()
        return False

    def finds(self, deed: Callable[[], object]) -> bool:
        """Whether a change is found, without a look of its own."""
        deed()
        return self.lookout.wait(3.0, self.pause)


Watcher = Callable[[Folder | SingleFile, Path], Real]


@pytest.fixture
def real() -> Iterator[Watcher]:
    """Makes lookouts with the system's own notifications; all are closed at the end."""
    made: list[Lookout] = []

    def make(carrier: Folder | SingleFile, folder: Path) -> Real:
        bell = Event()
        made.append(Lookout(carrier, folder, bell.set))
        return Real(made[-1], bell)

    yield make
    for lookout in made:
        lookout.close()


def touch(folder: Path) -> None:
    """Puts a file there as another would, whatever its name."""
    (folder / segment_name(os.urandom(6).hex(), 1, 1)).write_bytes(b"x")


@pytest.fixture
def only_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found by polling but at once at the start."""
    monkeypatch.setattr(watching, "POLL_NOTIFIED", 1000.0)


def is_told(watch: Real, folder: Path) -> None:
    """Waits until notifications of a folder arrive."""
    watch.until(lambda: watch.lookout.how == NOTIFIED, lambda: touch(folder))
    watch.until(lambda: not watch.lookout.wait(0.3, watch.pause))


@pytest.mark.usefixtures("only_told")
def test_the_system_tells_of_a_folder(real: Watcher, shared: Path) -> None:
    watch = real(Folder(shared), shared)
    is_told(watch, shared)
    name = segment_name(THEIRS, 1, 1)
    assert watch.finds(lambda: (shared / name).write_bytes(b"x"))
    assert watch.finds(lambda: (shared / name).write_bytes(b"y")), "written in place"
    (shared.parent / "beside").write_bytes(b"z")
    assert watch.finds(lambda: os.replace(shared.parent / "beside", shared / head_name(THEIRS)))
    assert watch.finds((shared / name).unlink)


@pytest.mark.usefixtures("only_told")
def test_the_system_tells_of_a_single_file_and_its_copies(real: Watcher, tmp_path: Path) -> None:
    board = create_board_file(tmp_path / "ops.warroom", "Ops", NOW, SINGLE)
    carrier = SingleFile(board.path, board.id)
    carrier.list()
    watch = real(carrier, tmp_path)

    def publish() -> None:
        carrier.put(segment_name(os.urandom(6).hex(), 1, 1), b"x")
        carrier.flush()

    watch.until(lambda: watch.lookout.how == NOTIFIED, publish)
    watch.until(lambda: not watch.lookout.wait(0.3, watch.pause))
    assert watch.finds(lambda: shutil.copy(board.path, tmp_path / "ops 2.warroom"))
    carrier.list()
    assert carrier.copies == ("ops 2.warroom",)


@pytest.mark.parametrize("gone", ["removed", "renamed"])
def test_a_folder_that_goes_and_comes_back_is_watched_again(gone: str, real: Watcher, shared: Path, tmp_path: Path) -> None:
    watch = real(Folder(shared), shared)
    is_told(watch, shared)
    watching_before = watch.lookout._watch
    if gone == "removed":
        shutil.rmtree(shared)
    else:
        shared.rename(tmp_path / "away")
    watch.lookout._poll_at = 0.0
    watch.until(lambda: watch.lookout._watch is None)
    assert watch.lookout.how == POLLED
    shared.mkdir()
    watch.lookout._open_at = 0.0
    is_told(watch, shared)
    assert watch.lookout._watch is not watching_before


LIMITED = """
import sys, threading
from pathlib import Path
from store.sync.folder import Folder
from store.sync.watching import Lookout
folder = Path(sys.argv[1])
lookout = Lookout(Folder(folder), folder, lambda: None)
stop = threading.Event()
lookout.wait(0.1, stop.wait)
while lookout.wait(0.5, stop.wait): pass
(folder / "new").write_bytes(b"x")
print(lookout.how, lookout.wait(5.0, stop.wait), lookout.why)
lookout.close()
print(threading.active_count())
"""


@pytest.mark.parametrize("limit", ["watches", "instances"])
def test_the_system_s_own_limits(limit: str, shared: Path) -> None:
    """In a name space of its own, whose limit is 0."""
    command = f"echo 0 > /proc/sys/user/max_inotify_{limit} && exec {sys.executable} - {shared}"
    if not shutil.which("unshare"):
        pytest.skip("this system has no unshare")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(["unshare", "-Ur", "sh", "-c", command], input=LIMITED, env=env, capture_output=True, text=True)
    if not answer.stdout and sys.executable not in answer.stderr and "Traceback" not in answer.stderr:
        pytest.skip(f"this system has no name spaces with limits: {answer.stderr.strip()}")
    assert answer.stdout.splitlines() == [
        f"polled True the system watches {'no more folders' if limit == 'watches' else 'for no more programs'}: raise"
        f" fs.inotify.max_user_{limit}",
        "1",
    ]
    assert answer.stderr == ""


REMOUNTED = """
import os, subprocess, sys, threading
from pathlib import Path
from store.sync import watching
from store.sync.folder import Folder
from store.sync.watching import Lookout
folder, number = Path(sys.argv[1]), 0
def mount(): subprocess.run(["mount", "-t", "tmpfs", "none", str(folder)], check=True)
bell = threading.Event()
def pause(seconds):
    if bell.wait(seconds): bell.clear()
def told():
    global number
    for _ in range(100):
        number += 1
        (folder / f"{number:012x}.1-1.abcdef.seg").write_bytes(b"x")
        lookout.wait(0.3, pause)
        if lookout.how == "notified":
            return True
    return False
mount()
watching.POLL_NOTIFIED = 0.3
lookout = Lookout(Folder(folder), folder, bell.set)
print(told())
first = lookout._watch
subprocess.run(["umount", "-l", str(folder)], check=True)
for _ in range(100):
    lookout.wait(0.1, pause)
    if lookout._watch is not first: break
mount()
print(told(), lookout._watch is not first)
lookout.close()
"""


def test_a_folder_that_is_unmounted_and_mounted_again(shared: Path) -> None:
    """In a name space of its own."""
    command = ["unshare", "-Urm", sys.executable, "-", str(shared)]
    if not shutil.which("unshare") or subprocess.run([*command[:2], "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody mount in a name space of their own")
    answer = subprocess.run(command, input=REMOUNTED, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (answer.stdout.splitlines(), answer.stderr) == (["True", "True True"], "")


def test_what_lies_on_which_file_system(tmp_path: Path) -> None:
    if sys.platform.startswith("linux"):
        assert file_system(Path("/proc/self")) == "proc"
        assert file_system(tmp_path)
    assert is_near("ext4")
    for kind in ("", "nfs4", "cifs", "fuse.sshfs", "9p"):
        assert not is_near(kind)


def test_a_folder_that_is_not_there_can_t_be_watched(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_watch(tmp_path / "no", lambda name: None)
