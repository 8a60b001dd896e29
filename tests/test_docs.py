"""The documents say what the code says."""

from __future__ import annotations

import re

import pytest

from tests.tables import BLOCK, ROOT, TABLES, documents, written

DOCUMENTS = {str(path.relative_to(ROOT)): path for path in documents()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tables_are_those_of_the_code(name: str) -> None:
    text = DOCUMENTS[name].read_text("utf-8")
    assert text == written(text), "python -m tests.tables writes the tables anew"


def test_every_table_has_its_place() -> None:
    placed = {found["name"] for path in DOCUMENTS.values() for found in BLOCK.finditer(path.read_text("utf-8"))}
    assert placed >= TABLES.keys()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    path = DOCUMENTS[name]
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{name} links to {target}"


def test_the_readmes_test_command_is_what_ci_runs() -> None:
    readme = DOCUMENTS["README.md"].read_text("utf-8")
    commands = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if "pytest" in line]
    assert len(commands) == 1
    assert commands[0].replace("install -q ", "install ") in readme
