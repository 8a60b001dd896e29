"""Reading a table of comma-separated values that nobody vouches for: bounded, line by line, plain or gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput
from warroom.importers.report import Progress, Tally

LONGEST_LINE = 1 << 20
"""Most characters of one line; a longer one is left."""
_STEP = 2_000
"""Rows between two words of progress."""
_READING = "reading the file"


class Opened(NamedTuple):
    """A file being read."""

    stream: gzip.GzipFile | io.BufferedReader
    """Its bytes, unpacked when they are gzipped."""
    raw: io.BufferedReader
    """The file itself: where it stands says how much is done."""
    size: int
    """Bytes of the file itself."""


DAMAGE = (EOFError, zlib.error, OSError, UnicodeError)
"""What reading a damaged file raises."""


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Opens a file, gzipped or not (its content says which, not its name). Raises BadInput when that is not possible."""
    try:
        raw = path.open("rb")
        packed = raw.peek(2)[:2] == b"\x1f\x8b"
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
    with raw:
        yield Opened(gzip.GzipFile(fileobj=raw) if packed else raw, raw, size)


def unreadable(path: Path, error: Exception) -> BadInput:
    """The error to raise for a file that can't be opened, or not be read to its end."""
    return BadInput("file", f"{path} can't be read: {getattr(error, 'strerror', None) or error}", "check it, or get it again")


class _Lines(Iterator[str]):
    """The lines of a file as text. What is not of the encoding is replaced, what is too long is dropped; both are noted."""

    def __init__(self, path: Path, file: Opened, encoding: str) -> None:
        self._path = path
        self._text = io.TextIOWrapper(file.stream, encoding, errors="replace", newline="")
        self.number = 0
        self.too_long = False
        self.replaced = False

    def __next__(self) -> str:
        try:
            line = self._text.readline(LONGEST_LINE)
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                self.too_long = True
                while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                    pass
                line = "\n"
        except DAMAGE as error:
            raise unreadable(self._path, error) from error
        if not line:
            raise StopIteration
        self.number += 1
        if "\ufffd" in line:
            self.replaced = True
        return line


class Table:
    """A file of rows under a header. It can be read several times."""

    def __init__(self, path: Path, encoding: str = "utf-8", delimiter: str = ",") -> None:
        self.path = path
        self._encoding = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
        self._delimiter = delimiter
        self.header = self._header()

    def _header(self) -> list[str]:
        """The names of the columns. Raises BadInput when there are none."""
        with opened(self.path) as file:
            lines = _Lines(self.path, file, self._encoding)
            try:
                header = next(csv.reader(lines, delimiter=self._delimiter), [])
            except csv.Error as error:
                raise BadInput("file", f"{self.path} is no table: {error}", "its first line names the columns") from error
        if any("\0" in name for name in header) or lines.replaced:
            raise BadInput(
                "file",
                f"{self.path} is not in {self._encoding.removesuffix('-sig')}",
                "save it as UTF-8, or name its encoding in the map",
            )
        if not any(name.strip() for name in header):
            raise BadInput("file", f"{self.path} is empty", "its first line names the columns")
        return [name.strip() for name in header]

    def rows(self, tally: Tally, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """The rows with the line on which each begins. Those that do not fit the header are left, and counted."""
        with opened(self.path) as file:
            lines = _Lines(self.path, file, self._encoding)
            reader = csv.reader(lines, delimiter=self._delimiter)
            next(reader)
            while True:
                begin = lines.number + 1
                lines.too_long = lines.replaced = False
                try:
                    row = next(reader)
                except StopIteration:
                    break
                except csv.Error:
                    row = None
                if row == [] and not lines.too_long:
                    continue
                tally.read += 1
                if row is not None and self._fits(row, lines, begin, tally):
                    yield begin, row
                elif row is None:
                    tally.leave("lines that are no table: a field without an end, or of more than 131,072 characters", begin)
                if progress is not None and tally.read % _STEP == 0:
                    progress(file.raw.tell(), file.size, _READING)
        if progress is not None:
            progress(file.size, file.size, _READING)

    def _fits(self, row: list[str], lines: _Lines, begin: int, tally: Tally) -> bool:
        """Whether a row can be used."""
        if lines.too_long:
            tally.leave(f"a line of more than {LONGEST_LINE:,} characters", begin)
            return False
        if len(row) != len(self.header):
            tally.leave("another number of cells than the header has", begin, f"{len(row)} for {len(self.header)}")
            return False
        if lines.replaced:
            tally.mend("characters that are not of the file's encoding: replaced", begin)
        return True
