"""The product in a process whose clock is off: `python -m tests.engines.off_clock MILLISECONDS COMMAND …`."""

from __future__ import annotations

import sys

from store.clock import SystemClock


class OffClock(SystemClock):
    """A machine's clock that was set wrong."""

    def __init__(self, offset: int) -> None:
        self._offset = offset

    def now(self) -> int:
        """The wrong time."""
        return super().now() + self._offset


def main() -> int:
    """Runs a command by that clock."""
    from warroom.cli import run
    from warroom.session import Session

    return run(sys.argv[2:], Session(clock=OffClock(int(sys.argv[1]))))


if __name__ == "__main__":
    sys.exit(main())
