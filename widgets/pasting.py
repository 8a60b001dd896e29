"""What a terminal pastes, kept in one piece: escape codes in it neither scramble it nor act as keys.

A terminal brackets what it pastes with two marks. Textual reads escape codes inside the brackets as keys, so that the rest
of such a text runs as commands. Here they are taken out before Textual sees them. Its parser is replaced where it is
looked for; where a later version keeps it elsewhere, nothing is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

PARSER = "XTermParser"
START, END = "\x1b[200~", "\x1b[201~"
MOST_HELD = 4096
"""Characters of an escape code that is not whole yet which wait for its end; a longer one is no code."""

_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]\x1b])")
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?)?")


class PasteFilter:
    """Takes escape codes out of what stands between the marks; what stands outside passes as it is, at once."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""
        self._before = ""
        """The last characters that passed outside: a mark may come in two pieces."""

    def clean(self, text: str) -> str:
        """What may pass of the next piece of input."""
        passed: list[str] = []
        while text:
            text = self._within(text, passed) if self._inside else self._outside(text, passed)
        return "".join(passed)

    def _outside(self, text: str, passed: list[str]) -> str:
        joined = self._before + text
        mark = joined.find(START)
        if mark < 0:
            passed.append(text)
            self._before = joined[-(len(START) - 1) :]
            return ""
        end = mark + len(START) - len(self._before)
        passed.append(text[:end])
        self._inside, self._before = True, ""
        return text[end:]

    def _within(self, text: str, passed: list[str]) -> str:
        text, self._held = self._held + text, ""
        at = text.find("\x1b")
        if at < 0:
            passed.append(text)
            return ""
        passed.append(text[:at])
        if text.startswith(END, at):
            passed.append(END)
            self._inside = False
            return text[at + len(END) :]
        if code := _CODE.match(text, at):
            return text[code.end() :]
        if len(text) - at <= MOST_HELD and _BEGUN.fullmatch(text, at):
            self._held = text[at:]
            return ""
        return text[at + 1 :]


def keep_pastes_whole() -> bool:
    """Lets Textual read the terminal through the filter. Whether it could be done."""
    try:
        driver: Any = import_module("textual.drivers.linux_driver")
    except ImportError:  # no such terminals here
        return False
    parser = getattr(driver, PARSER, None)
    if parser is None:
        return False
    if not getattr(parser, "keeps_pastes_whole", False):
        setattr(driver, PARSER, _filtered(parser))
    return True


def _filtered(parser: Any) -> Any:
    class FilteredParser(parser):  # type: ignore[misc,unused-ignore]
        """Textual's parser behind the filter."""

        keeps_pastes_whole = True

        def __init__(self, *arguments: Any, **named: Any) -> None:
            self._pastes = PasteFilter()
            super().__init__(*arguments, **named)

        def feed(self, data: str) -> Iterable[Any]:
            """Empty input is the end, for Textual: what waits for more must not look like it."""
            cleaned = self._pastes.clean(data)
            return super().feed(cleaned) if cleaned or not data else ()

    return FilteredParser
