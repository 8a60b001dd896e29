"""One line of the board: all that attention and the table need to know of a break, worked out when it changes.

A row holds instants, never durations or anything else that depends on the time now; `store.attention` judges it at a
given time. Rows are kept beside the log, packed, so that opening the board folds nothing.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from store.money import Money

FOLD_VERSION = 8
"""Changes whenever the same events would fold to other rows: folded tables of another version are made again."""


class Quiet(NamedTuple):
    """A time in which the customer is not to be called: `asleep` by their hours, or `silence` that they asked for."""

    begin: int
    until: int
    kind: str


class PromiseCell(NamedTuple):
    """The promise that the row shows: the nearest open one, else the last one that was settled."""

    n: str
    kind: str
    what: str
    sure: str
    due_at: int | None
    told_due_at: int | None
    from_at: int | None
    warn_at: int | None
    result: str
    settled_at: int | None
    slips: int
    told: bool
    threatened: bool
    """Whether somebody else's date that it rests on lies after it."""


class OwedCell(NamedTuple):
    """One pending line of the restitution ledger."""

    n: str
    kind: str
    amount: str
    currency: str
    state: str
    due_at: int | None
    needs_approval: bool


class DueCell(NamedTuple):
    """A dated thing: a follow-up, somebody else's deadline."""

    n: str
    what: str
    who: str
    due_at: int


class StepCell(NamedTuple):
    """The step of its playbook that a break needs next."""

    id: str
    title: str
    who: str
    """Who does it by their role: a name, `a manager`, `somebody else than cem`; empty when it is anyone, or nobody yet."""
    due_at: int | None
    deed: str
    """What proves it, as `contact apology` or `entry explanation`; empty when it is done by hand."""


class Row(NamedTuple):
    """A break as the board shows it. Empty text and None mean that there is nothing to show."""

    id: str
    customer: str
    customer_key: str
    contact_name: str
    call_name: str
    phone: str
    zone: str
    deputy: str
    what: str
    severity: int
    stage: str
    view: str
    """`open`, `follow-up` or `closed`."""
    owner: str
    owner_offered: str
    failure: str
    category: str
    cause: str
    opened_at: int
    known_at: int
    found_by: str
    owned_at: int | None
    told_at: int | None
    fixed_at: int | None
    closed_at: int | None
    last_contact_at: int | None
    last_contact_result: str
    contact_due_at: int | None
    contact_warn_at: int | None
    contact_is_news: bool
    quiet: tuple[Quiet, ...]
    attempts: int
    last_attempt_at: int | None
    retry_at: int | None
    try_deputy: bool
    calling: str
    calling_since: int | None
    waiting_since: int | None
    waiting_due_at: int | None
    promise: PromiseCell | None
    untold_n: str
    """Number of an open promise that was moved without their knowing."""
    untold_since: int | None
    owed: tuple[OwedCell, ...]
    amends_due_at: int | None
    """When amends should have been proposed; None when they were, or need not be."""
    remedy_waits_since: int | None
    disputed_since: int | None
    public_since: int | None
    public_due_at: int | None
    followup: DueCell | None
    deadline: DueCell | None
    untouched_due_at: int | None
    blockers: int
    conflicts: int
    newer: int
    acknowledged_until: int | None
    do_not_contact: str
    waiting_on: str
    worth: str
    worth_currency: str
    trouble: str
    must_tell: str
    must_tell_by: int | None
    fault: str
    """`ours`, `not-ours`, `unknown`."""
    own_due_at: int | None
    """When we should have owned it to the customer, who knows of it; None when we did, or when it is not ours."""
    chase_at: int | None
    """When the supplier behind `deadline` is to be chased first; None when they were, and for other dates."""
    doubled: str
    """Open promises for one thing that were made apart, as `2a and 2b`, the one whose date counts first; empty without such."""
    doubled_due_at: int | None
    """The date of the one that counts, as the customer knows it."""
    first_fixer: str
    """Who was first named to mend it."""
    playbook: str
    """The playbook that it follows."""
    steps_done: int
    steps: int
    step: StepCell | None
    """The step to do next; None when all are done, when it is closed, and for what was imported."""
    playbook_missing: str
    """The playbook that it was to follow and that is not here; empty where it is."""
    hours: str
    """When they can be called, as a card writes it; empty when nobody said."""
    hours_zone: str
    """The zone of those hours."""
    days_off: str
    """Their holidays from the day before we knew on: dates with spaces between."""
    night_line: str
    """The contact person's number for the night."""
    night_counts: bool
    """Whether the severity has them called outside their hours."""
    untold_remedy: str
    """Number of a remedy that was proposed inside the house and of which the customer does not know."""
    untold_remedy_since: int | None
    below_since: int | None
    """When they called the last remedy not enough; None when another was proposed since."""
    bare_since: int | None
    """Since when it is owned to them with neither a remedy nor amends proposed; None for a fault that is not ours."""
    blocker: DueCell | None
    """The blocker that was not asked about for longest; `due_at` is since when it stands."""
    nudge_at: int | None
    """When `blocker` is to be asked about again."""
    affected: int | None
    """How many are hit inside the customer."""
    corrected: int | None
    check_in: DueCell | None = None
    """The next check-in of the watch period after closing: `what` says which of how many."""
    watch_ends_at: int | None = None
    """When the watch period ends and the outcome is looked at again; None when it was, or nothing is watched."""
    outcome: str = ""
    prevention: DueCell | None = None
    """The nearest dated prevention action that is not done, with its owner."""
    offered_at: int | None = None
    """Since when it is offered to `owner_offered`; None for one that is closed."""
    offered_due_at: int | None = None
    """When the offer should have been accepted."""
    owner_away: bool = False
    """Whether the owner said that they are off duty."""
    known_face: str = ""
    """Who spoke to the customer last, where that is not the owner and the owner has not spoken to them yet; else empty."""
    deputy_call: str = ""
    """The name to use for the deputy."""


_NESTED: dict[str, type[Any]] = {
    "promise": PromiseCell,
    "step": StepCell,
    **dict.fromkeys(("followup", "deadline", "blocker", "check_in", "prevention"), DueCell),
}
_PLACES = {name: Row._fields.index(name) for name in (*_NESTED, "quiet", "owed")}


def pack(row: Row) -> str:
    """The row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Row:
    """The row in a line that `pack` made."""
    values: list[Any] = json.loads(text)
    for name, kind in _NESTED.items():
        cell = values[_PLACES[name]]
        if cell is not None:
            values[_PLACES[name]] = kind(*cell)
    values[_PLACES["quiet"]] = tuple(Quiet(*period) for period in values[_PLACES["quiet"]])
    values[_PLACES["owed"]] = tuple(OwedCell(*cell) for cell in values[_PLACES["owed"]])
    return Row(*values)


def owed_states(cells: Iterable[OwedCell]) -> set[str]:
    """The states of the pending amends (of what stands apart from them, where nothing else is pending): a line that waits
    for approval counts as proposed, wherever it stands."""
    found = list(cells)
    amends = [cell for cell in found if cell.kind not in ("gift-card", "correction")]
    return {"proposed" if cell.needs_approval else cell.state for cell in amends or found}


def money_of(cell: OwedCell) -> Money:
    """The amount of a pending line."""
    return Money(Decimal(cell.amount), cell.currency)


def to_settle(row: Row) -> bool:
    """Whether the promise that the row shows is one of a fix that is there: nothing is left of it but to settle it."""
    promise = row.promise
    return promise is not None and promise.kind == "fix" and not promise.result and row.fixed_at is not None


def worth_of(row: Row, currency: str) -> Decimal:
    """The account's value when it is in the board's currency, else 0: amounts of different currencies don't compare."""
    return Decimal(row.worth) if row.worth and row.worth_currency == currency else Decimal(0)
