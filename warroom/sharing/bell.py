"""What the thread of an exchange sleeps on: it is woken when something may have changed, and when it is to end."""

from __future__ import annotations

from threading import Event


class Bell:
    """Rung by any thread, and heard by one."""

    def __init__(self) -> None:
        self._rung = Event()
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether it is to end."""
        return self._stopped

    def ring(self) -> None:
        """Something may have changed."""
        self._rung.set()

    def stop(self) -> None:
        """It is to end, for good."""
        self._stopped = True
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Sleeps until it is rung, `seconds` at most. Whether it is to end."""
        if not self._stopped and self._rung.wait(seconds) and not self._stopped:
            self._rung.clear()
        return self._stopped
