"""Checks what came from outside: foreign events, field by field, before they may enter the record.

pydantic is loaded here and nowhere on the way of a command that only logs. Own events are built by the actions.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any, Literal, NotRequired, get_args, get_origin

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict, get_type_hints

from store.bodies import BODIES
from store.errors import BadInput
from store.events import FORMAT, Body, Event, from_json, hash_of, identity
from store.ids import canonical, salted_digest

MOST_BYTES = 256 * 1024
"""Longest line of an event that is taken."""
_INT = Annotated[int, Field(strict=True, ge=0, lt=1 << 53)]
_HEX = r"^[0-9a-f]+$"
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"


@with_config(ConfigDict(extra="allow"))
class Envelope(TypedDict):
    """The envelope of an event; fields of a newer version may be added."""

    v: Annotated[int, Field(strict=True, ge=1, lt=1 << 16)]
    replica: Annotated[str, Field(pattern=_HEX, min_length=12, max_length=12)]
    number: Annotated[int, Field(strict=True, ge=1, lt=1 << 53)]
    prev: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")]
    subject: Annotated[str, Field(min_length=3, max_length=600, pattern=r"^[a-z]+:.+")]
    seen: dict[Annotated[str, Field(pattern=_HEX, min_length=12, max_length=12)], _INT | list[_INT | list[_INT]]]
    hlc: Annotated[str, Field(pattern=r"^[0-7][0-9a-f]{15}$")]
    happened_at: Annotated[str, Field(pattern=_TIME)]
    recorded_at: Annotated[str, Field(pattern=_TIME)]
    actor: Annotated[str, Field(min_length=1, max_length=200)]
    action: Annotated[int, Field(strict=True, ge=1, lt=1 << 53)]
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,40}$")]
    body_hash: Annotated[str, Field(pattern=_HEX, min_length=32, max_length=32)]
    hash: Annotated[str, Field(pattern=_HEX, min_length=32, max_length=32)]
    origin: NotRequired[Annotated[list[Annotated[str, Field(min_length=1, max_length=600)]], Field(min_length=2, max_length=2)]]
    salt: NotRequired[Annotated[str, Field(pattern=r"^[0-9a-f]{0,64}$")]]
    body: NotRequired[dict[str, Any]]


@cache
def _envelope() -> TypeAdapter[Any]:
    return TypeAdapter(Envelope)


@cache
def _body(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(BODIES[kind][0])


def read_event(line: str | bytes) -> Event:
    """The event in one line of JSON, checked: shape, values, body hash, hash, identity. Raises BadInput with the reason."""
    if len(line) > MOST_BYTES:
        raise BadInput("event", f"the line has {len(line):,} bytes", f"an event has at most {MOST_BYTES:,}")
    try:
        value = json.loads(line, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise BadInput("event", f"no JSON: {error}") from None
    return checked_event(value)


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a fraction: the record holds none")


def checked_event(value: object) -> Event:
    """As `read_event`, for a JSON value that is parsed already."""
    try:
        line: Body = _envelope().validate_python(value)
        canonical(line)
    except ValidationError as error:
        raise BadInput("event", _first(error)) from None
    except (ValueError, RecursionError) as error:
        raise BadInput("event", str(error)) from None
    _check_seen(line["seen"])
    event = from_json(line)
    if event.body is not None and event.version <= FORMAT and event.kind in BODIES:
        _check_body(event)
    if event.body is not None and salted_digest(event.salt, event.body) != event.body_hash:
        raise BadInput("event", "the body does not match its hash")
    if hash_of(event) != event.hash:
        raise BadInput("event", "the event does not match its hash")
    if event.kind in ("opened", "failure_opened"):
        expected = identity(event.kind, event.replica, event.number, event.body_hash, event.origin)
        if event.subject.partition(":")[2] != expected:
            raise BadInput("event", "the id does not belong to its opening event")
    return event


def _check_seen(seen: dict[str, Any]) -> None:
    for known in seen.values():
        if isinstance(known, list):
            gaps = known[1:]
            well_formed = known and isinstance(known[0], int) and all(isinstance(gap, list) and len(gap) == 2 for gap in gaps)
            if not well_formed or not all(isinstance(end, int) for gap in gaps for end in gap):
                raise BadInput("event", "seen: a list is a number and pairs of numbers")


def _check_body(event: Event) -> None:
    shape, subjects = event.kind, BODIES[event.kind][1]
    if event.subject_kind not in subjects:
        raise BadInput("event", f"{event.kind} can't be about a {event.subject_kind}")
    try:
        _body(shape).validate_python(event.body, strict=True)
    except ValidationError as error:
        raise BadInput("event", f"{event.kind}: {_first(error)}") from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])


@cache
def allowed_words(kind: str, field: str) -> tuple[str, ...]:
    """The closed list of words that a field of a kind's body takes; empty when it takes any text."""
    hint = get_type_hints(BODIES[kind][0]).get(field)
    while get_origin(hint) is NotRequired:
        hint = get_args(hint)[0]
    return tuple(get_args(hint)) if get_origin(hint) is Literal else ()
