"""Making it right: remedies and the customer's answer, the restitution ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from store.actions.asking import choice, line, next_number, numbered, prose, their_zone, time_ahead, told, whole_number
from store.actions.receipt import Receipt
from store.entries import Remedy, Restitution
from store.errors import BadInput, Refused
from store.events import Body
from store.money import Money, parse_money
from store.plan import needs_approval
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import ANSWERS, CHANNELS, RESTITUTION_KINDS, RESTITUTION_STATES
from store.zones import iso


def propose_remedy(tx: Transaction, typed_id: str, what: str, *, effort: str = "", cost: str = "", inside: bool = False) -> Receipt:
    """Proposes how to put it right: to the customer, or only `inside` the house, until they are told. Effort or cost for the
    customer draws a warning."""
    case = tx.case(typed_id)
    subject = f"break:{case.brk.id}"
    n = next_number(tx.events_of(case), "remedy_proposed")
    body: Body = {"n": n, "what": prose(what, "what")}
    warnings: list[str] = []
    if (words := line(effort, "effort", required=False)) and words.lower() not in NOTHING:
        body["effort"] = words
        warnings.append(f"it puts effort on the customer: {words}")
    if (money := their_cost(cost, case.policy.currency)) is not None:
        body["cost"] = money.to_json()
        warnings.append(f"it costs the customer {money}")
    if inside:
        body["inside"] = True
        warnings.append(f"{case.row.customer} does not know of it yet: `remedy … {n} told` says that they do")
    tx.add(subject, "remedy_proposed", body)
    round_ = round_of(case.brk.remedies)
    said = (f"round {round_}",) if round_ > 1 else ()
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), said, tuple(warnings))


NOTHING = ("0", "none", "no", "nothing", "-")
"""What may be typed as effort or cost to say that there is none."""


def their_cost(typed: str, currency: str) -> Money | None:
    """What a remedy costs the customer, in `currency` where none is named; None for nothing at all, a word for it, or a zero of
    any currency, as `0 EUR`. Raises BadInput."""
    text = typed.strip()
    if not text or text.lower() in NOTHING or re.fullmatch(_ZERO, text.lower()):
        return None
    try:
        return parse_money(text, "cost", currency)
    except BadInput as error:
        raise BadInput(
            "cost", error.title, "what it costs the customer, as 20 EUR; leave it out where it costs them nothing"
        ) from error


_ZERO = r"(?:[a-z]{3}|[^\w\s.,-])?\s*0+(?:[.,]0+)?\s*(?:[a-z]{3}|[^\w\s.,-])?"


def round_of(remedies: Sequence[Remedy]) -> int:
    """Which round a remedy begins that is proposed now: a further one for each answer below what they expect."""
    return 1 + sum(1 for remedy in remedies if remedy.answer == "below")


def tell_remedy(tx: Transaction, typed_id: str, n: str, channel: str) -> Receipt:
    """Notes that the customer was told of a remedy that was proposed inside the house. Raises Refused when they knew."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    remedy = numbered(case.brk.remedies, n, "remedy", spoken)
    if not remedy.untold:
        raise Refused("n", f"{case.row.customer} knows of remedy {remedy.n}", "ask whether it is enough, and note the answer")
    body: Body = {"remedy": remedy.key, "channel": choice(channel, CHANNELS, "channel")}
    tx.add(tx.cases.home_of(case, remedy.key), "remedy_told", body)
    return Receipt(spoken, case.row.customer, remedy.n, (f"they know of remedy {remedy.n}: ask whether it is enough",))


def answer_remedy(tx: Transaction, typed_id: str, n: str, answer: str, said: str = "") -> Receipt:
    """Notes the customer's answer to a remedy: below, meets or exceeds what they expect; below opens a new round."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    remedy = numbered(case.brk.remedies, n, "remedy", spoken)
    later = next((other for other in case.brk.remedies if other.round > remedy.round), None)
    if remedy.answer and later is not None:
        raise Refused(
            "n",
            f"remedy {remedy.n} of {spoken} was answered ({remedy.answer}), and round {later.round} began with remedy {later.n}",
            f"answer that one; what was noted wrongly is corrected with `warroom amend {spoken}`",
        )
    body: Body = {"remedy": remedy.key, "answer": choice(answer, ANSWERS, "answer")}
    if words := prose(said, "said", required=False):
        body["said"] = words
    tx.add(tx.cases.home_of(case, remedy.key), "remedy_answered", body)
    warnings = ("below what they expect: propose another remedy",) if body["answer"] == "below" else ()
    return Receipt(spoken, case.row.customer, remedy.n, (f"remedy {remedy.n}: {body['answer']}",), warnings)


def owe(tx: Transaction, typed_id: str, kind: str, amount: str, *, why: str = "", due: str = "") -> Receipt:
    """Proposes restitution. Raises BadInput for nonsense, zero or negative amounts and unknown currencies."""
    case = tx.case(typed_id)
    theirs = their_zone(case.customer)
    subject = f"break:{case.brk.id}"
    n = next_number(tx.events_of(case), "restitution_proposed")
    money = parse_money(amount, "amount", case.policy.currency)
    body: Body = {"n": n, "kind": choice(kind, RESTITUTION_KINDS, "kind"), "amount": money.to_json()}
    if words := prose(why, "why", required=False):
        body["why"] = words
    lines = [f"{body['kind']} {money}"]
    if due:
        due_at = time_ahead(tx, due, "due", theirs)
        body["due_at"] = iso(due_at)
        lines.append(told(tx, "due", due_at, theirs))
    tx.add(subject, "restitution_proposed", body)
    made = Restitution(str(n), "", body["kind"], money, "", tx.at, None, "proposed", tx.at, "", tx.actor)
    noted = limit_text(case, made)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), tuple(lines), (noted,) if noted else ())


def limit_text(case: Case, line: Restitution) -> str:
    """What the limit says to a line that is proposed: that it waits for approval, or that several small ones pass the limit
    together; else empty."""
    if needs_approval(line, case.brk.severity, case.policy):
        return approval_text(case, line)
    limit = case.policy.approval[case.brk.severity - 1]
    if limit is None or line.kind == "correction":
        return ""
    small = [other for other in case.brk.restitution if _is_unapproved(case, other)]
    together = sum((other.amount.amount for other in (*small, line)), Decimal(0))
    if not small or together <= limit:
        return ""
    alike = line.kind != "other" and all(other.kind == line.kind for other in small)
    kind = f"{line.kind.replace('-', ' ')}s" if alike else "lines"
    count = len(small) + 1
    spelled = _COUNTS[count] if count < len(_COUNTS) else str(count)
    return f"{spelled} {kind} together {Money(together, line.amount.currency)}, over what one may decide"


_COUNTS = ("", "one", "two", "three", "four", "five", "six")


def _is_unapproved(case: Case, line: Restitution) -> bool:
    """Whether a line was, or can be, decided without anybody's approval."""
    if line.kind == "correction" or line.state == "declined" or line.amount.currency != case.policy.currency:
        return False
    approved = any(move.state == "approved" for move in line.moves)
    return not approved and not needs_approval(line, case.brk.severity, case.policy)


def approval_text(case: Case, line: Restitution) -> str:
    """Why a line needs approval."""
    severity, board = case.brk.severity, case.policy.currency
    if line.amount.currency != board:
        why = f"{line.amount} is not in {board}, and another currency always needs approval"
    else:
        why = f"over the limit of {case.policy.approval[severity - 1]} {board} for severity {severity}"
    again = " again, as it was changed since" if line.state != "proposed" else " first"
    return f"{why}: somebody approves it{again}"


_FOLLOWS = {
    "proposed": ("approved", "issued", "declined"),
    "approved": ("issued", "declined"),
    "issued": ("confirmed", "declined"),
    "over": ("approved", "declined"),
}
"""State → what it can move to; `over` stands for all that waits for approval."""


def following_states(case: Case, line: Restitution) -> tuple[str, ...]:
    """The states that a line of the ledger can move to; over the limit it is approved before it goes on."""
    return _FOLLOWS["over"] if needs_approval(line, case.brk.severity, case.policy) else _FOLLOWS.get(line.state, ())


def move_restitution(tx: Transaction, typed_id: str, n: str, state: str, by: str = "") -> Receipt:
    """Moves a line of the ledger on: approved, issued, confirmed by the customer, or declined.

    Raises Refused for a state that can't follow; issuing over the limit needs approval first.
    """
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry = numbered(case.brk.restitution, n, "restitution line", spoken)
    state = choice(state, RESTITUTION_STATES[1:], "state")
    over = needs_approval(entry, case.brk.severity, case.policy)
    can = following_states(case, entry)
    if over and state not in can and state in _FOLLOWS[entry.state]:
        raise Refused("state", approval_text(case, entry), f"`warroom restitution {spoken} {entry.n} approved --by NAME`")
    if state not in can:
        hint = "what can: " + ", ".join(can) if can else "undo takes the last move back"
        raise Refused("state", f"restitution {entry.n} of {spoken} is {entry.state}: {state} can't follow", hint)
    body: Body = {"restitution": entry.key, "state": state}
    if words := line(by, "by", required=False):
        body["by"] = words
    tx.add(tx.cases.home_of(case, entry.key), "restitution_moved", body)
    own = state == "approved" and over and not by and entry.actor.casefold() == tx.actor.casefold()
    warnings = (f"{tx.actor} proposed it and approves it too: over the limit somebody else should",) if own else ()
    return Receipt(spoken, case.row.customer, entry.n, (f"{entry.kind} {entry.amount}: {state}",), warnings)


def count_affected(tx: Transaction, typed_id: str, count: str, corrected: str = "") -> Receipt:
    """Notes how many are hit inside one customer, and for how many it is put right."""
    case = tx.case(typed_id)
    body: Body = {"count": whole_number(count, "count")}
    if corrected:
        body["corrected"] = whole_number(corrected, "corrected")
        if body["corrected"] > body["count"]:
            raise BadInput(
                "corrected", f"{body['corrected']:,} corrected are more than the {body['count']:,} affected", "check the figures"
            )
    tx.add(f"break:{case.brk.id}", "affected_counted", body)
    lines = (f"{body.get('corrected', case.brk.corrected) or 0:,} of {body['count']:,} corrected",)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=lines)
