"""What Enter on a line of a break's screen offers: the entry's own verbs, then those of every entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.actions.conflicts import as_written
from store.entries import Restitution
from store.events import Event
from store.plan import needs_approval
from store.playbooks.progress import deed_words
from store.text import one_line
from store.words import REFERENCES
from store.zones import Zone
from warroom.detail.content import Detail
from warroom.detail.facts import all_conflicts, conflict_value
from warroom.forms.amends import remedy_options
from warroom.forms.dates import deadline_options, followup_options
from warroom.forms.house import blocker_options
from warroom.forms.learning import prevention_options
from warroom.forms.promises import promise_options
from warroom.forms.spec import Option
from warroom.forms.steps import step_options
from warroom.next_deed import deed_for
from warroom.preview.choices import WRITE

COPY, GO, SETTLE = ":copy", ":go", ":settle"
"""Not forms: what the screen itself does. Presets name the break, or the value that is chosen."""

_CORRECTIONS = frozenset(("retracted", "amended", "redacted", "moved_out"))
_FOLLOWS = {"proposed": "approved", "approved": "issued", "issued": "confirmed"}
_FACT_FORMS = {
    "explanation": ("y", "write the explanation", "explanation"),
    "owner": ("o", "owner: take it or offer it", "owner"),
    "course": ("s", "move it to another stage", "stage"),
}

_CARD = ("v", "the customer's card and people", "customer")


def line_verbs(detail: Detail, key: str, now: int, zone: Zone) -> list[Option]:
    """The verbs of the line with that key; never empty, as every line can be copied."""
    kind, _, rest = key.partition(":")
    options: list[Option] = []
    if kind == "conflict":
        options += _settling(detail, rest, now, zone)
    elif kind == "step":
        options += _of_step(detail, rest)
    elif kind == "link":
        spoken = next((link.spoken for link in detail.links if link.id == rest), rest[:4])
        options.append(Option("g", f"go to {spoken}", GO, {"id": rest}))
    elif kind == "fact":
        own = _FACT_FORMS.get(rest) or (_CARD if rest.startswith("person ") or rest == "reach" else None)
        options += [Option(*own)] if own else []
        options += [] if own is _CARD else [Option("i", "change fields", "edit")]
    else:
        options += _own(detail, kind, rest)
        options += _of_entry(detail, rest)
    return [*options, Option("Y", "copy", COPY)]


def _own(detail: Detail, kind: str, hash_: str) -> Iterable[Option]:
    """The verbs of one kind of entry; of a line of the timeline those of the entry that it made."""
    brk, failure = detail.case.brk, detail.case.failure
    for promise in brk.promises:
        if promise.key == hash_:
            return promise_options(promise)
    for remedy in brk.remedies:
        if remedy.key == hash_:
            return remedy_options(remedy)
    for line in brk.restitution:
        if line.key == hash_:
            return _restitution(detail, line)
    for deadline in (*brk.deadlines, *failure.deadlines):
        if deadline.key == hash_:
            return deadline_options(deadline)
    for blocker in brk.blockers:
        if blocker.key == hash_:
            return blocker_options(blocker)
    for followup in brk.followups:
        if followup.key == hash_:
            mail = (Option("e", "write the mail", WRITE, {"summary": "followup"}),) if followup.channel == "mail" else ()
            return (*(mail if followup.done_at is None else ()), *followup_options(followup))
    for item in failure.prevention:
        if item.key == hash_:
            return prevention_options(item)
    for mark in brk.public:
        if mark.key == hash_ and mark.answered_at is None:
            return [Option("a", "answered there", "public-answer", {"n": mark.n})]
    return []


def _of_step(detail: Detail, id_: str) -> Iterator[Option]:
    """A step: what proves it, a word by hand, and the entry that proved it."""
    state = next((state for state in detail.case.steps if state.step.id == id_), None)
    if state is None:
        return
    deed = deed_for(detail.row, state.step.id, deed_words(state)) if state.done is None else None
    if deed is not None and deed.writing:
        yield Option("e", "write it now", WRITE, {"summary": deed.writing})
    elif deed is not None and deed.form != "step" and not deed.verbs:
        yield Option("e", "do it now", deed.form, deed.presets)
    for key, label, presets in step_options(state):
        yield Option(key, label, "step", presets)


def _restitution(detail: Detail, line: Restitution) -> Iterator[Option]:
    if not line.is_pending:
        return
    presets = {"n": line.n}
    waits = needs_approval(line, detail.case.brk.severity, detail.case.policy)
    following = "approved" if waits else _FOLLOWS[line.state]
    yield Option(following[0], following, "restitution-move", {**presets, "state": following})
    if line.state == "proposed" and not waits:
        yield Option("s", "issued at once", "restitution-move", {**presets, "state": "issued"})
    yield Option("d", "declined", "restitution-move", {**presets, "state": "declined"})


def _of_entry(detail: Detail, hash_: str) -> Iterator[Option]:
    """Correct, take back, move: what every entry of the record allows."""
    event = detail.events.get(hash_)
    if event is None:
        return
    presets = {"event": detail.names[hash_]}
    gone = any(entry.taken_back_by for entry in detail.entries if entry.event.hash == hash_)
    if gone or event.kind == "redacted":
        return
    if event.kind == "retracted":
        yield Option("-", "bring back what was taken back", "take-back", presets)
        return
    if event.kind not in _CORRECTIONS and event.body is not None:
        yield Option("i", "correct it", "amend-entry", presets)
    yield Option("-", "take it back", "take-back", presets)
    if _can_move(event):
        yield Option(">", "move it to another customer", "move-entry", presets)


def _can_move(event: Event) -> bool:
    if event.subject_kind != "break" or event.body is None or event.kind in _CORRECTIONS | {"opened", "staged", "joined"}:
        return False
    inner = event.body.get("body") if event.kind == "moved_in" else event.body
    return isinstance(inner, dict) and not any(inner.get(name) for name in REFERENCES)


def _settling(detail: Detail, named: str, now: int, zone: Zone) -> Iterator[Option]:
    """One option for each value of a conflict."""
    field, _, entry = named.partition(":")
    for conflict in all_conflicts(detail):
        if (conflict.field, conflict.entry) != (field, entry):
            continue
        for number, (value, actor) in enumerate(zip(conflict.values, conflict.actors, strict=True), 1):
            shown = conflict_value(value, field, now, zone)
            presets = {"field": field, "entry": entry, "value": as_written(conflict, value)}
            if number < 10:
                yield Option(str(number), f"{shown}, as {one_line(actor, 40)} set it", SETTLE, presets)
