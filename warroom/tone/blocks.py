"""What a text is made of, by lines: paragraphs, headings, list items, table cells; and what is not read: quoted lines, code,
mail headers, signatures. A light reader of Markdown and of plain mails, as the tone check must start at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from warroom.tone.signatures import signature_lines

READ = frozenset(("text", "heading", "item", "cell", "subject"))
"""Kinds of block that are checked; `quote`, `code`, `header` and `signature` are not."""
DROPPED = "\ue001"
"""Stands for each character of a comment, so that places stay."""

LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_RULE = re.compile(r"\s{0,3}([-*_=])(?:\s*\1){2,}\s*$")
_BULLET = re.compile(r"\s*(?:[-*+•‣·–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
_NUMBER = re.compile(r"\s*\(?\w")
_QUOTE = re.compile(r"\s{0,3}(?:[-*+]\s+)?(?:>|\|\s?>)")
_DELIMITERS = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_HEADER = re.compile(
    r"(from|to|cc|bcc|subject|date|sent|reply-to|sender|mime-version|message-id|return-path|received|in-reply-to|references"
    r"|content-[a-z-]+|x-[a-z-]+):(?:\s|$)",
    re.I,
)
_ORIGINAL = re.compile(r"\s*-{2,}\s*(?:original|forwarded) message\s*-{2,}\s*$", re.I)
_PROSE = re.compile(r"[A-Za-z][^{};=<>$|\\`]*[.!?,:]?\s*$")


class Block(NamedTuple):
    """One block: its kind and its pieces of the text, a line each, as (start, end) offsets."""

    kind: str
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.pieces[-1][1]


def line_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, without its line break."""
    spans = []
    for found in LINE.finditer(text):
        spans.append((found.start(), found.start(1)))
        if found.end() == len(text):
            break
    if text and text[-1] in "\r\n":
        spans.append((len(text), len(text)))
    return spans


def read_blocks(text: str) -> list[Block]:
    """The blocks of a text in which comments are blanked out with `DROPPED`, in their order."""
    return _Reader(text).read()


class _Reader:
    """Goes through the lines once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = line_spans(text)
        self.blocks: list[Block] = []
        self.open: list[tuple[int, int]] = []
        self.open_kind = "text"
        self.at = 0

    def read(self) -> list[Block]:
        """All blocks."""
        self._head()
        signatures = signature_lines([self.text[start:end].replace(DROPPED, "") for start, end in self.lines], self.at)
        while self.at < len(self.lines):
            if self.at in signatures:
                self._flush()
                self._add("signature", [self.lines[self.at]])
                self.at += 1
            else:
                self._line()
        self._flush()
        return self.blocks

    def _shown(self, number: int) -> str:
        start, end = self.lines[number]
        return self.text[start:end]

    def _add(self, kind: str, pieces: list[tuple[int, int]]) -> None:
        if pieces:
            self.blocks.append(Block(kind, tuple(pieces)))

    def _flush(self) -> None:
        self._add(self.open_kind, self.open)
        self.open, self.open_kind = [], "text"

    def _head(self) -> None:
        """Mail headers, or front matter between two `---`, at the very start."""
        while self.at < len(self.lines) and not self._shown(self.at).strip("\ufeff \t" + DROPPED):
            self.at += 1
        if self.at == len(self.lines):
            return
        first = self._shown(self.at).lstrip("\ufeff")
        if first.rstrip() == "---":
            close = next((n for n in range(self.at + 1, min(self.at + 60, len(self.lines))) if self._shown(n).rstrip() == "---"), 0)
            if close and all(
                not line.strip() or ":" in line or line[:1] in " -#" for line in map(self._shown, range(self.at + 1, close))
            ):
                self._add("header", self.lines[self.at : close + 1])
                self.at = close + 1
            return
        if not _HEADER.match(first):
            return
        while self.at < len(self.lines) and (line := self._shown(self.at)).strip():
            found = _HEADER.match(line.lstrip("\ufeff"))
            if not found and line[:1] not in " \t":
                return
            start, end = self.lines[self.at]
            is_subject = found is not None and found[1].lower() == "subject"
            after = start + line.index(":") + 1 if is_subject else start
            self._add("subject" if is_subject else "header", [(after, end)])
            self.at += 1

    def _line(self) -> None:
        start, end = self.lines[self.at]
        line = self.text[start:end]
        plain = line.replace(DROPPED, "")
        if not plain.strip():
            self._flush()
        elif _QUOTE.match(plain):
            self._unread("quote", start, end)
        elif _ORIGINAL.match(plain):
            self._flush()
            self._add("quote", self.lines[self.at :])
            self.at = len(self.lines)
            return
        elif (fence := _FENCE.match(line)) and (close := self._closing(fence[1])):
            self._flush()
            self._add("code", self.lines[self.at : close + 1])
            self.at = close
        elif _RULE.match(plain):
            if plain.strip().startswith("=") and self.open_kind == "text" and len(self.open) == 1:
                self.open_kind = "heading"
            self._flush()
        elif heading := _HEADING.match(line):
            self._flush()
            self._add("heading", [(start + heading.end(), end)])
        elif (bullet := _BULLET.match(line)) and self._may_begin_item(line):
            self._flush()
            self.open, self.open_kind = [(start + bullet.end(), end)], "item"
        elif "|" in line and self.at + 1 < len(self.lines) and _is_delimiters(self._shown(self.at + 1)):
            self._flush()
            self._table()
            return
        elif not self.open and _is_indented(line) and not self._in_list() and (last := self._code_lines()):
            self._add("code", self.lines[self.at : last + 1])
            self.at = last
        else:
            self.open.append((start + len(line) - len(line.lstrip()), end))
        self.at += 1

    def _unread(self, kind: str, start: int, end: int) -> None:
        self._flush()
        self._add(kind, [(start, end)])

    def _may_begin_item(self, line: str) -> bool:
        """A number at the start of a line in the middle of a paragraph is a wrapped date more often than an item."""
        return not self.open or self.open_kind == "item" or not _NUMBER.match(line)

    def _closing(self, fence: str) -> int:
        """The line that closes a fence; 0 for one that nothing closes, which is read as text: better than to skip a letter."""
        close = re.compile(rf"\s{{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*$")
        return next((n for n in range(self.at + 1, len(self.lines)) if close.match(self._shown(n))), 0)

    def _in_list(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].kind == "item"

    def _code_lines(self) -> int:
        """The last line of indented code that begins here; 0 where it reads like prose that was merely moved in."""
        last = self.at
        while last + 1 < len(self.lines) and _is_indented(self._shown(last + 1)):
            last += 1
        lines = [self._shown(n).strip() for n in range(self.at, last + 1)]
        words = sum(len(line.split()) for line in lines)
        is_prose = words >= 5 * len(lines) and all(_PROSE.match(line) for line in lines)
        next_is_text = last + 1 < len(self.lines) and bool(self._shown(last + 1).strip())
        return 0 if is_prose or next_is_text else last

    def _table(self) -> None:
        """Each cell is a block of its own."""
        first = self.at
        while self.at < len(self.lines) and "|" in self._shown(self.at):
            start, end = self.lines[self.at]
            if self.at != first + 1:
                for cell in re.finditer(r"(?:[^|\\]|\\.)+", self.text[start:end]):
                    if cell[0].strip():
                        self._add("cell", [(start + cell.start(), start + cell.end())])
            self.at += 1


def _is_indented(line: str) -> bool:
    return line.startswith(("    ", "\t")) and bool(line.strip())


def _is_delimiters(line: str) -> bool:
    return "|" in line and "-" in line and bool(_DELIMITERS.match(line))
