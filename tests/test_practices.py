"""docs/practices.md: every practice has the place where it lives and the tests that prove it, and all that it names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import pytest

from store.actions.writing import SENT
from store.policy import SETTINGS
from tests.tables import ROOT
from warroom.cli import COMMANDS, find_command
from warroom.command import SHARED_HELP
from warroom.keys import KEYS, shown_key
from warroom.statistics.figures import FIGURES
from warroom.summaries.model import SUMMARIES

PAGE = (ROOT / "docs" / "practices.md").read_text("utf-8")
SHARED = ROOT.parent / "shared" / "practices.md"

IDS = (
    "P01 P01a P02 P03 P04 P05 P06 P07 P08"
    " P10 P11 P12 P13 P14 P15 P16 P17 P18 P19 P19a P20"
    " P30 P31 P32 P33 P34 P35 P36 P36a P37 P38 P39"
    " P50 P51 P52 P53 P54"
    " P60 P61 P62 P63 P64 P65 P66 P67 P68 P69 P70 P70a P71"
).split()

OPTIONS_OF_ALL = {option.split()[0] for option, _ in SHARED_HELP}
NAMED = {
    "policy": {setting.name for setting in SETTINGS},
    "stats": {figure.name for figure in FIGURES},
    "export": set(SUMMARIES),
    "sent": set(SENT),
}
"""Commands whose words are names of ours, and these."""


class Row(NamedTuple):
    """One line of the table."""

    id: str
    practice: str
    screen: str
    command: str
    tests: str


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.strip("|\n").split("|")]


ROWS = [Row(*cells(line)) for line in PAGE.splitlines() if re.match(r"\| P\d", line)]
BY_ID = {row.id: row for row in ROWS}


def quoted(text: str) -> list[str]:
    """What stands between back-quotes."""
    return re.findall(r"`([^`]+)`", text)


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the functions of a test file."""
    tree = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def cases_of(path: str, function: str) -> Iterator[str]:
    """The names of the cases of a test, as pytest calls them."""
    module = import_module("tests." + path.removesuffix(".py").replace("/", "."))
    for mark in getattr(getattr(module, function), "pytestmark", []):
        if mark.name == "parametrize":
            values, ids = list(mark.args[1]), mark.kwargs.get("ids")
            yield from (str(name(value, ids, place)) for place, value in enumerate(values))


def name(value: Any, ids: Any, place: int) -> Any:
    """What a case is called: by a function, by a list, or as its value stands."""
    if ids is None:
        return value
    return ids(value) if callable(ids) else ids[place]


def test_every_practice_has_its_row_in_order() -> None:
    assert [row.id for row in ROWS] == IDS


@pytest.mark.skipif(not SHARED.exists(), reason="the list that the ids come from is not beside this checkout")
def test_the_ids_are_those_of_the_list_they_come_from() -> None:
    assert re.findall(r"^\| (P\d+a?) \|", SHARED.read_text("utf-8"), re.M) == IDS


@pytest.mark.parametrize("id_", IDS)
def test_a_practice_has_a_place_and_a_test(id_: str) -> None:
    row = BY_ID[id_]
    assert row.practice
    assert row.screen or quoted(row.command), "a screen or a command"
    assert quoted(row.tests), "a test"


@pytest.mark.parametrize("id_", IDS)
def test_keys_are_named_with_their_labels(id_: str) -> None:
    labels = {(shown, key.label) for key in KEYS for shown in shown_key(key.key).split()}
    for key, rest in re.findall(r"`([^`]+)`([^`]*)", BY_ID[id_].screen):
        label = re.split(r"[:;,()]|$", rest, maxsplit=1)[0].strip()
        assert (key, label) in labels, f"no key {key} means {label!r}"


@pytest.mark.parametrize("id_", IDS)
def test_commands_and_their_options_exist(id_: str) -> None:
    for text in quoted(BY_ID[id_].command):
        word, *rest = text.split()
        assert word in COMMANDS, text
        options = {option for parameter in find_command(word).params for option in (*parameter.opts, *parameter.secondary_opts)}
        for part in rest:
            if part.startswith("--"):
                assert part in options | OPTIONS_OF_ALL, text
            elif word in NAMED:
                assert part in NAMED[word], text


@pytest.mark.parametrize("id_", IDS)
def test_tests_exist(id_: str) -> None:
    for text in quoted(BY_ID[id_].tests):
        found = re.fullmatch(r"([a-z_/]+\.py)::(test_\w+)(?:\[(.+)\])?", text)
        assert found, f"{text} is no name of a test"
        path, function, case = found.groups()
        assert function in functions_of(path), text
        if case:
            assert list(cases_of(path, function)).count(case) == 1, text
