"""How much one rendering has done: a template that would go on for ever, or fill the memory, is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from store.errors import BadInput

LARGEST_TEXT = 200_000
"""Most bytes of one summary."""
MOST_WRITTEN = 1_000_000
"""Most characters that are put together on the way to it."""
MOST_STEPS = 200_000
"""Most rounds of loops, calls and values together."""


class Meter:
    """Counts the steps and characters of one rendering; raises BadInput past the limits."""

    def __init__(self) -> None:
        self._steps = 0
        self._written = 0
        self.said_day: str | None = None
        """The day that the text named last, None where none is known: times of that day need not name it again."""
        self.said_zone = ""

    def step(self, count: int = 1) -> None:
        """One more round of a loop, call or value."""
        self._steps += count
        if self._steps > MOST_STEPS:
            raise BadInput(
                "template", "it goes on for too long", f"a template may take {MOST_STEPS:,} steps: look for a loop in a loop"
            )

    def write(self, text: str) -> str:
        """A piece of text that was put together."""
        self._written += len(text)
        if self._written > MOST_WRITTEN:
            raise too_long()
        return text

    def stepped(self, many: Iterable[object]) -> Iterator[object]:
        """The same entries, each counted."""
        for one in many:
            self.step()
            yield one


def too_long() -> BadInput:
    """The error of a text that grows past what a summary may be."""
    return BadInput(
        "template", "its text is too long", f"a summary may have {LARGEST_TEXT // 1000} kB: look for a loop that repeats itself"
    )


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[Meter]:
    """Counts what is rendered within."""
    token = _METER.set(meter := Meter())
    try:
        yield meter
    finally:
        _METER.reset(token)


def meter() -> Meter:
    """The count of the rendering that is under way; a new one outside of any."""
    return _METER.get() or Meter()
