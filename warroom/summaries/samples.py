"""Sample data for templates, made of the documented interface: full, thin, empty and hostile. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from store.words import STAGES
from warroom.summaries.interface import Field

Plain = dict[str, Any]

HOSTILE = "*Ann* <b> #let x [a](b) | `c` ``` --> \\"
"""What a name in the record could be."""
HOSTILE_LINES = "# x\n- *y*\n\n1. z\n> | `q`\n---\n```\n<!--"
PLAIN = "Ann"
_NOW = 1_772_539_200_000
_MINUTE = 60_000
_MAIN_CHOICES = ("fault", "stage", "found_by", "summary")
"""Choices that decide on the wording: every mixture of them is tried."""


class Sample(NamedTuple):
    """Fields to render a template with, and what to call them."""

    name: str
    fields: Plain


class _Way(NamedTuple):
    """How a sample is made."""

    name: str
    text: str
    lines: str
    number: int
    entries: int
    flags: bool
    known: bool
    """Whether what may be missing is there."""


_FULL = _Way("full", PLAIN, "Ann said.\nTwice.", 3, 2, True, True)
_WAYS = (
    _FULL,
    _FULL._replace(name="full, with each yes or no as no", flags=False),
    _Way("thin", "", "", 1, 1, False, False),
    _Way("empty", "", "", 0, 0, False, False),
)
_HOSTILE = _FULL._replace(name="hostile", text=HOSTILE, lines=HOSTILE_LINES)


def samples(fields: tuple[Field, ...], summary: str) -> Iterator[Sample]:
    """Samples of every kind, in every mixture of the main choices."""
    main = [field for field in fields if field.kind == "choice" and field.name in _MAIN_CHOICES and field.name != "summary"]
    for chosen in product(*(field.choices for field in main)):
        fixed = {field.name: word for field, word in zip(main, chosen, strict=True)}
        said = ", ".join(f"{name} {word}" for name, word in fixed.items())
        for way in (*_WAYS, _HOSTILE):
            made = _group(fields, way, {**fixed, "summary": summary})
            if _agrees(made):
                yield Sample(f"{way.name}{': ' if said else ''}{said}", made)


def _agrees(made: Plain) -> bool:
    """Makes what belongs together in a customer's summary agree: a fixed break has the time at which it was fixed. Whether
    there can be such a break for this summary at all."""
    if "apologise" not in made:
        return True
    place = STAGES.index(made["stage"])
    for name, since in (("contained_at", "contained"), ("fixed_at", "fixed"), ("closed_at", "closed")):
        if place < STAGES.index(since):
            made[name] = None
    if place >= STAGES.index("fixed"):
        made["fixed_at"] = made["fixed_at"] or made["known_at"] + 30 * _MINUTE
    if not made["apologise"]:
        made["earlier_at"] = made["earlier_at"] or made["known_at"] + 60 * _MINUTE
    return made["summary"] != "followup" or made["fixed_at"] is not None


def twins(fields: tuple[Field, ...], summary: str) -> Iterator[tuple[str, Plain, Plain]]:
    """(name of a field, plain fields, the same with that one hostile): what differs in a text is the template's doing. The
    first pair has every field hostile and no name."""
    fixed = {"summary": summary}
    plain = _group(fields, _FULL, fixed)
    yield "", plain, _group(fields, _HOSTILE, fixed)
    for path in _texts(fields):
        yield path, plain, _group(fields, _FULL, fixed, only=path)


def _texts(fields: tuple[Field, ...], before: str = "") -> Iterator[str]:
    for field in fields:
        path = f"{before}{field.name}"
        if field.kind in ("line", "text", "lines"):
            yield path
        yield from _texts(field.fields, f"{path}.")


def _group(fields: tuple[Field, ...], way: _Way, fixed: Mapping[str, str], before: str = "", only: str = "") -> Plain:
    made = {}
    for place, field in enumerate(fields):
        path = f"{before}{field.name}"
        held = _HOSTILE if path == only else way
        made[field.name] = _value(field, held, place, fixed if not before else {}, path, only)
    return made


def _value(field: Field, way: _Way, place: int, fixed: Mapping[str, str], path: str, only: str) -> Any:
    if field.maybe and not way.known:
        return None
    if field.kind == "choice":
        return fixed.get(field.name, field.choices[place % len(field.choices)] if field.choices else way.text)
    if field.kind == "group":
        return _group(field.fields, way, {}, f"{path}.", only)
    if field.kind == "list":
        return [_group(field.fields, way, {}, f"{path}.", only) for _ in range(way.entries)]
    return _LEAVES[field.kind](way, place)


_LEAVES: dict[str, Callable[[_Way, int], Any]] = {
    "line": lambda way, place: way.text,
    "text": lambda way, place: way.lines,
    "number": lambda way, place: way.number,
    "flag": lambda way, place: way.flags,
    "instant": lambda way, place: _NOW + place * _MINUTE,
    "span": lambda way, place: way.number * 24 * _MINUTE,
    "money": lambda way, place: {"amount": "250.00", "currency": "EUR"},
    "zone": lambda way, place: "Europe/Berlin",
    "lines": lambda way, place: [way.text or PLAIN] * way.entries,
    "amounts": lambda way, place: [{"amount": "250.00", "currency": "EUR"}] * way.entries,
}
