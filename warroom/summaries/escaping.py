"""Values of the record in Markdown: whatever was typed, what is read is that text and nothing else (design §7).

A value is escaped without knowing where it will stand, so that it holds in a paragraph, a list, a table, a heading and in
bold. Not in code and not as the target of a link: `warroom template check` finds a template that puts one there.
"""

from __future__ import annotations

import re

from store.text import clean

_SIGNS = re.compile(
    r"^ ?(?P<number>[0-9]{1,9})(?P<after>[.)])(?= |$)"  # a numbered list
    r"|^ ?(?P<first>[-+=](?=[-+= ]|$)|>|:(?=-)|[.)](?= |$))"  # lists, quotes, lines under a heading or a table's head
    r"|(?P<last>\\$)"  # what follows the value would be escaped by it
    r"|(?P<sign>[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|(?<=--)>|(?<!\S)\#|(?<=\#)\#|&(?=[#\w]*(?:;|$)))"
)
_LAST_BACKSLASH = "&#92;"
"""Written so, it acts on nothing that stands behind it."""


def escaped(text: str) -> str:
    """`text` on one line, so that Markdown shows just that line. A space at either end stays one space."""
    line = on_one_line(text)
    return line if line.isalnum() else _SIGNS.sub(_harmless, line)


def on_one_line(text: str) -> str:
    """`text` cleaned, its line breaks and runs of spaces as one space each."""
    line = clean(text)
    words = " ".join(line.split())
    if not words:
        return " " if line else ""
    return f"{' ' if line[0].isspace() else ''}{words}{' ' if line[-1].isspace() else ''}"


def paragraphs(text: str, before: str = "") -> str:
    """A longer text as paragraphs, a single line break in it kept. Each line but the first begins with `before`: the indent of a
    list's item, or the sign of a quotation."""
    lines = [escaped(line.strip()) for line in clean(text).strip().split("\n")]
    written: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line or (written and written[-1]):
            written.append(f"{line}\\" if line and following else line)
    return "\n".join(f"{before if place else ''}{line}".rstrip() for place, line in enumerate(written))


def _harmless(found: re.Match[str]) -> str:
    whole = found[0]
    if found["last"]:
        return _LAST_BACKSLASH
    return f"{whole[:-1]}\\{whole[-1]}"
