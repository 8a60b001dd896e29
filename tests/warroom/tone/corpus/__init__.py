"""The labelled sentences: `made` for making rules, `measured` for measuring them only."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from warroom.tone.model import ELEMENTS, FAMILIES

HERE = Path(__file__).parent


class Labelled(NamedTuple):
    """One sentence with the faults and the elements that an editor sees in it."""

    line: int
    faults: frozenset[str]
    elements: frozenset[str]
    text: str


def labelled(part: str) -> list[Labelled]:
    """The sentences of `made` or `measured`, or of a file's path; none where the file is not there. Raises ValueError for a
    line that is not in the format."""
    path = Path(part) if part.endswith(".tsv") else HERE / f"{part}.tsv"
    if not path.exists():
        return []
    return [_labelled(number, line) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if _is_row(line)]


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _labelled(number: int, line: str) -> Labelled:
    faults, elements, text = line.split("\t")
    found = Labelled(number, _names(faults), _names(elements), text)
    if not found.faults <= set(FAMILIES) or not found.elements <= set(ELEMENTS) or not text.strip():
        raise ValueError(f"line {number}: {line}")
    return found


def _names(column: str) -> frozenset[str]:
    return frozenset() if column.strip() == "-" else frozenset(name.strip() for name in column.split(","))
