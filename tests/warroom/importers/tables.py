"""The tables of docs/importing.md, made from the importers' own models and tables."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from warroom.importers.import_map import WORDS, Columns, ImportMap, Mapped
from warroom.importers.servicenow import OURS, STANDS, TALKS


def _rows(header: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [header, "| " + " | ".join("---" for _ in header.strip("| ").split(" | ")) + " |"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _grouped(pairs: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, meaning in pairs:
        groups.setdefault(meaning, []).append(f"`{word}`")
    return [(", ".join(words), *meaning) for meaning, words in groups.items()]


def import_states() -> list[str]:
    """The states of a ServiceNow log."""
    waits = {"": "", "customer": "the customer", "supplier": "the supplier"}
    pairs = [
        (state, (stand.stage, f"a blocker: {stand.blocked_by}" if stand.blocked_by else waits[stand.waiting_on]))
        for state, stand in STANDS.items()
    ]
    return _rows("| state | stage | waits for |", _grouped(pairs))


def import_ways() -> list[str]:
    """The ways in which a ServiceNow incident is reported."""
    pairs = [(way, (f"{talk.channel}, {talk.direction}, {talk.result}",)) for way, talk in TALKS.items()]
    pairs += [(way, ("none: we found it ourselves",)) for way in sorted(OURS)]
    return _rows("| way of reporting | first contact |", _grouped(pairs))


def _kind(hint: Any) -> str:
    """A type in words."""
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_kind(part) for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is Literal:
        return " or ".join(f"`{word}`" for word in get_args(hint))
    if get_origin(hint) is list:
        return "list of texts"
    if get_origin(hint) is dict or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        return "table"
    return "text"


def _model(model: type[BaseModel]) -> list[str]:
    rows = []
    for name, field in model.model_fields.items():
        default = "needed" if field.default is PydanticUndefined else "" if field.default in (None, {}) else f"`{field.default!r}`"
        rows.append((f"`{name}`", _kind(field.annotation), default.replace("'", '"'), field.description or ""))
    return _rows("| key | holds | default | what it is |", rows)


def import_fields() -> list[str]:
    """The fields whose words a map can translate."""
    names = [name for part in get_args(Mapped) for name in get_args(part)]
    return _rows(
        "| field | takes |",
        [(f"`{name}`", ", ".join(f"`{word}`" for word in WORDS[name]) if name in WORDS else "any text") for name in names],
    )


def import_map() -> list[str]:
    """The keys of a mapping file."""
    return _model(ImportMap)


def import_columns() -> list[str]:
    """The keys of its `[columns]`."""
    return _model(Columns)
