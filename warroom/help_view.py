"""The help as values: made from the key table and the keys as they are set, and the legend of the signs."""

from __future__ import annotations

from collections.abc import Mapping

from warroom.keys import GROUPS, KEYS, MOVING, shown_key
from widgets.cells import LEGEND
from widgets.help_text import Section

GENERAL = (
    ("Ctrl+P", "every key of the screen by its name, to search and to start"),
    ("F1", "this help, also where letters are typed"),
    ("Ctrl+Q", "leave at once, from anywhere"),
)
IN_FORMS = (
    ("Tab Shift+Tab", "next field, field before"),
    ("Enter", "next field; saves from the last one"),
    ("Ctrl+S", "saves from any field"),
    ("Esc", "leaves; asks when something was typed, and drafts are kept"),
)
SELECTING = (
    "Hold Shift and drag (Option on a Mac, in iTerm2; Fn in Terminal) to select text with the mouse, on every screen. "
    "Y copies the selected line, also over ssh where the terminal allows it."
)


def help_sections(where: str, keys: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections for a screen. `keys` says which keys an id has now; those that it does not name have their own."""
    by_id = {key.id: key for key in KEYS if where in key.where}
    found = []
    for title, ids in GROUPS:
        rows = tuple((keys.get(id_) or shown_key(by_id[id_].key), by_id[id_].about) for id_ in ids if id_ in by_id)
        if rows:
            found.append(Section(title, rows))
    found.append(Section("Moving", (("", MOVING),)))
    found.append(Section("In a form", IN_FORMS))
    found.append(Section("Everywhere", GENERAL))
    found.append(Section("Signs", LEGEND))
    found.append(Section("Selecting text", (("", SELECTING),)))
    return tuple(found)
