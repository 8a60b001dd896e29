"""Programs that bring two directories into step when they are called: run in a loop between a hub and each machine's folder."""

from __future__ import annotations

import subprocess
from pathlib import Path
from threading import Event, Thread

from tests.engines.processes import run

EVERY = 1.0
"""Seconds between two rounds over all machines."""
RUN = 60.0
"""Seconds that one call may take."""


class Loop:
    """A hub and the machines around it, brought into step by one thread, one machine after the other. `stop` it."""

    name = ""
    program = ""

    def __init__(self, root: Path, names: list[str], every: float = EVERY) -> None:
        self.root, self.every = root, every
        self.hub = root / "hub"
        self.hub.mkdir(parents=True)
        self.calls = self.failures = 0
        self.last_failure = ""
        self._teams = {name: root / name / "team" for name in names}
        for team in self._teams.values():
            team.mkdir(parents=True)
        self._running: list[str] = []
        self._end = Event()
        self._thread = Thread(target=self._run, name=self.program, daemon=True)

    def team(self, name: str) -> Path:
        """What a machine shares."""
        return self._teams[name]

    def start(self, names: list[str]) -> None:
        """Begins to bring these into step."""
        self._running += names
        if not self._thread.is_alive():
            self._thread.start()

    def check(self) -> None:
        """Raises AssertionError when the program fails again and again."""
        assert self.failures < 5 + self.calls // 2, self.last_failure

    def stop(self) -> None:
        """Ends it after the call that runs."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(2 * RUN)

    def _run(self) -> None:
        while not self._end.is_set():
            for name in list(self._running):
                if not self._end.is_set():
                    self.calls += 1
                    self._bring(name)
            self._end.wait(self.every)

    def _bring(self, name: str) -> None:
        raise NotImplementedError

    def _note(self, done: subprocess.CompletedProcess[str]) -> None:
        self.failures += 1
        self.last_failure = f"{done.returncode}: {done.stdout[-1_500:]}{done.stderr[-1_500:]}"


class Unison(Loop):
    """Unison: of a file that changed on both sides the newer one stays, the other becomes a copy (one file replaced by two)."""

    name = "Unison"
    program = "unison"

    def _bring(self, name: str) -> None:
        args = [
            "unison",
            str(self.hub),
            str(self.team(name)),
            "-batch",
            "-ui",
            "text",
            "-times",
            "-prefer",
            "newer",
            "-copyonconflict",
        ]
        done = run(
            [*args, "-confirmbigdel=false", "-logfile", str(self.root / "unison.log")], {"UNISON": str(self.root / "unison")}, RUN
        )
        if done.returncode > 1:  # 1: some files were left for the next time
            self._note(done)


class Rclone(Loop):
    """rclone bisync, as one sets it up who can't look after it: begun anew when it says that it must be (`--resync`), not stopped
    where most files changed (`--force`; a single file is all of them)."""

    name = "rclone bisync"
    program = "rclone"
    anew_every = 10
    """Calls after which it begins anew: releases before 1.66 never bring what appears while they run."""

    def __init__(self, root: Path, names: list[str], every: float = EVERY) -> None:
        super().__init__(root, names, every)
        self._calls: dict[str, int] = dict.fromkeys(names, 0)

    def _bring(self, name: str) -> None:
        count = self._calls[name]
        self._calls[name] = count + 1
        done = self._bisync(name, count % self.anew_every == 0)
        if done.returncode:
            self._note(done)
        if "--resync" in done.stderr:
            self._calls[name] = 0

    def _bisync(self, name: str, anew: bool) -> subprocess.CompletedProcess[str]:
        args = [
            "rclone",
            "bisync",
            str(self.hub),
            str(self.team(name)),
            "--workdir",
            str(self.root / "bisync"),
            "--check-sync=false",
            "--force",
        ]
        extra = ["--resync"] if anew else []
        return run([*args, "--config", "", "--exclude", "~wr-*.tmp", *extra], None, RUN)


LOOPS: dict[str, type[Loop]] = {"unison": Unison, "rclone": Rclone}
