"""The fields of a template as a documented interface: one description behind the documents, `template check` and its samples."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Mapping
from typing import NamedTuple

KINDS = {
    "line": "text on one line",
    "text": "text, maybe of several lines: `paragraphs` or `quoted`",
    "choice": "one of the words that are named",
    "number": "a whole number",
    "flag": "true or false",
    "instant": "a time: `when`, `date`, `time`",
    "span": "a length of time: `span`",
    "money": "an amount: `money`",
    "zone": "the name of a time zone",
    "group": "several fields",
    "list": "a list, each entry with the fields below it",
    "lines": "a list of texts",
    "amounts": "a list of amounts, one for each currency",
}
"""What kinds of fields there are, and the filters that are for each."""


class Field(NamedTuple):
    """One field. `fields` are those of a group or of each entry of a list; `choices` the words that a choice can be."""

    name: str
    kind: str
    about: str
    fields: tuple["Field", ...] = ()
    choices: tuple[str, ...] = ()
    maybe: bool = False
    """Whether it can be none: a time that is not known, an amount that nobody named."""


class Renamed(NamedTuple):
    """A field that has another name now: `old` keeps working. Both as paths, `promises.due` for a field of each entry."""

    old: str
    new: str


class Interface(NamedTuple):
    """What the template of a summary is given."""

    fields: tuple[Field, ...]
    renamed: tuple[Renamed, ...] = ()


def field_at(fields: tuple[Field, ...], path: str) -> Field | None:
    """The field of a dotted path, None where there is none."""
    first, _, rest = path.partition(".")
    found = next((field for field in fields if field.name == first), None)
    return field_at(found.fields, rest) if found is not None and rest else found


def differences(given: Mapping[str, object], fields: tuple[Field, ...], before: str = "") -> list[str]:
    """How what a template is given differs from what is documented: each as a line; none when both are the same."""
    known = {field.name: field for field in fields}
    found = [f"{before}{name} is not documented" for name in given if name not in known]
    for name, field in known.items():
        if name not in given:
            found.append(f"{before}{name} is missing")
        else:
            found += _difference(given[name], field, before + name)
    return found


def _difference(value: object, field: Field, path: str) -> list[str]:
    if value is None:
        return [] if field.maybe else [f"{path} is none"]
    match field.kind:
        case "line" | "text" | "zone":
            right = isinstance(value, str)
        case "choice":
            right = value in field.choices
        case "flag":
            right = isinstance(value, bool)
        case "number" | "instant" | "span":
            right = isinstance(value, int) and not isinstance(value, bool)
        case "money":
            right = isinstance(value, dict) and set(value) == {"amount", "currency"}
        case "group":
            return differences(value, field.fields, f"{path}.") if isinstance(value, dict) else [f"{path} is no group"]
        case _:
            if not isinstance(value, list):
                return [f"{path} is no list"]
            entry = field if field.kind == "list" else Field("", "money" if field.kind == "amounts" else "line", "")
            if field.kind == "list":
                return [line for one in value for line in differences(one, entry.fields, f"{path}.")]
            return [line for one in value for line in _difference(one, entry, path)]
    return [] if right else [f"{path} is no {field.kind}: {value!r}"]
