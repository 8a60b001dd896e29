"""A text as it is read: the lines of its Markdown on a terminal."""

from __future__ import annotations

from textwrap import wrap

from markdown_it import MarkdownIt

from warroom.summaries.cutting import cells

_READ = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def tables(markdown: str) -> dict[str, list[list[str]]]:
    """The tables of a text: the heading above → its rows, the head first. Of two below one heading the last."""
    found: dict[str, list[list[str]]] = {}
    heading, tokens = "", _READ.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = plain(tokens[place + 1].children)
        elif token.type == "table_open":
            found[heading] = []
        elif token.type == "tr_open":
            found[heading].append([])
        elif token.type in ("th_open", "td_open"):
            found[heading][-1].append(plain(tokens[place + 1].children))
    return found


def items(markdown: str, heading: str) -> list[str]:
    """The paragraphs and list items below a heading."""
    found, current, tokens = [], "", _READ.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            current = plain(tokens[place + 1].children)
        elif token.type == "paragraph_open" and current == heading:
            found.append(plain(tokens[place + 1].children))
    return found


def screen(markdown: str, width: int = 72) -> list[str]:
    """The lines of a text without tables, wrapped as the text format does it."""
    lines: list[str] = []
    depth = 0
    tokens = _READ.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type in ("paragraph_open", "bullet_list_open", "ordered_list_open") and depth == 0 and lines:
            lines.append("")
        depth += token.nesting if "list" in token.type and "item" not in token.type else 0
        if token.type == "paragraph_open":
            for part in plain(tokens[place + 1].children).split("\n"):
                lines += _wrapped(part, width - 3 * depth)
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Wrapped by cells: a text of wide characters takes twice the lines."""
    stretched = "".join(char * max(1, cells(char)) if not char.isspace() else char for char in text)
    return wrap(stretched, width, break_long_words=True)


def plain(children: list | None) -> str:  # type: ignore[type-arg]
    """The words of inline tokens; a hard break is a line break."""
    return "".join({"hardbreak": "\n", "softbreak": " "}.get(one.type, one.content) for one in children or ())
