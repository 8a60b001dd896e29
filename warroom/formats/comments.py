"""HTML comments in Markdown, for a reader to which all other HTML is text. They are dropped; one that is never closed is shown,
so that it can't swallow what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

OPENS, CLOSES = "<!--", "-->"
_MAY_END = ["paragraph", "reference", "blockquote", "list"]
"""Blocks that a comment on a line of its own ends, as it does in CommonMark."""


def drop_comments(reader: MarkdownIt) -> None:
    """Teaches a reader whose HTML is off to drop comments."""
    reader.block.ruler.after("fence", "comment", _block, {"alt": _MAY_END})
    reader.inline.ruler.before("autolink", "comment", _inline)


def comment_end(text: str, start: int) -> int:
    """Where the comment that opens at `start` ends, -1 where it is not closed before another one opens."""
    closes = text.find(CLOSES, start + len(OPENS))
    opens = text.find(OPENS, start + len(OPENS))
    return -1 if closes < 0 or 0 <= opens < closes else closes + len(CLOSES)


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(OPENS, state.pos):
        return False
    end = comment_end(state.src, state.pos)
    if end < 0:
        return False
    state.pos = end
    return True


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a line and may run over empty ones. What follows its end on the last line is read on."""
    if state.is_code_block(start_line) or not _line(state, start_line).startswith(OPENS):
        return False
    text, line = _line(state, start_line), start_line
    while (end := comment_end(text, 0)) < 0:
        line += 1
        if line >= end_line or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            return False
        if OPENS in text[len(OPENS) :]:
            return False
        text += "\n" + _line(state, line)
    rest = text[end:]
    if rest.strip() and line == start_line:
        return False  # the text around it is one line: what reads that drops the comment too
    if silent:
        return True
    state.line = line + 1
    if rest.strip():
        state.line = line
        state.bMarks[line] = state.eMarks[line] - len(rest.lstrip())
        state.tShift[line] = 0
        state.sCount[line] = state.blkIndent
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
