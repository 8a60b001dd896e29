"""What `warroom doctor` finds, for people: a section at a time; on a terminal with some emphasis."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from store.text import clean
from warroom.answers import put

Lines = Callable[[dict[str, Any]], Iterator[tuple[str, str]]]
WIDTH = 14
"""Cells of the first column."""


def plain_lines(section: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(What, value) of a section without words of its own."""
    for key, value in section.items():
        yield key.replace("_", " "), "-" if value is None else str(value)


def put_findings(found: dict[str, dict[str, Any]], problems: list[str], lines: Mapping[str, Lines]) -> None:
    """Prints all of it; `lines` has the words of the sections that have their own."""
    sections = [(name, list(lines.get(name, plain_lines)(section))) for name, section in found.items()]
    if sys.stdout.isatty():
        _put_styled(sections, problems)
        return
    for name, told in sections:
        put(name)
        for key, value in told:
            put(f"  {key.ljust(WIDTH)} {value}")
    put("\n".join(("problems", *(f"  {problem}" for problem in problems))) if problems else "nothing is wrong")


def _put_styled(sections: list[tuple[str, list[tuple[str, str]]]], problems: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for name, told in sections:
        console.print(Text(name, "bold"))
        table = Table.grid(padding=(0, 1, 0, 2))
        for key, value in told:
            table.add_row(Text(key.ljust(WIDTH - 1), "dim"), Text(clean(value)))
        console.print(table)
    console.print(Text("problems", "bold red") if problems else Text("nothing is wrong", "bold green"))
    for problem in problems:
        console.print(Text(f"  ! {clean(problem)}"), soft_wrap=False)
