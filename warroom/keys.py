"""The keys: one letter, one meaning on every screen. The list is the source of the bindings, the help and the documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Key(NamedTuple):
    """One key. `id` is what the configuration remaps; `where` says on which screens it works."""

    id: str
    key: str
    label: str
    about: str
    action: str
    where: tuple[str, ...]
    """`board`, `break`, `customer`, `stats`, `preview`."""
    bar: int = 0
    """Place in the key bar; 0 keeps it out."""


BOTH = ("board", "break")
EVERY = (*BOTH, "customer")
FINDING = (*EVERY, "stats")
ALL = (*FINDING, "preview")

KEYS: tuple[Key, ...] = (
    Key("open", "n", "new", "open a break, for one customer or a pasted list", "form('open')", EVERY, 9),
    Key("contact", "c", "contact", "log a contact, or an attempt", "form('contact')", BOTH, 1),
    Key("still-on-it", "C", "still on it", "draft a word that we are still on it", "form('still-on-it')", BOTH),
    Key(
        "call",
        "k",
        "call",
        "the call sheet: what to know and to say before ringing, and a note while you do",
        "form('call')",
        BOTH,
        6,
    ),
    Key("promise", "p", "promise", "make a promise, or settle or move an open one", "verbs('promise')", BOTH, 2),
    Key("fixed", "f", "fixed", "it is fixed: say which promises that keeps", "verbs('fixed')", BOTH, 3),
    Key("stage", "s", "stage", "move it to another stage", "form('stage')", BOTH, 4),
    Key("remedy", "m", "remedy", "propose a remedy, or note the customer's answer", "verbs('remedy')", BOTH),
    Key("restitution", "r", "amends", "restitution: owe it, move it on", "verbs('restitution')", BOTH, 5),
    Key("blocker", "b", "blocker", "red tape in the way, or cleared", "verbs('blocker')", BOTH),
    Key("deadline", "x", "deadlines", "dates of others: suppliers, contracts, the law", "verbs('deadline')", BOTH),
    Key("owner", "o", "owner", "take it, or offer it to somebody", "form('owner')", BOTH),
    Key("note", "t", "note", "a note, for us", "form('note')", BOTH),
    Key("explanation", "y", "why", "why it happened, lessons, prevention, debriefs, how it ended", "verbs('why')", BOTH),
    Key("learned", "P", "never again", "open prevention actions and lessons, of closed breaks too", "learned", BOTH),
    Key("follow-up", "l", "follow-up", "follow-ups: plan them, note that they are done", "verbs('follow-up')", BOTH),
    Key("edit", "i", "edit", "change fields", "form('edit')", BOTH),
    Key("dispute", "D", "dispute", "a claim is disputed, or no longer; it is public, or answered", "verbs('dispute')", BOTH),
    Key("waiting", "W", "waiting on", "whom the fix waits for", "form('waiting')", BOTH),
    Key("customer", "v", "customer", "the customer: card, people, breaks, promises kept, amends", "customer", BOTH),
    Key("card", "v", "card", "change the card, the people, a silence", "verbs('customer')", ("customer",)),
    Key("customers", "V", "customers", "all customers, to go to one", "customers", EVERY),
    Key("acknowledge", "a", "quiet", "acknowledge or snooze an alert", "form('acknowledge')", BOTH),
    Key("handover", "h", "hand over", "duty, and the hand-over to the next shift", "verbs('handover')", BOTH),
    Key("undo", "u", "undo", "take back your last action (in a break: the last there), after it is named", "undo", BOTH, 8),
    Key("who", "@", "who", "who you are, and who else takes part", "who", EVERY),
    Key("late", "L", "came late", "what came in late from teammates who were offline, until it was seen", "late", ("board",)),
    Key("mark", "space", "mark", "mark several (on a failure: all), then any action on all of them", "mark", ("board",), 10),
    Key("repeat", ".", "again", "the last form again, on the selected break", "again", BOTH),
    Key("next", "enter", "start", "start the next thing; on a failure's line: fold it out", "next", ("board",)),
    Key("detail", "d", "detail", "everything about the selected break", "detail", ("board",), 6),
    Key("detail-right", "right", "detail", "everything about the selected break; fold out", "detail", ("board",)),
    Key("fold", "left", "fold in", "fold a failure's breaks in", "fold", ("board",)),
    Key("line", "enter", "open", "the selected line: read it in full, and its own verbs", "open_line", ("break", "customer")),
    Key("part", "tab,right", "part", "the next part of the screen", "part(1)", ("break", "customer")),
    Key("part-back", "shift+tab,left", "part before", "the part of the screen before", "part(-1)", ("break", "customer")),
    Key("filter", "/", "filter", "only breaks that have these words", "filter", ("board",), 11),
    Key("search", "g", "go to", "search everything, closed breaks too", "search", FINDING),
    Key("view-open", "1", "open", "the open breaks", "view('open')", ("board",)),
    Key("view-follow-up", "2", "follow-up", "breaks in follow-up", "view('follow-up')", ("board",)),
    Key("view-closed", "3", "closed", "closed breaks", "view('closed')", ("board",)),
    Key("statistics", "4", "statistics", "how we do, in figures; each with its definition", "statistics", ("board",)),
    Key("figure", "enter", "definition", "the selected figure: its definition, and the cases behind it", "figure", ("stats",)),
    Key("groups", "tab", "groups", "group by the next thing: severity, customer, supplier, month …", "groups(1)", ("stats",)),
    Key("groups-back", "shift+tab", "groups before", "group by the thing before", "groups(-1)", ("stats",)),
    Key("period", "right", "longer", "a longer period", "period(1)", ("stats",)),
    Key("period-back", "left", "shorter", "a shorter period", "period(-1)", ("stats",)),
    Key("export", "e", "export", "the figures in a file, as CSV or JSON", "export", ("stats",)),
    Key(
        "write", "e", "write", "letter, follow-up mail, brief, gift's note, review, hand-over: read, edit, send", "write", BOTH, 12
    ),
    Key("edit-text", "i", "edit", "change the text; Esc ends that, and drafts are kept", "edit_text", ("preview",)),
    Key("editor", "E", "editor", "change the text in your own editor (EDITOR)", "editor", ("preview",)),
    Key("finding-edit", "enter", "go there", "change the text where the selected finding lies", "edit_there", ("preview",)),
    Key("halves", "tab", "text or findings", "from the text to the findings, and back", "halves", ("preview",)),
    Key("sent", "S", "sent", "note that it went out: how, to whom, when", "sent", ("preview",)),
    Key("save-text", "e", "save", "write it to a file, in any format", "save_text", ("preview",)),
    Key("anew", "A", "anew", "make it anew out of the record; after one was sent, another one", "anew", ("preview",)),
    Key("copy", "Y", "copy", "copy the selected line; of a text all of it", "copy_line", ALL),
    Key("back", "escape", "back", "back; on the board: clear marks and filter", "back", ALL),
    Key("help", "question_mark", "help", "all keys and signs", "help", ALL, 7),
    Key("quit", "q", "quit", "leave", "quit", ALL),
)
"""Every key but those that move, in the order of the help."""

MOVING_IDS = {"down": "down", "up": "up", "page-down": "pagedown", "page-up": "pageup", "first": "home", "last": "end"}
"""Ids of the keys that move in a table, and their keys."""
MOVING = "arrows, page up and down, home, end; tab goes from part to part"

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Talk to them", ("call", "contact", "still-on-it", "acknowledge", "customer", "card", "customers")),
    ("Promise and fix", ("promise", "fixed", "stage", "deadline", "waiting", "blocker", "owner")),
    ("Make it right", ("remedy", "restitution", "dispute", "follow-up", "explanation", "learned", "note", "edit")),
    ("Find and look", ("open", "next", "detail", "detail-right", "fold", "line", "part", "part-back", "search", "filter")),
    (
        "The board",
        (
            "view-open",
            "view-follow-up",
            "view-closed",
            "statistics",
            "mark",
            "repeat",
            "undo",
            "copy",
            "who",
            "handover",
            "late",
            "back",
            "help",
            "quit",
        ),
    ),
    ("In writing", ("write", "edit-text", "editor", "finding-edit", "halves", "sent", "save-text", "anew")),
    ("Statistics", ("figure", "groups", "groups-back", "period", "period-back", "export")),
)
"""The keys by what they are for, as the help shows them; every key stands in one group."""


def keys_of(where: str) -> list[Key]:
    """The keys of a screen."""
    return [key for key in KEYS if where in key.where]


_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "at": "@",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    "full_stop": ".",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def shown_key(key: str) -> str:
    """A key (or several, with commas between them) as people read it."""
    return " ".join(
        "+".join(_NAMES.get(part, part.title() if len(part) > 1 else part) for part in one.split("+")) for one in key.split(",")
    )


_BARS = {
    "break": ("contact", "call", "promise", "fixed", "line", "part", "back", "help", "restitution", "stage", "undo"),
    "customer": ("line", "part", "card", "back", "help", "customers", "open", "search"),
    "preview": ("edit-text", "sent", "save-text", "copy", "editor", "finding-edit", "halves", "anew", "back", "help"),
    "stats": ("figure", "period-back", "period", "groups", "export", "back", "help", "search", "copy"),
}
"""Key bars that have an order of their own, what must be seen on a narrow screen first."""


def bar_keys(where: str, keys: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """The keys of a screen's key bar: (key, label, action). `keys` says which ones an id has now, where it was remapped."""
    own = {key.id: key for key in keys_of(where)}
    ids = _BARS.get(where) or [key.id for key in sorted(own.values(), key=lambda key: key.bar) if key.bar]
    return [((keys or {}).get(id_) or shown_key(own[id_].key).partition(" ")[0], own[id_].label, own[id_].action) for id_ in ids]
