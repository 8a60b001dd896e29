"""What a call sheet says of a break that is a repeat: what it was then, and what is theirs to say of it."""

from __future__ import annotations

from collections.abc import Iterator

from store.learned import Repeat, learned_words
from store.when import day_and_time
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said


def hit_before(look: Look) -> tuple[Repeat, ...]:
    """The earlier breaks of this customer with the same cause, the latest first."""
    return tuple(repeat for repeat in look.repeats if repeat.same_customer and not repeat.later)


def repeat_lines(look: Look) -> Iterator[SheetLine]:
    """The last time that it hit them and what was learned then; else where else the same cause was."""
    own = hit_before(look)
    elsewhere = [repeat for repeat in look.repeats if not repeat.same_customer and not repeat.later]
    if own:
        yield SheetLine("repeat", "repeat", _then(look, own[0], len(own)), "overdue")
    elif elsewhere:
        text = f"same cause at {said(elsewhere[0].customer, 60)}: {_then(look, elsewhere[0], len(elsewhere))}"
        yield SheetLine("repeat", "repeat", text, "soon")


def _then(look: Look, repeat: Repeat, times: int) -> str:
    more = f" and {times - 1} more" if times > 1 else ""
    learned = learned_words(repeat.learned) or "nothing was learned from it"
    return said(f"{repeat.spoken}, {day_and_time(repeat.opened_at, look.now, look.zone)}{more}: {learned}")
