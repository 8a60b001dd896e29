"""Text on its way to the screen: cleaned once more, and never read as markup."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from store.text import clean, one_line


def shown(text: str, style: str = "") -> Content:
    """A text as content, whatever it holds."""
    return Content.styled(clean(text).replace("\t", "    "), style) if style else Content(clean(text).replace("\t", "    "))


def flat(text: str) -> str:
    """`text` cleaned and without line breaks, its blanks as they are: for a piece of a row."""
    return text if text.isascii() and text.isprintable() else clean(text).replace("\n", " ").replace("\t", " ")


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` cells: padded, or cut with an ellipsis; wide characters count as two."""
    if text.isascii():
        size = len(text)
        if size <= width:
            return text + " " * (width - size)
        return text[: width - 1] + "…" if width > 0 else ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


__all__ = ["fitted", "flat", "one_line", "shown"]
