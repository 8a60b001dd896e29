"""A document as plain text, wrapped for a mail; nothing of its Markdown is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warroom.formats.document import Block, Code, Document, Heading, Listing, Paragraph, Quote, Rule, Runs, Table, plain
from warroom.formats.wrapping import cells, padded, wrapped

WIDTH = 72
"""Cells of a line."""
_BETWEEN = "  "
"""Between the columns of a table."""
_BULLETS = ("•", "◦")


def text_of(document: Document, width: int = WIDTH) -> str:
    """The text, ending in a line break. A word that is wider than the line, such as an address, stays whole."""
    return "\n".join(_lines(document.blocks, width)).strip("\n") + "\n"


def _lines(blocks: Sequence[Block], width: int, depth: int = 0) -> Iterator[str]:
    """The lines of blocks, with an empty one between two of them."""
    for count, block in enumerate(blocks):
        if count:
            yield ""
        yield from (line.rstrip(" ") for line in _block(block, max(width, 24), depth))


def _block(block: Block, width: int, depth: int) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from wrapped(_text(runs), width)
        case Heading(level, runs):
            lines = wrapped(_text(runs), width)
            yield from lines
            if level <= 2:
                yield ("═" if level == 1 else "─") * min(width, max(map(cells, lines)))
        case Code(text):
            yield from (f"    {line}" for line in text.split("\n"))
        case Rule():
            yield "─" * 24
        case Quote(blocks):
            yield from (f"    {line}" for line in _lines(blocks, width - 8, depth))
        case Listing():
            yield from _listing(block, width, depth)
        case Table():
            yield from _table(block, width)


def _listing(block: Listing, width: int, depth: int) -> Iterator[str]:
    last = (block.start or 0) + len(block.items) - 1
    for count, item in enumerate(block.items):
        if count and not block.tight:
            yield ""
        sign = _BULLETS[min(depth, 1)] if block.start is None else f"{block.start + count}.".rjust(len(str(last)) + 1)
        indent = len(sign) + 1
        lines = list(_item(item, width - indent, depth + 1, block.tight)) or [""]
        yield f"{sign} {lines[0]}"
        yield from (" " * indent + line for line in lines[1:])


def _item(blocks: Sequence[Block], width: int, depth: int, tight: bool) -> Iterator[str]:
    """What stands in an item: in a tight list without empty lines between its parts."""
    for line in _lines(blocks, width, depth):
        if line or not tight or any(isinstance(block, Code) for block in blocks):
            yield line


def _table(block: Table, width: int) -> Iterator[str]:
    rows = [[_text(runs).replace("\n", " ") for runs in row] for row in (block.head, *block.rows)]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(block.head))]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > width:
        yield from _as_entries(rows, width)
        return
    for count, row in enumerate(rows):
        columns = zip(row, widths, block.align, strict=True)
        yield _BETWEEN.join(padded(cell, size, side) for cell, size, side in columns)
        if count == 0:
            yield _BETWEEN.join("─" * size for size in widths)


def _as_entries(rows: list[list[str]], width: int) -> Iterator[str]:
    """A table that is too wide: an entry for each row, each cell behind the head of its column."""
    head, *others = rows
    for count, row in enumerate(others or [[""] * len(head)]):
        if count:
            yield ""
        for title, cell in zip(head, row, strict=True):
            lines = wrapped(f"{title}: {cell}" if title else cell, width)
            yield from (line if place == 0 else f"  {line}" for place, line in enumerate(lines))


def _text(runs: Runs) -> str:
    """Runs as text; where a link leads stands behind it, unless that is what it says."""
    found = ""
    for place, run in enumerate(runs):
        found += run.text
        ends = place + 1 == len(runs) or runs[place + 1].link != run.link
        if run.link and ends:
            said = plain([one for one in runs if one.link == run.link])
            target = run.link.removeprefix("mailto:").removeprefix("tel:")
            if target not in (said, said + "/"):
                found += f" ({target})"
    return found
