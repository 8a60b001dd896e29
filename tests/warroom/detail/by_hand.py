"""Breaks put together by hand, and lines as one reads them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from store.clock import HOUR, MINUTE
from store.entries import Contact, Deadline, Promise, Restitution, Slip
from store.money import parse_money
from store.policy import policy_of
from store.replica.cases import Case
from store.state import Board, Break, Customer, Failure
from tests.warroom.desk import NOW
from warroom.detail.content import Detail, Link, gaps_of
from widgets.panel_lines import PanelLine

UTC = ZoneInfo("UTC")


def ago(minutes: float) -> int:
    """So many minutes before NOW (after it, when negative)."""
    return NOW - round(minutes * MINUTE)


def detail(
    failure: Failure | None = None, customer: Customer | None = None, links: tuple[Link, ...] = (), hit: int = 1, **fields: Any
) -> Detail:
    """A break opened two hours ago, told after nine minutes, with those fields."""
    given: dict[str, Any] = {"severity": 1, "opened_at": ago(120), "told_at": ago(111), "owner": "ana", **fields}
    brk = Break(id="K7Q2" + "0" * 22, customer="Acme Freight", what="Label API down", failure="F" * 26, **given)
    case = Case(brk, failure or Failure("F" * 26), customer or Customer("acme freight", "Acme Freight"), Board("b"), policy_of())
    return Detail(case, case.row, "K7Q2", "F-FFFF", hit, links, (), {}, {}, gaps_of(case))


def promise(n: str = "1", **fields: Any) -> Promise:
    """An open, firm promise of a fix in an hour."""
    given: dict[str, Any] = {
        "kind": "fix",
        "what": "full fix",
        "sure": "firm",
        "made_at": ago(60),
        "due_at": NOW + HOUR,
        "told_due_at": NOW + HOUR,
        "from_at": None,
        "actor": "ana",
        "result": "",
        "settled_at": None,
        "reason": "",
    }
    return Promise(n=n, key=f"p{n}", **{**given, **fields})


def slip(told_at: int | None = None, say: str = "") -> Slip:
    """A move from one o'clock to three."""
    return Slip(ago(30), ago(60), NOW + HOUR, "parts are late", say, told_at)


def contact(n: int, minutes_ago: float, **fields: Any) -> Contact:
    """A call that reached them."""
    given: dict[str, Any] = {
        "channel": "call",
        "direction": "out",
        "result": "spoke",
        "kind": "",
        "with_": "Mary Osei",
        "said": "",
        "mood": "",
        "next_at": None,
        "actor": "ana",
    }
    return Contact(n=n, key=f"c{n}", at=ago(minutes_ago), **{**given, **fields})


def owed(n: str = "1", amount: str = "300 EUR", state: str = "proposed", **fields: Any) -> Restitution:
    """A line of the ledger, proposed an hour ago."""
    given: dict[str, Any] = {"kind": "credit", "why": "", "due_at": None, "by": "ana", "actor": "ana"}
    return Restitution(
        n=n, key=f"r{n}", amount=parse_money(amount), proposed_at=ago(60), state=state, state_at=ago(60), **{**given, **fields}
    )


def deadline(due_at: int, **fields: Any) -> Deadline:
    """A supplier's date."""
    given: dict[str, Any] = {"of": "supplier", "who": "PrintCo", "what": "patch", "state": "open", "slips": 0, "chased": 0}
    return Deadline(n="1", key="d1", due_at=due_at, set_at=ago(90), **{**given, **fields})


def read(line: PanelLine) -> str:
    """A line as one reads it: lead, body and tail, then what stands below, with bars between rows."""
    first = " ".join(" ".join("".join(text for text, _ in parts).split()) for parts in (line.lead, line.body, line.tail) if parts)
    return " | ".join([first, *("".join(text for text, _ in row) for row in line.under)])


def tone_of(line: PanelLine, words: str) -> str:
    """The tone of the part of a line that has those words."""
    parts = (*line.lead, *line.body, *line.tail, *(part for row in line.under for part in row))
    return next(tone for text, tone in parts if words in text)
