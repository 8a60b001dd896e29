"""Promises: made, moved, told, settled. A broken one stays on record."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.asking import choice, line, next_number, numbered, prose, their_zone, time_ahead, told
from store.actions.receipt import Receipt
from store.entries import Promise
from store.errors import BadInput, Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import CHANNELS, PROMISE_KINDS, SETTLEMENTS, SURENESS
from store.zones import Zone, iso


def make_promise(
    tx: Transaction,
    typed_ids: Sequence[str],
    what: str,
    *,
    by: str = "",
    kind: str = "fix",
    sure: str = "firm",
    from_: str = "",
    next_: str = "",
) -> list[Receipt]:
    """Makes a promise to one customer or to several, in one action. `sure` none has no date, but can name the time of the
    next word (`next_`); a window runs from `from_` to `by`.

    Raises BadInput, NotFound, Ambiguous.
    """
    if not typed_ids:
        raise BadInput("id", "no break is named", "name at least one")
    body: Body = {"kind": choice(kind, PROMISE_KINDS, "kind"), "what": line(what, "what"), "sure": choice(sure, SURENESS, "sure")}
    if body["sure"] == "none" and by:
        raise BadInput("by", "“no date yet” has no date", "leave the date out, or choose firm or window")
    if body["sure"] != "none" and not by:
        raise BadInput("by", "a promise needs a date", "say by when (as 16:30), or choose “no date yet” (--sure none)")
    if body["sure"] != "none" and next_:
        raise BadInput("next", "the time of the next word goes with “no date yet”", "leave it out, or choose --sure none")
    if from_ and body["sure"] != "window":
        raise BadInput("from", "only a window has a beginning", "choose window, or leave it out")
    ids = list(dict.fromkeys(tx.find_break(typed) for typed in typed_ids))
    return [_promise(tx, tx.cases.case(id_), dict(body), by, from_, next_) for id_ in ids]


def _promise(tx: Transaction, case: Case, body: Body, by: str, from_: str, next_: str) -> Receipt:
    theirs = their_zone(case.customer)
    subject = f"break:{case.brk.id}"
    lines: list[str] = []
    warnings: list[str] = []
    n = next_number(tx.events_of(case), "promised")
    made: Body = {"n": n, **body}
    if by:
        due_at = time_ahead(tx, by, "by", theirs)
        made["due_at"] = iso(due_at)
        lines.append(told(tx, "by", due_at, theirs))
        if from_:
            from_at = time_ahead(tx, from_, "from", theirs)
            if from_at >= due_at:
                raise BadInput("from", "the window ends before it begins", "name a time before its end")
            made["from_at"] = iso(from_at)
            lines.insert(0, told(tx, "from", from_at, theirs))
        late = [line for line in (*case.brk.deadlines, *case.failure.deadlines) if line.of == "supplier" and line.state != "met"]
        warnings += [
            f"{item.who or 'a supplier'} is due later: {told(tx, '', item.due_at).strip()}" for item in late if item.due_at > due_at
        ]
    tx.add(subject, "promised", made)
    if next_:
        next_at = time_ahead(tx, next_, "next", theirs)
        lines.append(told(tx, "next word", next_at, theirs))
        tx.add(subject, "promised", {"n": n + 1, "kind": "news", "what": "be in touch", "sure": "firm", "due_at": iso(next_at)})
    return Receipt(tx.spoken(case.brk.id), case.row.customer, str(n), tuple(lines), tuple(warnings))


def _open_promise(case: Case, n: str, spoken: str) -> Promise:
    """The promise with that number, which must be open. Raises NotFound, Refused."""
    promise = numbered(case.brk.promises, n, "promise", spoken)
    if not promise.is_open:
        raise Refused(
            "n", f"promise {promise.n} of {spoken} is settled: {promise.result}", "take that back first (undo), or make a new one"
        )
    return promise


def settle_promise(tx: Transaction, typed_id: str, n: str, result: str, reason: str = "") -> Receipt:
    """Ends a promise: kept, broken or withdrawn. Kept after its date counts as late. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    promise = _open_promise(case, n, spoken)
    body: Body = {"promise": promise.key, "result": choice(result, SETTLEMENTS, "result")}
    if words := prose(reason, "reason", required=False):
        body["reason"] = words
    tx.add(tx.cases.home_of(case, promise.key), "promise_settled", body)
    lines = (
        f"promise {promise.n}, {promise.what}: {body['result']}{_how_late(promise, tx.at) if body['result'] == 'kept' else ''}",
    )
    return Receipt(spoken, case.row.customer, promise.n, lines)


def _how_late(promise: Promise, at: int) -> str:
    from store.spans import length

    if promise.told_due_at is None:
        return ""
    late = at - promise.told_due_at
    return f", {length(late)} {'late' if late > 0 else 'early'}"


def move_promise(tx: Transaction, typed_id: str, n: str, by: str, reason: str, *, say: str = "", told_by: str = "") -> Receipt:
    """Moves a promise to another date and keeps its number. `reason` is for us, `say` for them; `told_by` is the channel on
    which they were told, empty when they do not know yet. Raises BadInput, NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    theirs = their_zone(case.customer)
    promise = _open_promise(case, n, spoken)
    due_at = time_ahead(tx, by, "by", theirs)
    if due_at == promise.due_at:
        raise BadInput("by", "that is the date that it has", "name another one")
    body: Body = {"promise": promise.key, "due_at": iso(due_at), "reason": prose(reason, "reason")}
    if words := prose(say, "say", required=False):
        body["say"] = words
    if told_by:
        body["told"] = choice(told_by, CHANNELS, "told")
    tx.add(tx.cases.home_of(case, promise.key), "promise_moved", body)
    warnings = () if told_by else (f"{case.row.customer} does not know yet: the last told date counts until they do",)
    return Receipt(spoken, case.row.customer, promise.n, (told(tx, "moved to", due_at, theirs),), warnings)


def tell_promise(tx: Transaction, typed_id: str, n: str, channel: str) -> Receipt:
    """Notes that the customer was told of a promise's new date. Raises Refused when they knew."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    promise = numbered(case.brk.promises, n, "promise", spoken)
    if promise.told:
        raise Refused("n", f"the customer knows the date of promise {promise.n}", "there is nothing to tell")
    tx.add(
        tx.cases.home_of(case, promise.key),
        "promise_told",
        {"promise": promise.key, "channel": choice(channel, CHANNELS, "channel")},
    )
    theirs: Zone = their_zone(case.customer)
    lines = (told(tx, "they know:", promise.due_at, theirs),) if promise.due_at is not None else ()
    return Receipt(spoken, case.row.customer, promise.n, lines)
