"""Random but valid histories: several replicas that write about one subject, each having seen some of the others' events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal, NotRequired, get_args, get_origin

from hypothesis import strategies as st
from typing_extensions import get_type_hints, is_typeddict

from store.bodies import BODIES
from store.clock import DAY
from store.events import Body, Event, without_text
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.zones import iso
from tests.store.by_hand import MISSING, NOW, Author

SUBJECTS = {name: f"{name}:{name[0].upper()}SUBJECT" for name in ("break", "failure", "customer", "board")}
ID = {name: subject.partition(":")[2] for name, subject in SUBJECTS.items()}
MADE_BY = {
    "promise": "promised",
    "remedy": "remedy_proposed",
    "restitution": "restitution_proposed",
    "blocker": "blocker_raised",
    "deadline": "deadline_set",
    "prevention": "prevention_planned",
    "followup": "followup_planned",
    "mark": "public_marked",
    "call": "call_begun",
    "offer": "handover_offered",
}
"""Reference → the kind of event that it names."""
Fold = Callable[[str, Iterable[Event]], Any]
FOLDS: dict[str, Fold] = {"break": fold_break, "failure": fold_failure, "customer": fold_customer, "board": fold_board}
OPENINGS = {"break": "opened", "failure": "failure_opened", "customer": "customer_edited", "board": "board_named"}

_instants = st.integers(-3 * DAY, 3 * DAY).map(lambda offset: NOW + offset)
times = _instants.map(iso)
words = st.sampled_from(["ana", "ben", "Acme", "label API", "third time", ""])
amounts = st.sampled_from([{"amount": "250.00", "currency": "EUR"}, {"amount": "90", "currency": "USD"}])
values: st.SearchStrategy[Any] = st.one_of(
    words, st.integers(1, 4), st.none(), times, amounts, st.booleans(), st.sampled_from(["us", "ours"])
)
fields = st.sampled_from(
    "severity owner customer what cause fault value cadence found_at name zone hours voice_only phone cadence.1 currency".split()
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(1 << 60), 1 << 60), st.text(max_size=12), times, st.just("9999-12-30T23:59:59.999Z")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


def kinds_of(subject_kind: str) -> list[str]:
    """The kinds of events that may be about a subject."""
    return [kind for kind, (_, subjects) in BODIES.items() if subject_kind in subjects]


@cache
def _fields(kind: str) -> tuple[tuple[str, Any, bool], ...]:
    """(name, type, whether it must be there) of each field of a kind's body."""
    shape = BODIES[kind][0]
    return tuple((name, hint, name in shape.__required_keys__) for name, hint in get_type_hints(shape).items())


def body_of(draw: st.DrawFn, kind: str, known: list[Event], subject_kind: str) -> Body:
    """A body of that kind that `store.validate` takes; references mostly name an event that its author knows."""
    body: Body = {}
    for name, hint, required in _fields(kind):
        if required or draw(st.booleans()):
            body[name] = _value(draw, name, hint, known, subject_kind)
    if kind == "moved_in":
        inner = draw(st.sampled_from([other for other in kinds_of(subject_kind) if "event" not in dict(_names(other))]))
        body.update(kind=inner, body=body_of(draw, inner, known, subject_kind))
    elif kind == "redacted":
        target = next((event for event in known if event.hash == body["event"]), None)
        body["keep"] = without_text(target.body) if target is not None and target.body is not None else {}
    return body


@st.composite
def bodies(draw: st.DrawFn, kind: str, subject_kind: str) -> Body:
    """A body of that kind whose author knows nothing else of the subject."""
    return body_of(draw, kind, [], subject_kind)


@cache
def _names(kind: str) -> tuple[tuple[str, Any], ...]:
    return tuple((name, hint) for name, hint, _ in _fields(kind))


def _value(draw: st.DrawFn, name: str, hint: Any, known: list[Event], subject_kind: str) -> Any:
    while get_origin(hint) is NotRequired:
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return draw(st.sampled_from(get_args(hint)))
    if name in MADE_BY or name == "event":
        made = [event.hash for event in known if name == "event" or _made(event) == MADE_BY[name]]
        return draw(st.sampled_from([*made, MISSING])) if made else MISSING
    if name in ("due_at", "from_at", "next_at", "found_at", "until"):
        return draw(times)
    if name == "set":
        return draw(st.dictionaries(fields, values, max_size=3))
    if name == "into":
        return draw(st.sampled_from(["X", ID[subject_kind], ""]))
    if is_typeddict(hint):
        return draw(amounts)
    plain = {str: words, int: st.integers(1, 4), bool: st.booleans()}.get(hint)
    if plain is not None:
        return draw(plain)
    return [] if get_origin(hint) is list else {}


def _made(event: Event) -> str:
    """The kind of entry that an event makes, through a move too."""
    if event.kind == "moved_in" and event.body is not None:
        return str(event.body.get("kind"))
    return event.kind


@st.composite
def histories(
    draw: st.DrawFn, subject_kind: str = "break", most: int = 12, kinds: tuple[str, ...] = (), twins: bool = True
) -> list[Event]:
    """Events about one subject by two to four replicas, in the order in which they were written. Clocks are arbitrary;
    each author says honestly what it had seen, with gaps."""
    subject = SUBJECTS[subject_kind]
    letters = "abcd"[: draw(st.integers(2, 4))]
    authors = [Author(letter, actor) for letter, actor in zip(letters, ("ana", "ben", "ana", "cem"), strict=False)]
    known: dict[str, list[Event]] = {author.replica: [] for author in authors}
    world: list[Event] = []
    for index in range(draw(st.integers(1, most))):
        author = draw(st.sampled_from(authors))
        held = known[author.replica]
        unknown = [event for event in world if event not in held]
        if unknown:
            held += draw(st.lists(st.sampled_from(unknown), unique_by=lambda event: event.hash, max_size=len(unknown)))
        opens = index == 0 and draw(st.integers(0, 9)) > 0
        kind = OPENINGS[subject_kind] if opens else draw(st.sampled_from(kinds or tuple(kinds_of(subject_kind))))
        body = body_of(draw, kind, held, subject_kind)
        event = author.write(
            subject,
            kind,
            body,
            seen=held,
            world=world,
            hlc=draw(st.one_of(st.integers(0, 3), st.integers(-900, 900).map(lambda days: (NOW + days * DAY) << 16))),
            at=draw(_instants),
            origin=("csv", draw(st.sampled_from("12"))) if twins and draw(st.integers(0, 7)) == 0 else None,
            skip=draw(st.integers(0, 2)),
        )
        world.append(event)
        held.append(event)
    return world
