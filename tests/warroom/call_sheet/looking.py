"""Call sheets of breaks that are put together by hand."""

from __future__ import annotations

from typing import Any

from store.attention import judge
from store.policy import policy_of
from store.replica.cases import Case
from store.state import Board, Break, Customer, Failure, Person
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago
from warroom.advisor.advice import Advice, Basis
from warroom.advisor.rhythm import Rhythm
from warroom.call_sheet.lines import Lines
from warroom.call_sheet.look import Look, Other
from warroom.call_sheet.sheet import CallSheet, call_sheet

MARY = Person("Mary Osei", role="head of logistics", phone="+44 20 1", night="+44 77 2", deputy="Tom Hall", language="English")
TOM = Person("Tom Hall", phone="+44 20 3")
ACME = Customer("acme freight", "Acme Freight", people=(MARY, TOM))


def failure(**fields: Any) -> Failure:
    """A failure of ours."""
    return Failure("F" * 26, **{"fault": "ours", **fields})


def look(customer: Customer | None = None, of: Failure | None = None, **given: Any) -> Look:
    """A break opened two hours ago of which they know, with those fields; of the look itself those that it has."""
    own = {
        name: given.pop(name) for name in tuple(given) if name in ("others", "advice", "repeats", "actor", "board", "now", "zone")
    }
    fields: dict[str, Any] = {"severity": 1, "opened_at": ago(120), "told_at": ago(111), "owner": "ana", **given}
    brk = Break(id="K7Q2" + "0" * 22, customer="Acme Freight", what="Label API down", failure="F" * 26, **fields)
    case = Case(brk, of or failure(), customer or ACME, own.pop("board", Board("b")), policy_of())
    now = own.pop("now", NOW)
    row = case.row
    made = Look(case, row, judge(row, now), "K7Q2", (), None, now, own.pop("zone", UTC), "ana")
    return made._replace(**own)


def sheet(customer: Customer | None = None, of: Failure | None = None, **given: Any) -> CallSheet:
    """The sheet of such a break."""
    return call_sheet(look(customer, of, **given))


def other(**given: Any) -> Other:
    """Another open break of the customer."""
    case = look(**given).case
    return Other("M2PW", case.row, case.brk, case.failure)


def advice(expected: float, sample: int = 41) -> Advice:
    """A history by which as many fixes are to be expected within each hour; of no sample at all, one that is empty."""
    basis = Basis(sample, 3, (("severity", "1"),), ())
    if sample < 20:
        return Advice((), (), ago(120), NOW, Rhythm(), basis)
    rhythm = Rhythm()
    begin = rhythm.age(ago(120), NOW)
    ages = tuple(begin + hour for hour in range(48))
    return Advice(ages, tuple(expected * hour for hour in range(48)), ago(120), NOW, rhythm, basis)


def text_of(lines: Lines, name: str) -> str:
    """What the first line of that name says; empty when there is none."""
    return next((line.text for line in lines if line.name == name), "")


def names(lines: Lines) -> set[str]:
    """The names of lines."""
    return {line.name for line in lines}
