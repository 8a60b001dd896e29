"""Cells of a table as clean values, and the customer of an incident whose rows do not all name one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from store.text import LINE_LIMIT, TEXT_LIMIT, clean, one_line
from store.zones import Zone, iso
from warroom.importers.report import Tally
from warroom.importers.snapshot import Moment, Snapshot, moment

_REMEMBERED = 50_000
_SHORT = 200
_LONGEST_TIME = 60


class Moments:
    """Reads times; remembers them, as rows repeat them."""

    def __init__(self, parse: Callable[[str], datetime], zone: Zone) -> None:
        self._parse = parse
        self._zone = zone
        self._known: dict[str, Moment | None] = {"": None}

    def read(self, text: str) -> Moment | None:
        """The moment that a text says, None when it says none that can be read."""
        if text in self._known:
            return self._known[text]
        if len(self._known) > _REMEMBERED:
            self._known = {"": None}
        found = None
        with suppress(ValueError, OverflowError):
            found = moment(self._parse(text), self._zone) if len(text) <= _LONGEST_TIME else None
        self._known[text] = found
        return found


class Cells:
    """Cleans cells; remembers the short ones, as a log says the same again and again."""

    def __init__(self, empty: frozenset[str], tally: Tally) -> None:
        self._empty = empty
        self._tally = tally
        self._known: dict[str, str] = {}

    def line(self, cell: str, at_line: int, limit: int = LINE_LIMIT) -> str:
        """The cell on one line, empty when it says nothing; a longer one is cut, and counted."""
        found = self._known.get(cell)
        if found is None:
            found = one_line(cell, limit=1 << 30)
            if found.casefold() in self._empty:
                found = ""
            if len(cell) <= _SHORT:
                if len(self._known) > _REMEMBERED:
                    self._known.clear()
                self._known[cell] = found
        return found if len(found) <= limit else self._cut(one_line(found, limit), at_line, limit)

    def named(self, names: Iterable[str], cells: Iterable[str], at_line: int) -> dict[str, str]:
        """The cells of a row, each on one line, by the names of their columns."""
        known = self._known
        return {
            name: found if (found := known.get(cell)) is not None else self.line(cell, at_line)
            for name, cell in zip(names, cells, strict=True)
        }

    def prose(self, cell: str, at_line: int) -> str:
        """The cell with its line breaks, empty when it says nothing; at most 20,000 characters."""
        found = clean(cell.strip(), limit=1 << 30)
        if one_line(found, _SHORT).casefold() in self._empty:
            return ""
        return found if len(found) <= TEXT_LIMIT else self._cut(clean(found), at_line, TEXT_LIMIT)

    def _cut(self, text: str, at_line: int, limit: int) -> str:
        self._tally.mend(f"a text of more than {limit:,} characters: cut", at_line)
        return text


def whole(text: str) -> int | None:
    """The whole number that a cell holds, None when it holds none (or more than nine digits)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def is_to_come(moment: Moment | None, at_line: int, now: int, tally: Tally) -> bool:
    """Whether what a row tells began after `now`: it is left, and counted."""
    if moment is None or moment.at <= now:
        return False
    tally.leave("a row from a time that has not come yet", at_line, iso(moment.at))
    return True


def without_what_is_to_come(reached: Mapping[str, Moment], at_line: int, now: int, tally: Tally) -> dict[str, Moment]:
    """The stages that a row says were reached, without those after `now`: they are left, and counted."""
    for name, found in reached.items():
        if found.at > now:
            tally.leave("a stage at a time that has not come yet", at_line, f"{name} {iso(found.at)}")
    return {name: found for name, found in reached.items() if found.at <= now}


def with_customer(rows: Sequence[Snapshot], unknown: str, tally: Tally) -> list[Snapshot]:
    """The rows of one incident in their order, the first of them naming the customer: a later row's where it names none
    itself, else `unknown`. None are left where that is empty too."""
    ordered = sorted(rows, key=lambda row: row.order)
    if not ordered or ordered[0].own.get("customer"):
        return ordered
    first = ordered[0]
    named = next((str(row.own["customer"]) for row in ordered if row.own.get("customer")), "")
    if named:
        tally.mend("no customer in the first row: that of a later one", first.line)
    elif unknown:
        tally.mend(f"no customer: “{unknown}”", first.line)
    else:
        for row in ordered:
            tally.leave("no customer", row.line)
        return []
    return [first._replace(own={**first.own, "customer": named or unknown}), *ordered[1:]]
