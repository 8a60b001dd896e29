"""Checks what came from outside: foreign events, field by field, before they may enter the record.

pydantic is loaded here and nowhere on the way of a command that only logs. Own events are built by the actions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from store.bodies import BODIES
from store.clock import DAY, HOUR, MINUTE, SECOND
from store.errors import BadInput
from store.events import FORMAT, Body, Event, Line, from_json, hash_of, identity, line_of, to_json
from store.ids import canonical, canonical_text, salted_digest
from store.zones import from_iso, iso

MOST_BYTES = 256 * 1024
"""Longest line of an event that is taken."""
DEEPEST = 24
"""Most levels of objects and lists in an event."""
_INT = Annotated[int, Field(strict=True, ge=0, lt=1 << 53)]
_HEX = r"^[0-9a-f]+$"
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"


Seen = dict[Annotated[str, Field(pattern=_HEX, min_length=12, max_length=12)], _INT | list[_INT | list[_INT]]]


@with_config(ConfigDict(extra="allow"))
class Envelope(TypedDict):
    """The envelope of an event; fields of a newer version may be added."""

    v: Annotated[int, Field(strict=True, ge=1, lt=1 << 16)]
    replica: Annotated[str, Field(pattern=_HEX, min_length=12, max_length=12)]
    number: Annotated[int, Field(strict=True, ge=1, lt=1 << 53)]
    prev: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")]
    subject: Annotated[str, Field(min_length=3, max_length=600, pattern=r"^[a-z]+:.+")]
    seen: Seen
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
def _seen() -> TypeAdapter[Any]:
    return TypeAdapter(Seen)


@cache
def _body(kind: str) -> Any:
    return TypeAdapter(BODIES[kind][0]).validator


def read_event(line: str | bytes) -> Event:
    """The event in one line of JSON, checked: shape, values, body hash, hash, identity. Raises BadInput with the reason."""
    size = len(line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise BadInput("event", f"the line has {size:,} bytes", f"an event has at most {MOST_BYTES:,}")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput("event", f"no JSON: {error}") from None
    return checked_event(value)


def read_lines(texts: Iterable[str]) -> list[Line]:
    """The events in lines that must be canonical JSON, checked as `read_event` does. Raises BadInput: which line, and why.

    Lines of the usual form are checked piece by piece as text; others take the long way.
    """
    found = []
    for index, text in enumerate(texts):
        try:
            line = _usual(text)
            if line is None:
                event = read_event(text)
                line = line_of(event)
                if canonical(to_json(event)) != text.encode("utf-8"):
                    raise BadInput("event", "it is not in its canonical form")
        except BadInput as error:
            raise BadInput("event", f"event {index + 1}: {error.title}") from None
        found.append(line)
    return found


_CLOCK = r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z"
_STRING = r'[^"\\\x00-\x1f]'
_USUAL = re.compile(
    rf'\{{"action":([1-9]\d{{0,14}}),"actor":"({_STRING}{{1,200}})",(?:"body":(\{{.*\}}),)?"body_hash":"([0-9a-f]{{32}})",'
    rf'"happened_at":"({_CLOCK})","hash":"([0-9a-f]{{32}})","hlc":"([0-7][0-9a-f]{{15}})",'
    rf'"kind":"([a-z][a-z_]{{1,40}})","number":([1-9]\d{{0,14}}),(?:"origin":\["({_STRING}{{1,600}})","({_STRING}{{1,600}})"\],)?'
    rf'"prev":"((?:[0-9a-f]{{32}})?)","recorded_at":"({_CLOCK})","replica":"([0-9a-f]{{12}})",'
    rf'(?:"salt":"([0-9a-f]{{0,64}})",)?"seen":(\{{[^}}]*\}}),"subject":"([a-z]+:{_STRING}{{1,590}})","v":([1-9]\d{{0,3}})\}}',
    re.ASCII,
)
"""An event in canonical JSON without escapes in its envelope and without a newer version's fields."""


def _usual(text: str) -> Line | None:
    """The event in a line of the usual form, checked; None when it must go the long way. Raises BadInput."""
    found = _USUAL.fullmatch(text) if len(text) <= MOST_BYTES // 4 else None
    if found is None:
        return None
    (
        action, actor, body, body_hash, happened, hash_, hlc, kind, number, source, key, prev, recorded, replica, salt, seen,
        subject, version,
    ) = found.groups()  # fmt: skip
    happened_at = _instant(happened)
    recorded_at = happened_at if recorded == happened else _instant(recorded)
    if happened_at is None or recorded_at is None or (body is None) is not (salt is None):
        return None
    if seen != "{}":
        _check_seen_text(seen)
    rest = text[found.end(6) + 2 :]
    if body is not None and salt is not None:
        if blake2b(f'["{salt}",{body}]'.encode(), digest_size=16).hexdigest() != body_hash:
            raise BadInput("event", "the body does not match its hash")
        _check_body_text(body, kind, subject, int(version))
        rest = text[found.end(6) + 2 : found.start(15) - 8] + text[found.end(15) + 2 :]
    hashed = f'{{"action":{action},"actor":"{actor}",{text[found.start(4) - 13 : found.start(6) - 8]}{rest}'
    if blake2b(hashed.encode(), digest_size=16).hexdigest() != hash_:
        raise BadInput("event", "the event does not match its hash")
    if kind in ("opened", "failure_opened"):
        origin = None if source is None or key is None else (source, key)
        _check_identity(kind, subject, replica, int(number), body_hash, origin)
    return Line(
        replica, subject, int(number), hash_, prev, seen, int(hlc, 16), happened_at, recorded_at, actor, int(action), kind, body,
        salt or "", body_hash, source, key, int(version), None,
    )  # fmt: skip


def _instant(text: str) -> int | None:
    """The instant of a time that looks as events write it; None when its day is none."""
    minute = _minute(text[:16])
    return None if minute is None else minute + int(text[17:19]) * SECOND + int(text[20:23])


@lru_cache(8192)
def _minute(text: str) -> int | None:
    """The instant of a minute (`2026-11-22T14:32`) on a day that `store.zones.iso` can write."""
    midnight = from_iso(f"{text[:10]}T00:00:00.000Z")
    if midnight is None or iso(midnight)[:10] != text[:10] or iso(midnight + DAY - 1)[:10] != text[:10]:
        return None
    return midnight + int(text[11:13]) * HOUR + int(text[14:16]) * MINUTE


@lru_cache(1024)
def _check_seen_text(text: str) -> None:
    try:
        seen = _seen().validate_python(json.loads(text))
    except ValidationError as error:
        raise BadInput("event", f"seen: {_first(error)}") from None
    except (ValueError, RecursionError) as error:
        raise BadInput("event", f"seen: {error}") from None
    _check_seen(seen)
    if canonical_text(seen) != text:
        raise BadInput("event", "it is not in its canonical form")


def _no_fraction(text: str) -> None:
    raise ValueError(f"{text} is a fraction: the record holds none")


_decode = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction).raw_decode


def _check_body_text(text: str, kind: str, subject: str, version: int) -> None:
    try:
        body, end = _decode(text)
        if end != len(text):
            raise BadInput("event", "no JSON: two values in one place")
        if text.count("{") + text.count("[") > DEEPEST // 2:
            _check_plain(body, DEEPEST - 1)
        if canonical_text(body) != text:
            raise BadInput("event", "it is not in its canonical form")
    except (ValueError, RecursionError) as error:
        raise BadInput("event", f"no JSON: {error}") from None
    if version <= FORMAT and kind in BODIES:
        _check_body(kind, subject.partition(":")[0], body)


def _check_plain(value: object, levels: int = DEEPEST) -> None:
    """Refuses fractions, whose text depends on who writes them, and what is nested so deep that reading it could fail."""
    if value is None or isinstance(value, str | int):
        return
    if not isinstance(value, dict | list):
        raise BadInput("event", f"{value} is a fraction: the record holds none" if isinstance(value, float) else "no JSON")
    if not levels:
        raise BadInput("event", f"it is nested too deep: {DEEPEST} levels are the most")
    for inner in value.values() if isinstance(value, dict) else value:
        _check_plain(inner, levels - 1)


def checked_event(value: object) -> Event:
    """As `read_event`, for a JSON value that is parsed already."""
    _check_plain(value)
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
        _check_body(event.kind, event.subject_kind, event.body)
    if event.body is not None and salted_digest(event.salt, event.body) != event.body_hash:
        raise BadInput("event", "the body does not match its hash")
    if hash_of(event) != event.hash:
        raise BadInput("event", "the event does not match its hash")
    if event.kind in ("opened", "failure_opened"):
        _check_identity(event.kind, event.subject, event.replica, event.number, event.body_hash, event.origin)
    return event


def _check_identity(kind: str, subject: str, replica: str, number: int, body_hash: str, origin: tuple[str, str] | None) -> None:
    if subject.partition(":")[2] != identity(kind, replica, number, body_hash, origin):
        raise BadInput("event", "the id does not belong to its opening event")


def _check_seen(seen: dict[str, Any]) -> None:
    for known in seen.values():
        if isinstance(known, list):
            gaps = known[1:]
            well_formed = known and isinstance(known[0], int) and all(isinstance(gap, list) and len(gap) == 2 for gap in gaps)
            if not well_formed or not all(isinstance(end, int) for gap in gaps for end in gap):
                raise BadInput("event", "seen: a list is a number and pairs of numbers")


def _check_body(kind: str, subject_kind: str, body: Body) -> None:
    if subject_kind not in BODIES[kind][1]:
        raise BadInput("event", f"{kind} can't be about a {subject_kind}")
    try:
        _body(kind).validate_python(body, strict=True)
    except ValidationError as error:
        raise BadInput("event", f"{kind}: {_first(error)}") from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
