"""What we owe: the restitution ledger with its totals by currency, corrections apart, remedies with the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.entries import Remedy, Restitution
from store.money import totals
from store.plan import needs_approval
from store.spans import length
from store.text import one_line
from store.zones import Zone
from warroom.amends_words import amends_so_far
from warroom.detail.content import Detail
from warroom.detail.words import paragraphs, quoted, said, time
from widgets.panel_lines import PanelLine, Part, Parts

_ORDER = ("proposed", "approved", "issued", "confirmed", "declined")
APART = {
    "gift-card": ("gift-cards", "gift cards, told apart and never in the letter"),
    "correction": ("corrections", "corrections, their own money back"),
}
"""Kinds of the ledger that stand apart from amends, each with its own sum."""
_ANSWERS: dict[str, Part] = {
    "below": ("below what they expect ‼", "overdue"),
    "meets": ("meets what they expect", "fine"),
    "exceeds": ("exceeds what they expect", "fine"),
}


def owed_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """The ledger, what is furthest behind first; the remedies; apart from amends gift cards and corrections; their worth."""
    ledger = sorted(detail.case.brk.restitution, key=lambda entry: (_ORDER.index(entry.state), entry.proposed_at))
    lines = [_line(detail, entry, now, zone) for entry in ledger if entry.kind not in APART]
    lines += [_remedy(remedy, now, zone) for remedy in detail.case.brk.remedies]
    for kind, (name, words) in APART.items():
        apart = [entry for entry in ledger if entry.kind == kind]
        if apart:
            sums = _sums(entry for entry in apart if entry.state != "declined")
            lines.append(PanelLine(f"owed:{name}", ((f"{words}: {sums}" if sums else words, "dim"),), selectable=False))
            lines += [_line(detail, entry, now, zone) for entry in apart]
    lines += _worth(detail)
    return tuple(lines)


def _worth(detail: Detail) -> Iterator[PanelLine]:
    """What keeping them is worth and whom they may tell, beside what the amends cost; nothing where nobody said."""
    brk, customer = detail.case.brk, detail.case.customer
    worth = brk.value or customer.value
    parts = [f"worth {worth}" if worth else "", f"may tell: {one_line(brk.exposure, 80)}" if brk.exposure else ""]
    public = [one_line(mark.where, 40) for mark in brk.public]
    parts.append(f"public: {', '.join(public)}" if public else "")
    if said_of := " · ".join(part for part in parts if part):
        yield PanelLine("owed:worth", ((f"{said_of} · {amends_so_far(brk.restitution)}", "dim"),), selectable=False)


def owed_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """The totals by currency: pending, then what the customer has."""
    amends = [entry for entry in detail.case.brk.restitution if entry.kind not in APART]
    parts: list[Part] = []
    for word, tone, lines in (
        ("owed", "plain", [entry for entry in amends if entry.is_pending]),
        ("confirmed", "dim", [entry for entry in amends if entry.state == "confirmed"]),
    ):
        sums = _sums(lines)
        if sums:
            parts.append((f"{', ' if parts else ''}{word} {sums}", tone))
    return tuple(parts)


def _sums(lines: Iterable[Restitution]) -> str:
    return " · ".join(str(money) for money in totals(entry.amount for entry in lines))


def _line(detail: Detail, entry: Restitution, now: int, zone: Zone) -> PanelLine:
    waits = needs_approval(entry, detail.case.brk.severity, detail.case.policy)
    state = tuple(_state(entry, waits, now, zone))
    why = ((said(entry.why), "dim"),) if entry.why else ()
    done = entry.state in ("confirmed", "declined")
    return PanelLine(
        key=f"restitution:{entry.key}",
        lead=((f"{entry.n} ", "strong"), (f"{entry.kind:<10} ", "dim")),
        body=((str(entry.amount), "dim" if done else "strong"),),
        tail=state,
        under=(why,) if why else (),
        full=paragraphs(
            f"restitution {entry.n}: {entry.kind} {entry.amount}",
            f"proposed by {one_line(entry.actor)} {time(entry.proposed_at, now, zone)}",
            "".join(text for text, _ in state),
            entry.why,
        ),
    )


def _state(entry: Restitution, waits: bool, now: int, zone: Zone) -> Iterator[Part]:
    if waits:
        state = f"{entry.state}, changed since: " if entry.changed else ""
        yield f"{state}waits for approval {length(max(0, now - entry.state_at))}", "soon"
    else:
        by = f" by {one_line(entry.by, 40)}" if entry.state != "proposed" and entry.by else ""
        tone = {"confirmed": "fine", "declined": "dim"}.get(entry.state, "plain")
        yield f"{entry.state} {time(entry.state_at, now, zone)}{by}", tone
    if entry.due_at is not None and entry.is_pending:
        late = now >= entry.due_at and entry.state != "issued"
        yield f", due {time(entry.due_at, now, zone)}" + (" ‼" if late else ""), "overdue" if late else "plain"


def _remedy(remedy: Remedy, now: int, zone: Zone) -> PanelLine:
    burden = []
    if remedy.effort:
        burden.append(f"asks of them: {said(remedy.effort)}")
    if remedy.cost is not None:
        burden.append(f"costs them {remedy.cost}")
    waits = f"no answer for {length(max(0, now - (remedy.told_at or remedy.proposed_at)))}"
    if remedy.untold:
        waits = f"not told for {length(max(0, now - remedy.proposed_at))}"
    answer = _ANSWERS.get(remedy.answer, (waits, "soon"))
    again: Parts = ((f" · round {remedy.round}", "dim"),) if remedy.round > 1 else ()
    under: list[Parts] = [((f"! {', '.join(burden)}", "soon"),)] if burden else []
    if words := quoted(remedy.said):
        under.append(words)
    return PanelLine(
        key=f"remedy:{remedy.key}",
        lead=((f"{remedy.n} ", "strong"), (f"{'remedy':<10} ", "dim")),
        body=((said(remedy.what), "plain"), *again),
        tail=(answer,),
        under=tuple(under),
        full=paragraphs(
            f"remedy {remedy.n}, proposed {time(remedy.proposed_at, now, zone)}", remedy.what, *burden, answer[0], remedy.said
        ),
    )


def owed_count(detail: Detail) -> str:
    """The pending ones, for the tab."""
    pending = sum(1 for entry in detail.case.brk.restitution if entry.is_pending)
    waiting = sum(1 for remedy in detail.case.brk.remedies if not remedy.answer)
    return str(pending + waiting or "")
