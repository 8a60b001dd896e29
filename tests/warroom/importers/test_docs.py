"""docs/importing.md says what the importers do: its tables are held equal to the models and tables in the code."""

from __future__ import annotations

import tomllib
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from tests.warroom.importers.support import ROOT, fresh
from warroom.importers import import_csv
from warroom.importers.import_map import WORDS, Columns, ImportMap, Mapped
from warroom.importers.servicenow import NEEDED, OURS, STANDS, TALKS, USED

PAGE = (ROOT / "docs" / "importing.md").read_text("utf-8")


def table(name: str) -> list[str]:
    """The lines of a table of the page."""
    return PAGE.split(f"<!-- table: {name} -->\n", 1)[1].split("<!-- end -->", 1)[0].splitlines()


def _rows(header: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [header, "| " + " | ".join("---" for _ in header.strip("| ").split(" | ")) + " |"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _grouped(pairs: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, meaning in pairs:
        groups.setdefault(meaning, []).append(f"`{word}`")
    return [(", ".join(words), *meaning) for meaning, words in groups.items()]


def states() -> list[str]:
    waits = {"": "", "customer": "the customer", "supplier": "the supplier"}
    pairs = [
        (state, (stand.stage, f"a blocker: {stand.blocked_by}" if stand.blocked_by else waits[stand.waiting_on]))
        for state, stand in STANDS.items()
    ]
    return _rows("| state | stage | waits for |", _grouped(pairs))


def ways() -> list[str]:
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


def fields() -> list[str]:
    names = [name for part in get_args(Mapped) for name in get_args(part)]
    return _rows(
        "| field | takes |",
        [(f"`{name}`", ", ".join(f"`{word}`" for word in WORDS[name]) if name in WORDS else "any text") for name in names],
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("states", states()), ("ways", ways()), ("map", _model(ImportMap)), ("columns", _model(Columns)), ("fields", fields())],
)
def test_the_tables_are_those_of_the_code(name: str, expected: list[str]) -> None:
    assert table(name) == expected


def test_every_column_that_is_used_is_told() -> None:
    told = PAGE.split("## ServiceNow", 1)[1].split("<!-- table: states -->", 1)[0]
    assert [name for name in USED if f"`{name}`" not in told] == []
    assert f"Only {', '.join(f'`{name}`' for name in NEEDED[:-1])} and `{NEEDED[-1]}` must be there" in told


def test_the_example_works(tmp_path: Path) -> None:
    example = PAGE.split("```toml\n", 1)[1].split("```", 1)[0]
    assert ImportMap.model_validate(tomllib.loads(example)).columns.id == "Ticket"
    (tmp_path / "map.toml").write_text(example, encoding="utf-8")
    (tmp_path / "table.csv").write_text(
        "Ticket,Account,Area,Subject,Created,Priority,Agent,Status,Solved,Closed,Via\n"
        "7,Acme,Mail,Dead,01.03.2016 10:00,Urgent,Ben,Pending customer,,,Phone\n",
        encoding="utf-8",
    )
    report = import_csv(fresh(tmp_path / "replica"), tmp_path / "table.csv", tmp_path / "map.toml", "Ada")
    assert (report.taken["breaks"], report.taken["contacts"], report.taken["waits"], report.left) == (1, 1, 1, {})
