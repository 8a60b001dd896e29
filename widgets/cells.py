"""A break → the cells of its line on the board, at a given time. Pure; the words and symbols live here.

No state is told by colour alone: each has a word or a symbol (`LEGEND` explains them).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from store.attention import Attention, again_at, judge
from store.clock import DAY, HOUR
from store.money import Money, totals
from store.row import OwedCell, Row, money_of
from store.spans import length
from store.standing import Standing
from store.text import one_line
from store.their_hours import clock_there, night_until
from store.when import short_time
from store.zones import Zone

LEGEND: tuple[tuple[str, str], ...] = (
    ("‼", "overdue"),
    ("!", "due soon"),
    ("☎", "the customer waits for an answer"),
    ("☾", "it is outside the customer's hours"),
    ("↻", "repeat: the same cause as before, at this customer or elsewhere"),
    ("≠", "a claim is disputed"),
    ("◆", "it is public"),
    ("⇄", "two people set one field at once"),
    ("‡", "two promises for one thing, made apart; the earlier counts"),
    ("✋", "do not contact"),
    ("×2", "a promise that was moved so often"),
    ("?", "amends proposed"),
    ("✓", "amends approved"),
    ("→", "amends issued; gone when the customer confirmed"),
    ("remedy?", "owned, and no remedy or amends proposed"),
    ("→ben?", "offered to ben, who has not accepted it; with ‼ for longer than the policy allows"),
    ("ben off", "the owner is off duty: take it"),
    ("⌁1 h", "the owner's installation was not heard of for so long"),
    ("▌", "the selected line"),
    ("●", "marked"),
    ("+2", "so many of a failure's customers stand otherwise"),
)

UNSEEN_AFTER = HOUR
"""A teammate who was not heard of for so long (ms) is marked."""
STATE_SIGNS = {"proposed": "?", "approved": "✓", "issued": "→"}


class Cell(NamedTuple):
    """A text with its tone: `plain dim strong overdue soon fine`."""

    text: str
    tone: str = "plain"
    shorter: tuple[str, ...] = ()
    """The same in fewer cells, for narrow columns: words give way, times and lengths of time stay whole."""

    def within(self, width: int) -> str:
        """The first of its texts that takes `width` cells at most; the last one where none does."""
        return next((text for text in (self.text, *self.shorter) if cell_len(text) <= width), (self.text, *self.shorter)[-1])


class BoardLine(NamedTuple):
    """A break as a line of the board."""

    key: str
    """Full id of the break."""
    spoken: str
    """Shortest id that is unambiguous."""
    row: Row
    repeat: int = 0
    """2: the same customer and cause as before; 1: the same cause elsewhere."""
    indent: bool = False
    """Whether it stands under its failure's line."""


class GroupLine(NamedTuple):
    """A failure that hit several customers as a line that folds out."""

    key: str
    """Full id of the failure."""
    standing: Standing
    customers: int
    severity: int
    """The worst of its breaks."""
    not_told: int
    overdue: int
    late: int
    at_risk: int
    untold_moves: int
    folded_out: bool
    lead: BoardLine | None = None
    """The most urgent of its breaks; None while it is not loaded."""

    @property
    def spoken(self) -> str:
        """Shortest id of the failure that is unambiguous."""
        return self.standing.spoken

    @property
    def what(self) -> str:
        """What broke."""
        return self.standing.what


def cells_of(line: BoardLine, now: int, zone: Zone, heard: Mapping[str, int] = {}) -> dict[str, Cell]:
    """The cells of a break, by column. `heard` says when teammates were last heard of, by the small letters of their names."""
    row = line.row
    attention = judge(row, now)
    return {
        "id": Cell(line.spoken, "strong" if attention.urgency >= 60 else "plain"),
        "sev": Cell(str(row.severity), "overdue" if row.severity == 1 else "soon" if row.severity == 2 else "dim"),
        "customer": Cell(("  " if line.indent else "") + one_line(row.customer) + _signs(line), "strong"),
        "what": Cell(one_line(row.what)),
        "stage": _stage(row, now),
        "who": _who(row, now, heard),
        "contact": contact_cell(row, attention, now, zone),
        "promise": promise_cell(row, attention, now, zone),
        "owed": owed_cell(row.owed) if row.owed or row.bare_since is None else Cell("remedy?", "soon"),
        "steps": Cell(f"{row.steps_done}/{row.steps}", "dim") if row.steps else Cell(""),
    }


def _stage(row: Row, now: int) -> Cell:
    """The stage; while a claim is disputed that and for how long, loudly."""
    if row.disputed_since is not None and row.view != "closed":
        age = length(max(0, now - row.disputed_since))
        return Cell(f"{row.stage} ≠ {age}", "overdue", (f"≠ {age}",))
    return Cell(row.stage, "fine" if row.fixed_at is not None else "plain")


def _signs(line: BoardLine) -> str:
    """The symbols after a customer's name."""
    row = line.row
    signs = (
        ("↻", line.repeat > 0),
        ("☎", row.waiting_since is not None),
        ("≠", row.disputed_since is not None),
        ("◆", row.public_since is not None),
        ("⇄", row.conflicts > 0),
        ("‡", bool(row.doubled)),
        ("✋", bool(row.do_not_contact)),
    )
    found = "".join(sign for sign, shown in signs if shown)
    return f" {found}" if found else ""


def unseen_for(name: str, now: int, heard: Mapping[str, int]) -> int | None:
    """For how long (ms) somebody was not heard of, when that is worth saying; None while they are, or where nobody can know."""
    heard_at = heard.get(name.casefold())
    return now - heard_at if heard_at is not None and now - heard_at >= UNSEEN_AFTER else None


def _who(row: Row, now: int, heard: Mapping[str, int]) -> Cell:
    if row.owner_offered:
        name = one_line(row.owner_offered)
        if row.offered_at is None or row.offered_due_at is None or now < row.offered_due_at:
            return Cell(f"→{name}?", "soon")
        waits = length(max(0, now - row.offered_at))
        return Cell(
            f"→{name}? ‼ {waits}", "overdue", (f"→{name}?‼", *(f"→{one_line(name, left)}?‼" for left in range(len(name), 1, -1)))
        )
    if not row.owner:
        return Cell("—", "soon")
    if row.owner_away:
        name = one_line(row.owner)
        return Cell(f"{name} off", "soon", tuple(f"{one_line(name, left)} off" for left in range(len(name), 1, -1)))
    name, away = one_line(row.owner), unseen_for(row.owner, now, heard)
    if away is None:
        return Cell(name)
    since = length(away)
    about = length(away - away % (DAY if away >= DAY else HOUR))
    shorter = (f"{name}⌁{since}", f"{name} ⌁{about}", *(f"{one_line(name, left)}⌁{about}" for left in range(len(name), 1, -1)))
    return Cell(f"{name} ⌁{since}", "soon", (*shorter, f"⌁{about}"))


def contact_cell(row: Row, attention: Attention, now: int, zone: Zone) -> Cell:
    """Time since we really spoke or wrote, then when the next is due or by how much it is over; with a moon while it is
    outside their hours."""
    cell = _contact(row, attention, now, zone)
    if row.view == "closed" or attention.contact_state == "asleep" or night_until(row, now) is None:
        return cell
    there = f" {clock_there(row, now)}" if row.zone else ""
    texts = (cell.text, *cell.shorter)
    return Cell(f"{cell.text} ☾{there}", cell.tone, (*(f"{text} ☾" for text in texts), *texts))


def _contact(row: Row, attention: Attention, now: int, zone: Zone) -> Cell:
    state = attention.contact_state
    if attention.calling and row.calling_since is not None:
        lasts = f"calling {length(now - row.calling_since)}"
        return Cell(f"{one_line(row.calling)} {lasts}", "fine", (f"{one_line(row.calling, 6)} {lasts}", lasts))
    if row.view != "open":
        return _last_word(row, now)
    if state == "not-told":
        late = attention.contact_due_at is not None and now >= attention.contact_due_at
        return Cell(f"NOT TOLD {length(now - row.known_at)}{' ‼' if late else ''}", "overdue" if late else "soon")
    if row.waiting_since is not None:
        late = row.waiting_due_at is not None and now >= row.waiting_due_at
        return Cell(f"waits {length(now - row.waiting_since)}{' ‼' if late else ''}", "overdue" if late else "soon")
    retry_at = again_at(row, attention)
    if retry_at is not None and now < retry_at:
        tried, again = f"tried {row.attempts}×, ", short_time(retry_at, now, zone)
        return Cell(f"{tried}again {again}", "soon", (tried + again,))
    if retry_at is not None and state != "overdue":
        tried = f"tried {row.attempts}× ‼"
        over = f"{tried} {length(now - retry_at)}"
        return Cell(f"{over} over", "overdue", (over, tried))
    if state in ("asleep", "silence") and attention.quiet_until is not None:
        until = short_time(attention.quiet_until, now, zone)
        if state == "asleep":
            return Cell(f"asleep until {until}", "dim", (f"asleep to {until}",))
        return Cell(f"silent to {until} (asked)", "dim", (f"silent to {until}",))
    return _last_and_next(row, attention, now)


def _last_word(row: Row, now: int) -> Cell:
    return Cell("—", "dim") if row.last_contact_at is None else Cell(length(now - row.last_contact_at), "dim")


def _last_and_next(row: Row, attention: Attention, now: int) -> Cell:
    since = length(max(0, now - row.last_contact_at)) if row.last_contact_at is not None else "—"
    if attention.clock_ahead:
        since = "clock off!"
    due_at = attention.contact_due_at
    if due_at is None or attention.contact_state == "none":
        return Cell(since, "dim")
    if now >= due_at:
        over = f"{since} ‼ {length(now - due_at)}"
        tried = f", tried {row.attempts}×" if row.attempts else ""
        shorter = (f"{over}{tried}", f"{over} over", over) if tried else (over,)
        return Cell(f"{over} over{tried}", "overdue", shorter)
    soon, due_in = attention.contact_state == "soon", length(due_at - now)
    sign = "!" if soon else "·"
    return Cell(
        f"{since} {sign} next in {due_in}", "soon" if soon else "plain", (f"{since} {sign} in {due_in}", f"{since} {sign} {due_in}")
    )


def promise_cell(row: Row, attention: Attention, now: int, zone: Zone) -> Cell:
    """The nearest open promise, or how the last one was kept."""
    promise = row.promise
    if promise is None:
        return Cell("—", "dim")
    slips = f" ×{promise.slips}" if promise.slips else ""
    if promise.result:
        return _settled(row, attention, slips)
    if row.untold_since is not None:
        return Cell(f"moved, not told ‼{slips}", "overdue")
    if promise.told_due_at is None:
        return Cell(f"no date yet{slips}")
    if now > promise.told_due_at:
        return Cell(f"late {length(now - promise.told_due_at)} ‼{slips}", "overdue")
    sign = "! " if attention.promise_state == "at-risk" else ""
    at = short_time(promise.told_due_at, now, zone)
    about = "~" if promise.sure == "window" else ""
    left = length(promise.told_due_at - now)
    shorter = (f"{sign}{about}{at} {left}{slips}", f"{sign}{about}{at}{slips}")
    return Cell(f"{sign}{about}{at}, {left}{slips}", "soon" if sign else "plain", shorter)


def _settled(row: Row, attention: Attention, slips: str) -> Cell:
    promise = row.promise
    if promise is None or promise.result != "kept":
        return Cell((promise.result if promise else "") + slips, "overdue" if promise and promise.result == "broken" else "dim")
    if promise.told_due_at is None or promise.settled_at is None:
        return Cell(f"kept{slips}", "fine")
    late = promise.settled_at - promise.told_due_at
    if attention.promise_state == "late":
        return Cell(f"{length(late)} late{slips}", "overdue")
    return Cell(f"kept, {length(late)} early{slips}", "fine", (f"kept {length(late)} early{slips}", f"kept{slips}"))


def owed_cell(owed: tuple[OwedCell, ...]) -> Cell:
    """What is pending, by currency, with the sign of the state that is furthest behind."""
    if not owed:
        return Cell("")
    sums = totals(money_of(cell) for cell in owed)
    return sums_cell(sums, {cell.state for cell in owed}, any(cell.needs_approval for cell in owed))


def sums_cell(sums: Sequence[Money], states: Collection[str], needs_approval: bool) -> Cell:
    """Sums of several currencies, which are never added up, with the sign of the state that is furthest behind."""
    sign = STATE_SIGNS[min(states, key=("proposed", "approved", "issued").index)]
    first, others = str(sums[0]), len(sums) - 1
    more = f" +{others}" if others else ""
    shorter = (f"{first}{more} {sign}", f"{first}{more.strip()} {sign}", f"{first}{'+' if others else ''}{sign}")
    return Cell(f"{' · '.join(map(str, sums))} {sign}", "soon" if needs_approval else "plain", shorter)
