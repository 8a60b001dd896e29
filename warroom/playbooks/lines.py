"""Which line of a TOML document each of its values stands on: `tomllib` does not tell.

Only for a text that `tomllib` has read: what is no TOML is not noticed here.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


def line_numbers(text: str) -> dict[Path, int]:
    """Path of each table, key and element → the line that it begins on, from 1: `("step", 0, "proof", "contact")`."""
    return _Walk(text.replace("\r\n", "\n")).walk()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, else that of the nearest thing around it that has one; 1 for the document."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 1


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        """Array of tables → how many it has so far."""
        self._line, self._counted = 1, 0

    def walk(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_GAP) < len(self._text):
            if self._text[self._at] != "[":
                self._pair(table)
                continue
            is_array = self._text.startswith("[[", self._at)
            begin, self._at = self._at, self._at + 1 + is_array
            table = self._header(self._keys(), is_array)
            for end in range(1, len(table) + 1):
                self._note(table[:end], begin)
            self._at += 1 + is_array
        return self._found

    def _header(self, keys: list[str], is_array: bool) -> Path:
        """The path that a header names: of an array of tables, its last one."""
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if is_array and place == len(keys) - 1:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        """`a.b = value`."""
        begin, path = self._at, table
        for key in self._keys():
            path = (*path, key)
            self._note(path, begin)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _keys(self) -> list[str]:
        found = []
        while True:
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] in ("'", '"'):
                begin = self._at
                self._string()
                found.append(_unquoted(self._text[begin : self._at]))
            else:
                begin = self._at
                found.append(self._text[begin : max(begin + 1, self._skip(_BARE))])
                self._at = begin + len(found[-1])
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] != ".":
                return found
            self._at += 1

    def _value(self, path: Path) -> None:
        sign = self._text[self._at : self._at + 1]
        if sign in ("'", '"'):
            self._string()
        elif sign == "[":
            self._at += 1
            count = 0
            while self._skip(_GAP) < len(self._text) and self._text[self._at] != "]":
                if self._text[self._at] == ",":
                    self._at += 1
                    continue
                self._note((*path, count), self._at)
                self._value((*path, count))
                count += 1
            self._at += 1
        elif sign == "{":
            self._at += 1
            while self._skip(_GAP) < len(self._text) and self._text[self._at] != "}":
                if self._text[self._at] == ",":
                    self._at += 1
                    continue
                self._pair(path)
            self._at += 1
        else:
            begin = self._at
            self._at = max(begin + 1, self._skip(_SCALAR))

    def _string(self) -> None:
        """Goes behind a string of any of the four kinds."""
        sign = self._text[self._at]
        end = sign * 3 if self._text.startswith(sign * 3, self._at) else sign
        self._at += len(end)
        while self._at < len(self._text) and not self._text.startswith(end, self._at):
            self._at += 2 if sign == '"' and self._text[self._at] == "\\" else 1
        self._at += len(end)
        while len(end) == 3 and self._text[self._at : self._at + 1] == sign:
            self._at += 1  # a string of several lines may end in one or two quotes of its own

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _note(self, path: Path, at: int) -> None:
        self._line += (
            self._text.count("\n", self._counted, at) if at >= self._counted else -self._text.count("\n", at, self._counted)
        )
        self._counted = at
        self._found.setdefault(path, self._line)


def _unquoted(text: str) -> str:
    """A key without its quotes."""
    if text.startswith("'"):
        return text[1:-1]
    import tomllib

    key = next(iter(tomllib.loads(f"{text} = 0")), text)
    return str(key)
