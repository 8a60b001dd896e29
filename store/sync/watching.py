"""Waiting for something to happen in a carrier: by the system's notifications where they arrive, by looking where they don't.

Which of the two it is, is found out by itself. A look that finds what nobody told of says that notifications do not arrive
(a network share, a watch that was lost); a change that was told of says that they do, and then it looks seldom.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

from store.sync.carriers import Carrier
from store.sync.names import TEMPORARY, is_plain, parsed
from store.sync.notifications import Told, Watch, file_system, is_near, open_watch

CHECKING, NOTIFIED, POLLED = "checking", "notified", "polled"
SLICE = 0.25
"""Seconds after which whoever waits is asked whether something else happened."""
POLL = 0.25
"""Seconds between two looks at the time of change where notifications do not arrive."""
POLL_SINGLE = 1.0
"""The same for a single file, beside which others may lie."""
POLL_NOTIFIED = 5.0
"""The same where they do: a watch can be lost without a word."""
LONGEST = 5.0
"""Seconds after which everything is listed though nothing seemed to change."""
LONGEST_NOTIFIED = 30.0
BURST = 0.05
"""Seconds that what is told first waits for what is told with it."""
GAP = 0.25
"""Seconds between two looks, whatever is told; three times as long as the last one took, if that is more."""
LONGEST_GAP = 10.0
GRACE = 1.0
"""Seconds that a notification may come after the look that found its change."""
OWN = 0.5
"""Seconds after own work in which a notification may be of that."""
RETRY = 600.0
"""Seconds after which notifications that do not arrive are tried again."""
MOST_TOLD = 2_000
"""Notifications between two looks; of more the watch is closed for `REST`, as each costs time."""
REST = 10.0

OpenWatch = Callable[[Path, Told], Watch]


class Lookout:
    """Waits for changes of one carrier, in one thread; `close` it.

    `ring` is called, in another thread, when a change was told of: it ends a pause. `now` gives seconds that never go back.
    """

    def __init__(
        self,
        carrier: Carrier,
        folder: Path,
        ring: Callable[[], object],
        now: Callable[[], float] = time.monotonic,
        opener: OpenWatch = open_watch,
    ) -> None:
        self.carrier = carrier
        self._folder = folder
        self._ring = ring
        self._now = now
        self._opener = opener
        self._poll = POLL if carrier.kind == "folder" else POLL_SINGLE
        self._watch: Watch | None = None
        self._identity: tuple[int, int] | None = None
        self._needs_proof = not is_near(file_system(folder))
        self._open_at = 0.0
        self._poll_at = 0.0
        self._worked_at = now()
        self._doubt_at: float | None = None
        self._misses = 0
        self._fresh = True
        """Whether nobody has looked since the watch was opened: what is found first may be older."""
        self._told = self._heard = self._armed = False
        self._count = 0
        self.how = CHECKING
        """`notified`, `polled`, or `checking` while that is not known."""
        self.why = ""
        """Why it is `polled`, for people."""

    @property
    def longest(self) -> float:
        """Seconds after which everything is to be listed though nothing seemed to change."""
        return LONGEST_NOTIFIED if self.how == NOTIFIED else LONGEST

    def wait(self, most: float, pause: Callable[[float], object], took: float = 0.0) -> bool:
        """Waits until something changed in the carrier, at most `most` seconds. Whether it did.

        `pause` waits so many seconds, less when it is rung, and may return something true to end the waiting. `took` is how long
        the last exchange took.
        """
        began = self._worked_at = self._now()
        free_at = began + min(LONGEST_GAP, max(GAP, 3 * took))
        found = False
        try:
            while True:
                now = self._now()
                self._tend(now)
                found = self._judge(now) or found
                if found and now >= free_at:
                    return True
                if now >= began + most:
                    return found
                self._armed = not found
                if self._told and not found:  # it came before the bell was armed
                    continue
                ends = (began + most, now + SLICE, free_at if found else self._poll_at)
                if pause(max(0.001, min(ends) - now)):
                    return False
        finally:
            self._armed = False

    def _judge(self, now: float) -> bool:
        """Whether something changed: by what was told, else by looking when that is due."""
        if self._told or self._heard:
            told, self._told, self._heard, self._doubt_at = self._told, False, False, None
            self._proven(own=not told or now < self._worked_at + OWN)
            self._fresh = False
            return self.carrier.changed() or told
        if self._doubt_at is not None and now > self._doubt_at + GRACE:
            self._missed(now)
        if now < self._poll_at:
            return False
        self._poll_at = now + (POLL_NOTIFIED if self.how == NOTIFIED else self._poll)
        changed = self.carrier.changed()
        if changed and not self._fresh and self._watch is not None and self._doubt_at is None:
            self._doubt_at = now
        self._fresh = False
        return changed

    def _proven(self, own: bool) -> None:
        """Notes that a notification arrived. One of own work proves nothing where others write from elsewhere."""
        if self.how == CHECKING and not (own and self._needs_proof):
            self.how, self.why, self._misses = NOTIFIED, "", 0

    def _missed(self, now: float) -> None:
        """Notes that a change was found that nobody told of: the watch is opened again, and given up the second time."""
        self._misses += 1
        self._needs_proof, self._doubt_at = True, None
        self._close()
        self._open_at = self._poll_at = now
        if self._misses > 1:
            self._give_up(now, "the system does not tell of changes there")
        else:
            self.how = CHECKING

    def _give_up(self, now: float, why: str, rest: float = RETRY) -> None:
        self.how, self.why, self._open_at = POLLED, why, now + rest
        self._poll_at = min(self._poll_at, now + self._poll)
        self._close()

    def _tend(self, now: float) -> None:
        """Opens the watch when it is time, and gives it up when it is lost or told too much."""
        if self._watch is not None:
            if self._count > MOST_TOLD:
                self._give_up(now, "more changes there than can be told", REST)
            elif not self._watch.alive() or (now >= self._poll_at and self._identity != _identity(self._folder)):
                self._close()
                self.how, self._open_at, self._poll_at = CHECKING, now, now
        if self._watch is None and now >= self._open_at:
            self._open(now)

    def _open(self, now: float) -> None:
        self._identity, self._count = _identity(self._folder), 0
        try:
            self._watch = self._opener(self._folder, self._hear)
        except FileNotFoundError:
            self._give_up(now, "it is not there", LONGEST)
        except (OSError, ImportError) as error:
            self._give_up(now, reason(error))
        else:
            self.how, self.why, self._fresh = CHECKING, "", True

    def _hear(self, name: str) -> None:
        """Notes what is told, in the library's thread."""
        self._count += 1
        if name.startswith(TEMPORARY) or not (parsed(name) is not None or is_plain(name)):
            self._heard = True
            return
        self._told = True
        if self._armed:
            self._armed = False
            time.sleep(BURST)
            self._ring()

    def _close(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def close(self) -> None:
        """Ends the watch."""
        self._close()


def reason(error: OSError | ImportError) -> str:
    """Why there is no watch, and what to do, for people."""
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.ENOSPC:
        return "the system watches no more folders: raise fs.inotify.max_user_watches"
    if code == errno.EMFILE:
        return "the system watches for no more programs: raise fs.inotify.max_user_instances"
    return f"the system can't watch it: {error}"


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands there now; None when none does."""
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino
