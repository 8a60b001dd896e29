"""What a template is given is plain data: texts, numbers, yes or no, nothing, lists and groups of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from store.text import clean
from warroom.summaries.interface import Renamed

_DEEPEST = 12


def plain_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the fields, texts cleaned and without spaces at their ends. Raises TypeError, with the path, for anything that is
    not plain: a template must never meet an object."""
    return {_name(name, ""): _plain(value, name, 0) for name, value in fields.items()}


def with_old_names(fields: dict[str, Any], renamed: Iterable[Renamed]) -> dict[str, Any]:
    """The same fields, those that were renamed under their old names too. Changes groups within `fields`, which are a copy."""
    for one in renamed:
        before, _, old = one.old.rpartition(".")
        new = one.new.rpartition(".")[2]
        for group in _groups(fields, before):
            if new in group:
                group.setdefault(old, group[new])
    return fields


def _groups(group: Any, path: str) -> Iterator[dict[str, Any]]:
    """The groups at a dotted path; of a list each of its entries."""
    if isinstance(group, list):
        for one in group:
            yield from _groups(one, path)
    elif isinstance(group, dict):
        first, _, rest = path.partition(".")
        if path:
            yield from _groups(group.get(first), rest)
        else:
            yield group


def _plain(value: Any, path: str, depth: int) -> Any:
    if value is None or type(value) in (bool, int):
        return value
    if type(value) is str:
        return clean(value).strip()
    if type(value) is float and math.isfinite(value):
        return value
    if depth < _DEEPEST:
        if type(value) is list:
            return [_plain(one, f"{path}[{place}]", depth + 1) for place, one in enumerate(value)]
        if type(value) is dict:
            return {_name(name, path): _plain(one, f"{path}.{name}", depth + 1) for name, one in value.items()}
    raise TypeError(f"{path} is no plain value for a template: {type(value).__name__}")


def _name(name: Any, path: str) -> str:
    if type(name) is not str or not name.isidentifier() or name.startswith("_"):
        raise TypeError(f"{path} has a field that no template can name: {name!r}")
    return name
