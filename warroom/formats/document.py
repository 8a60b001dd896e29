"""Markdown → a document: blocks with runs of text. The one reading that text, HTML, mail, PDF and DOCX are made of.

HTML is off: a tag is text. Comments are dropped. What comes out holds no control or bidirectional override character, also
none that was written as an entity.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from store.errors import BadInput
from store.text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 400_000
"""Most characters of a text that is read; twice what a template may make."""
DEEPEST = 6
"""Lists and quotes that lie deeper in each other than this stand beside each other."""
_MOST_NESTED = 60
"""Where the reader gives up, and leaves out what lies deeper."""
LINKS = ("https://", "http://", "mailto:", "tel:")
"""What a link may lead to; of any other only the text stays."""
NOT_TEXT: dict[int, None] = dict.fromkeys(
    (*(plane * 0x10000 + low for plane in range(17) for low in (0xFFFE, 0xFFFF)), *range(0xFDD0, 0xFDF0))
)
"""Code points that are no characters; XML takes none of the first two."""


class Run(NamedTuple):
    """A stretch of text in one manner. A line break in it is a hard one."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]


class Paragraph(NamedTuple):
    """Lines that belong together."""

    runs: Runs


class Heading(NamedTuple):
    """A heading; `level` from 1 to 6."""

    level: int
    runs: Runs


class Code(NamedTuple):
    """Lines that are kept as they are; no line break at the end."""

    text: str


class Rule(NamedTuple):
    """A line across."""


class Quote(NamedTuple):
    """What somebody said."""

    blocks: "tuple[Block, ...]"


class Listing(NamedTuple):
    """A list; `start` is the first number, None for bullets."""

    start: int | None
    items: "tuple[tuple[Block, ...], ...]"
    tight: bool = True
    """Whether its items stand without space between them."""


class Table(NamedTuple):
    """A table; every row has as many cells as `head`. `align` is left, right, center or empty for each column."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[str, ...]


Block: TypeAlias = Paragraph | Heading | Code | Rule | Quote | Listing | Table


class Document(NamedTuple):
    """A text as its blocks."""

    blocks: tuple[Block, ...]


def read_markdown(text: str) -> Document:
    """The document that a Markdown text is. Raises BadInput for one that is too long."""
    if len(text) > LONGEST:
        raise BadInput("text", f"this is {len(text):,} characters long, and {LONGEST:,} are the most", "shorten it")
    from markdown_it import MarkdownIt

    from warroom.formats.comments import drop_comments

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": _MOST_NESTED}).enable("table")
    drop_comments(reader)
    text = cleaned(text)
    tokens = reader.parse(text)
    if any(token.level >= _MOST_NESTED - 2 for token in tokens):
        return _as_written(text)
    return Document(tuple(_blocks(_Ahead(tokens), "", 0)))


def cleaned(text: str) -> str:
    """`text` without what acts on a terminal or turns it around, and without what is no character. Line breaks stay."""
    return clean(text, limit=LONGEST).translate(NOT_TEXT)


def plain(runs: Sequence[Run]) -> str:
    """The text of runs, on lines."""
    return "".join(run.text for run in runs)


def _as_written(text: str) -> Document:
    """A text whose Markdown can't be followed, as paragraphs of what was typed."""
    lines = (part.strip("\n") for part in text.split("\n\n"))
    return Document(tuple(Paragraph((Run(part),)) for part in lines if part.strip()))


class _Ahead:
    """Tokens, one after the other."""

    def __init__(self, tokens: "Sequence[Token]") -> None:
        self._tokens = tokens
        self._next = 0

    def since(self, first: int) -> "Sequence[Token]":
        """Those that were taken from the one with that number on."""
        return self._tokens[first : self._next]

    @property
    def taken(self) -> int:
        """How many were taken."""
        return self._next

    def take(self) -> "Token | None":
        """The next one, None at the end."""
        if self._next >= len(self._tokens):
            return None
        self._next += 1
        return self._tokens[self._next - 1]

    def skip_to(self, type_: str) -> None:
        """Goes behind the next token of that type."""
        while (token := self.take()) is not None and token.type != type_:
            pass


def _blocks(ahead: _Ahead, closes: str, depth: int) -> Iterator[Block]:
    """The blocks up to the token that closes the one around them."""
    while (token := ahead.take()) is not None and token.type != closes:
        if token.type in ("paragraph_open", "heading_open"):
            content = ahead.take()
            runs = _runs(content.children or ()) if content is not None else ()
            ahead.skip_to(token.type.replace("_open", "_close"))
            if plain(runs).strip():
                yield Paragraph(runs) if token.type == "paragraph_open" else Heading(int(token.tag[1]), runs)
        elif token.type in ("fence", "code_block"):
            yield Code(cleaned(token.content).rstrip("\n"))
        elif token.type == "hr":
            yield Rule()
        elif token.type == "blockquote_open":
            inner = tuple(_blocks(ahead, "blockquote_close", depth + 1))
            if depth >= DEEPEST:
                yield from inner
            elif inner:
                yield Quote(inner)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            made = _listing(ahead, token, depth)
            if depth >= DEEPEST:
                yield from (block for item in made.items for block in item)
            else:
                yield made
        elif token.type == "table_open":
            yield _table(ahead)


def _listing(ahead: _Ahead, opened: "Token", depth: int) -> Listing:
    items: list[tuple[Block, ...]] = []
    start = int(opened.attrs.get("start", 1)) if opened.type == "ordered_list_open" else None
    first = ahead.taken
    while (token := ahead.take()) is not None and token.type == "list_item_open":
        items.append(tuple(_blocks(ahead, "list_item_close", depth + 1)))
    lines = [one for one in ahead.since(first) if one.type == "paragraph_open" and one.level == opened.level + 2]
    return Listing(start, tuple(items), all(line.hidden for line in lines))


def _table(ahead: _Ahead) -> Table:
    rows: list[list[Runs]] = []
    align: list[str] = []
    while (token := ahead.take()) is not None and token.type != "table_close":
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            if token.type == "th_open":
                align.append(str(token.attrGet("style") or "").removeprefix("text-align:"))
            content = ahead.take()
            rows[-1].append(_runs(content.children or ()) if content is not None else ())
    width = len(align)
    full = [tuple((*row, *((),) * width)[:width]) for row in rows]
    return Table(full[0] if full else (), tuple(full[1:]), tuple(align))


def _runs(tokens: "Sequence[Token]") -> Runs:
    """Inline tokens as runs; neighbours in one manner are one."""
    found: list[Run] = []
    strong = emphasis = 0
    link = ""
    for token in tokens:
        text, code = "", False
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            emphasis += token.nesting
        elif token.type in ("link_open", "link_close"):
            link = _target(str(token.attrGet("href") or "")) if token.nesting > 0 else ""
        elif token.type == "softbreak":
            text = " "
        elif token.type == "hardbreak":
            text = "\n"
        elif token.type == "image":
            text = plain(_runs(token.children or ()))
        else:
            text, code = token.content, token.type == "code_inline"
        run = Run(cleaned(text).replace("\n", " ") if text != "\n" else text, strong > 0, emphasis > 0, code, link)
        if not run.text:
            continue
        if found and found[-1][1:] == run[1:]:
            run = run._replace(text=found.pop().text + run.text)
        found.append(run)
    return tuple(found)


def _target(href: str) -> str:
    """Where a link leads, empty where it leads to nothing that a letter links to."""
    return cleaned(href) if href.lower().startswith(LINKS) else ""
