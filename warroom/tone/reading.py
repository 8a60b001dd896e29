"""A text as the rules read it: sentences in plain words, each character with its place, and what stands beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from warroom.tone.blocks import DROPPED, READ, Block, line_spans, read_blocks
from warroom.tone.folding import Gap, fold, lowered, without_private
from warroom.tone.splitting import sentence_spans

_COMMENT = re.compile(r"(?<!\\)<!--(?:(?!<!--).)*?-->", re.S)
"""As the formats drop them: one that is not closed before the next opens, and one that is escaped, is text that is read."""
_ALLOW = re.compile(r"<!--\s*tone:\s*allow\s+(?P<rule>[^\s:]+)\s*(?::\s*(?P<reason>.*?))?\s*-->", re.S | re.I)


class Sentence(NamedTuple):
    """One sentence, folded: straight quotes, single spaces, masked spans as one sign."""

    text: str
    low: str
    """The same in small letters; as long."""
    places: Sequence[int]
    """The offset in the text of each character."""
    block: int
    """Number of its block."""
    kind: str
    """The block's kind: `text`, `heading`, `item`, `cell`, `subject`."""

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.places[-1] + 1


class Allowance(NamedTuple):
    """A suppression: `<!-- tone: allow RULE: reason -->`, with the blocks that it covers."""

    rule: str
    reason: str
    start: int
    end: int
    covers: tuple[int, int]
    """Offsets from and to which findings are allowed: the next block, or the one that it stands in."""


class Reading:
    """What was read of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        clear = without_private(text)
        self._comments = list(_COMMENT.finditer(clear))
        blanked = _COMMENT.sub(lambda found: re.sub(r"[^\r\n]", DROPPED, found[0]), clear)
        self.blocks: list[Block] = read_blocks(blanked)
        self.sentences: list[Sentence] = []
        self.gaps: list[Gap] = []
        for number, block in enumerate(self.blocks):
            if block.kind in READ:
                self._read_block(blanked, number, block)
            elif block.kind == "signature":  # not ours to judge, but who signs may be left to fill in
                self.gaps += fold(blanked, block).gaps

    def _read_block(self, text: str, number: int, block: Block) -> None:
        folded = fold(text, block)
        low = lowered(folded.text)
        self.gaps += folded.gaps
        for start, end in sentence_spans(folded.text):
            self.sentences.append(Sentence(folded.text[start:end], low[start:end], folded.places[start:end], number, block.kind))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _ in line_spans(self.text)] or [0]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._line_starts, offset) - 1
        return line + 1, offset - self._line_starts[line] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a place."""
        return self._line_starts[line - 1] + column - 1

    @cached_property
    def allowances(self) -> list[Allowance]:
        """The suppressions, none of those that stand in code or in quoted lines."""
        found = []
        unread = [block for block in self.blocks if block.kind in ("code", "quote")]
        for comment in self._comments:
            allow = _ALLOW.fullmatch(comment[0])
            if allow and not any(block.start <= comment.start() < block.end for block in unread):
                covers = self._covered(comment.start(), comment.end())
                found.append(Allowance(allow["rule"], " ".join((allow["reason"] or "").split()), *comment.span(), covers))
        return found

    def _covered(self, start: int, end: int) -> tuple[int, int]:
        for block in self.blocks:
            if block.start <= start < block.end or (block.start >= end and block.kind in READ):
                return block.start, block.end
        return len(self.text), len(self.text)
