"""Hours as people read them."""

from __future__ import annotations

from store.errors import BadInput
from store.text import one_line
from store.worktime import DAY_NAMES, days_text, parse_days, parse_slots, slots_text


def hours_text(text: str) -> str:
    """Hours as people read them: `08–18`, `mon–fri 08:30–17`."""
    days, _, slots = text.rpartition(" ") if text[:1].isalpha() else ("", "", text)
    try:
        shown = slots_text(parse_slots(slots)).replace(":00", "").replace("-", "–") if slots else ""
        open_days = parse_days(days) if days else ()
    except BadInput:
        return one_line(text, 40)
    if not open_days or len(open_days) == len(DAY_NAMES):
        return shown
    in_a_row = len(open_days) > 2 and open_days[-1] - open_days[0] == len(open_days) - 1
    named = f"{DAY_NAMES[open_days[0]]}–{DAY_NAMES[open_days[-1]]}" if in_a_row else days_text(open_days)
    return f"{named} {shown}"
