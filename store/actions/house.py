"""Inside the house: notes, explanations, blockers, disputes, waiting, steps, debriefs, outcome."""

from __future__ import annotations

from store.actions.asking import choice, line, next_number, numbered, prose
from store.actions.receipt import Receipt
from store.errors import NotFound, Refused
from store.events import Body
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.state import Break
from store.text import quoted
from store.words import OUTCOMES, WAITING_ON


def _on_break(tx: Transaction, case: Case, kind: str, body: Body, n: str = "", said: tuple[str, ...] = ()) -> Receipt:
    tx.add(f"break:{case.brk.id}", kind, body)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, n, said)


def _on_entry(tx: Transaction, case: Case, key: str, kind: str, body: Body, n: str) -> Receipt:
    """About an entry: where that stands."""
    tx.add(tx.cases.home_of(case, key), kind, body)
    return Receipt(tx.spoken(case.brk.id), case.row.customer, n)


def _on_failure(tx: Transaction, case: Case, kind: str, body: Body) -> Receipt:
    """On the failure: entered once, for all its customers."""
    tx.add(f"failure:{case.failure.id}", kind, body)
    others = len(tx.breaks_of(case.failure.id)) - 1
    said = (f"for all {others + 1} customers of {tx.spoken_failure(case.failure.id)}",) if others > 0 else ()
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=said)


def note(tx: Transaction, typed_id: str, text: str) -> Receipt:
    """A note on a break: for us, never for the customer."""
    return _on_break(tx, tx.case(typed_id), "noted", {"text": prose(text, "text")})


def explain(tx: Transaction, typed_id: str, text: str) -> Receipt:
    """The honest explanation of what happened and why, for the customer; it belongs to the failure."""
    return _on_failure(tx, tx.case(typed_id), "explained", {"text": prose(text, "text")})


def learn(tx: Transaction, typed_id: str, text: str) -> Receipt:
    """A lesson, found again by search; it belongs to the failure."""
    return _on_failure(tx, tx.case(typed_id), "lesson_learned", {"text": prose(text, "text")})


def debrief(tx: Transaction, typed_id: str, who: str, said: str = "") -> Receipt:
    """What one person of the staff told of it, without blame; it belongs to the failure."""
    body: Body = {"who": line(who, "who")}
    if words := prose(said, "said", required=False):
        body["said"] = words
    done = _on_failure(tx, tx.case(typed_id), "debriefed", body)
    return done if words else done._replace(warnings=(*done.warnings, NOTHING_SAID))


NOTHING_SAID = "nothing is said yet: closing counts it as not done"
"""What a debrief without words is told."""


def raise_blocker(tx: Transaction, typed_id: str, what: str, who: str = "") -> Receipt:
    """Red tape that stands in the way, and who can clear it."""
    case = tx.case(typed_id)
    n = next_number(tx.events_of(case), "blocker_raised")
    body: Body = {"n": n, "what": prose(what, "what")}
    if name := line(who, "who", required=False):
        body["who"] = name
    return _on_break(tx, case, "blocker_raised", body, str(n))


def not_a_second_person(brk: Break, name: str, fixed_by: str = "") -> tuple[str, ...]:
    """What is wrong with somebody's confirming their own fix; nothing for anybody else. `fixed_by` says so just now."""
    if brk.is_second_person(name) and name.casefold() != fixed_by.casefold():
        return ()
    did = "mends it" if name.casefold() == brk.fixer.casefold() else "said that it is fixed"
    return (f"{name} {did} and confirms it too: a second person should",)


def clear_blocker(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """A blocker is out of the way. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    entry = numbered(case.brk.blockers, n, "blocker", spoken)
    if entry.cleared_at is not None:
        raise Refused("n", f"blocker {entry.n} is cleared already", "undo takes that back")
    words = prose(said, "said", required=False)
    return _on_entry(tx, case, entry.key, "blocker_cleared", {"blocker": entry.key, **({"said": words} if words else {})}, entry.n)


def nudge_blocker(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """We asked again about a blocker. Raises NotFound."""
    case = tx.case(typed_id)
    entry = numbered(case.brk.blockers, n, "blocker", tx.spoken(case.brk.id))
    words = prose(said, "said", required=False)
    return _on_entry(tx, case, entry.key, "blocker_nudged", {"blocker": entry.key, **({"said": words} if words else {})}, entry.n)


def wait_on(tx: Transaction, typed_id: str, on: str) -> Receipt:
    """Whom the fix waits for; it may pause the fix clock, never the contact clock. Raises Refused when that is so already."""
    case = tx.case(typed_id)
    who = choice(on, WAITING_ON, "on")
    if who == (case.brk.waiting_on or "none"):
        raise Refused("on", f"{tx.spoken(case.brk.id)} waits on {who} already", "nothing to change")
    paused = "the fix clock is paused, " if who in case.policy.fix_pauses else ""
    return _on_break(tx, case, "waiting_set", {"on": who}, said=(f"waits on {who}; {paused}the contact clock runs on",))


def dispute(tx: Transaction, typed_id: str, what: str, by: str = "us") -> Receipt:
    """A claim is disputed: loud until it is withdrawn."""
    return _on_break(tx, tx.case(typed_id), "disputed", {"what": prose(what, "what"), "by": choice(by, ("us", "them"), "by")})


def withdraw_dispute(tx: Transaction, typed_id: str, said: str = "") -> Receipt:
    """The dispute is withdrawn: the claim is accepted. Raises Refused when nothing is disputed."""
    case = tx.case(typed_id)
    if case.brk.disputed_since is None:
        raise Refused("id", f"nothing on {tx.spoken(case.brk.id)} is disputed", "nothing to withdraw")
    words = prose(said, "said", required=False)
    homes = {tx.cases.home_of(case, item.key): None for item in case.brk.disputes if item.withdrawn_at is None}
    for home in homes:
        tx.add(home, "dispute_withdrawn", {"said": words} if words else {})
    return Receipt(tx.spoken(case.brk.id), case.row.customer)


def mark_public(tx: Transaction, typed_id: str, where: str, link: str = "", knows: str = "") -> Receipt:
    """It is public: where, the link, and who inside knows of it already. Its own clock runs until we answered there."""
    case = tx.case(typed_id)
    n = next_number(tx.events_of(case), "public_marked")
    body: Body = {"n": n, "where": line(where, "where")}
    if found := line(link, "link", required=False):
        body["link"] = found
    if names := line(knows, "knows", required=False):
        body["knows"] = names
    return _on_break(tx, case, "public_marked", body, str(n))


def answer_public(tx: Transaction, typed_id: str, n: str, said: str = "") -> Receipt:
    """We answered where it is public. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    entry = numbered(case.brk.public, n, "public mark", tx.spoken(case.brk.id))
    if entry.answered_at is not None:
        raise Refused("n", f"public mark {entry.n} is answered already", "undo takes that back")
    words = prose(said, "said", required=False)
    return _on_entry(tx, case, entry.key, "public_answered", {"mark": entry.key, **({"said": words} if words else {})}, entry.n)


def confirm_fix(tx: Transaction, typed_id: str, by: str) -> Receipt:
    """A second person confirms that it is fixed: who is named, else who says so. Raises Refused before it is fixed."""
    case = tx.case(typed_id)
    if case.brk.fixed_at is None:
        raise Refused("id", f"{tx.spoken(case.brk.id)} is {case.brk.stage}: there is no fix to confirm", "first `stage … fixed`")
    name = line(by, "by", required=False) or tx.actor
    return _on_break(tx, case, "fix_confirmed", {"by": name})._replace(warnings=not_a_second_person(case.brk, name))


def set_outcome(tx: Transaction, typed_id: str, outcome: str) -> Receipt:
    """How it ended with the customer: lost, kept, stronger or advocate."""
    return _on_break(tx, tx.case(typed_id), "outcome_set", {"outcome": choice(outcome, OUTCOMES, "outcome")})


def mark_step(tx: Transaction, typed_id: str, step: str, done: bool, reason: str = "") -> Receipt:
    """Marks a step of the break's playbook as done, or as not done whatever seemed to prove it. Raises NotFound, Refused."""
    case = tx.case(typed_id)
    name = line(step, "step").lower()
    state = next((state for state in case.steps if name in (state.step.id, state.step.title.lower())), None)
    if state is None:
        steps = ", ".join(state.step.id for state in case.steps)
        raise NotFound("step", f"{quoted(step)} is no step of the playbook {case.playbook.name}", f"its steps: {steps}")
    name = state.step.id
    if done is (state.done is not None):
        raise Refused("step", f"step {name} is {'done already' if done else 'not done'}", "nothing to change")
    body: Body = {"step": name, "done": done}
    if words := prose(reason, "reason", required=False):
        body["reason"] = words
    return _on_break(tx, case, "step_set", body)
