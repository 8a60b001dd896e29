"""How far a break has come in its playbook: which step was proved by what, which is next, by when. Pure."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from store.entries import StepMark
from store.errors import BadInput
from store.playbooks.model import Playbook, Proof, Step
from store.policy import Policy
from store.spans import Span, parse_span
from store.state import Break, Failure
from store.worktime import add_span


class Evidence(NamedTuple):
    """What proves a step. `key` is the hash of the event, empty where several made it."""

    at: int
    by: str
    key: str


class StepState(NamedTuple):
    """One step of a break's playbook, as it stands."""

    step: Step
    done: Evidence | None
    by_hand: bool
    """Whether somebody said that it is done, without anything in the record that proves it."""
    due_at: int | None
    """None while it has no time, or nobody need do it."""
    begin_at: int | None
    """When its time began to run; None while what it comes after has not happened."""
    missing: tuple[Proof, ...]
    """What is not there yet; first what somebody need do."""
    reason: str = ""
    """What was said when it was marked, done or not."""
    idle: bool = False
    """Whether it is about clearing what stands in the way, and nothing does, or about owning what is not our fault: nobody
    need do it."""


def progress(playbook: Playbook, brk: Break, failure: Failure, policy: Policy) -> tuple[StepState, ...]:
    """Every step of a playbook for a break."""
    anchors: dict[str, int | None] = {
        "known": brk.known_at, "told": brk.told_at, "owned": brk.owned_at, "contained": brk.contained_at, "fixed": brk.fixed_at,
        "made-right": brk.made_right_at, "closed": brk.closed_at,
        "follow-up": next((change.at for change in reversed(brk.stages) if change.stage == "follow-up"), brk.closed_at),
    }  # fmt: skip
    marks: dict[str, StepMark] = {mark.step: mark for mark in brk.steps}
    found = []
    for step in playbook.steps:
        proofs = [(proof, sorted(_evidence(proof, brk, failure, anchors))) for proof in step.proofs]
        missing = tuple(_meant(proof, failure) for proof, evidence in proofs if not evidence)
        done = max((evidence[0] for _, evidence in proofs), default=None) if not missing else None
        mark = marks.get(step.id)
        by_hand = False
        if mark is not None and mark.done and done is None:
            done, by_hand = Evidence(mark.at, mark.actor, mark.key), True
        elif mark is not None and not mark.done and done is not None and done.at <= mark.at:
            done = min((one for _, evidence in proofs for one in evidence if one.at > mark.at), default=None)
            missing = tuple(_meant(proof, failure) for proof in step.proofs) if done is None else ()
        begin_at = anchors.get(step.after)
        due_at = _due(step, brk, policy, begin_at)
        anchors.setdefault(step.id, done.at if done else None)
        missing = tuple(sorted(missing, key=lambda proof: not _is_wanted(proof, brk, failure)))
        idle = done is None and bool(missing) and not _is_wanted(missing[0], brk, failure)
        found.append(StepState(step, done, by_hand, None if idle else due_at, begin_at, missing, mark.reason if mark else "", idle))
    return tuple(found)


def next_step(states: Iterable[StepState]) -> StepState | None:
    """The step to do next: the first that is not done."""
    return next((state for state in states if state.done is None and not state.idle), None)


def deed_words(state: StepState) -> str:
    """What would prove a step next, as `contact apology` or `entry explanation`; empty when it is done by hand."""
    return " ".join((state.missing[0].what, state.missing[0].words[0])) if state.missing else ""


def counted(states: Iterable[StepState]) -> tuple[int, int]:
    """How many steps are done, of how many that are asked for."""
    asked = [state for state in states if not state.idle]
    return sum(1 for state in asked if state.done is not None), len(asked)


def asked_at_closing(states: Iterable[StepState]) -> list[StepState]:
    """The steps that closing asks for and that are not done."""
    return [state for state in states if state.step.closing and state.done is None and not state.idle]


def _meant(proof: Proof, failure: Failure) -> Proof:
    """A proof as it can be given: while the fault is not ours, another contact than an apology where one proves it as well."""
    if failure.fault != "not-ours" or proof.what != "contact" or set(proof.words) == {"apology"}:
        return proof
    return proof._replace(words=tuple(word for word in proof.words if word != "apology"))


def _is_wanted(proof: Proof, brk: Break, failure: Failure) -> bool:
    """Whether a proof asks for more than clearing what was never there, or owning what is not our fault."""
    if proof.what == "contact" and set(proof.words) == {"apology"}:
        return failure.fault != "not-ours"
    if proof.what != "cleared":
        return True
    return ("blockers" in proof.words and bool(brk.blockers)) or ("disputes" in proof.words and bool(brk.disputes))


def _due(step: Step, brk: Break, policy: Policy, begin_at: int | None) -> int | None:
    if step.within is None or begin_at is None or not begin_at:
        return None
    span = _span(step, brk, policy)
    return None if span is None else add_span(begin_at, span, policy.hours)


def _span(step: Step, brk: Break, policy: Policy) -> Span | None:
    """How long a step may take for a break's severity; None when it has no time."""
    within, rank = step.within, brk.severity - 1
    assert within is not None
    if within.setting:
        value: Any = getattr(policy, within.setting, None)
        value = value[rank] if isinstance(value, tuple) and len(value) == 4 else None
        return value if isinstance(value, Span) else None
    try:
        return parse_span(within.spans[rank], "within") if within.spans[rank] else None
    except (BadInput, ValueError, ArithmeticError):
        return None


def _evidence(proof: Proof, brk: Break, failure: Failure, anchors: dict[str, int | None]) -> Iterator[Evidence]:
    """Everything in the record that fits a proof."""
    words = None if "any" in proof.words else proof.words
    if proof.what == "contact":
        return _contact(proof, words, brk, anchors)
    return _FOUND[proof.what](brk, failure, words)


def _contact(proof: Proof, words: tuple[str, ...] | None, brk: Break, anchors: dict[str, int | None]) -> Iterator[Evidence]:
    """The contacts that fit, really reached, not before what they must come after."""
    since = anchors.get(proof.since) if proof.since else None
    if proof.since and since is None:
        return
    for contact in brk.contacts:
        if (words is not None and contact.kind not in words) or (since is not None and contact.at < since):
            continue
        reached = contact.result in ("spoke", "wrote") and proof.direction in ("both", contact.direction)
        if reached and (not proof.channel or contact.channel in proof.channel):
            yield Evidence(contact.at, contact.actor, contact.key)


Words = tuple[str, ...] | None


def _stage(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    reached = {"owned": brk.owned_at, "contained": brk.contained_at, "fixed": brk.fixed_at, "made-right": brk.made_right_at}
    opened_again = max((place for place, change in enumerate(brk.stages, 1) if change.stage == "reopened"), default=0)
    current = brk.stages[opened_again:]
    for word in words or ():
        at = reached.get(word)
        if word in ("follow-up", "closed") and brk.stage in ("follow-up", "closed"):
            at = next((change.at for change in current if change.stage in (word, "closed")), None)
        if at is not None:
            change = next((change for change in brk.stages if change.at == at), None)
            yield Evidence(at, change.actor, change.key) if change else _owning(brk, at)


def _owning(brk: Break, at: int) -> Evidence:
    """A stage that was reached without being set: the apology that owned it."""
    contact = next((contact for contact in brk.contacts if contact.at == at), None)
    return Evidence(at, contact.actor, contact.key) if contact else Evidence(at, "", "")


def _field(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    wanted = {word.replace("-", "_") for word in words or ()}
    return (Evidence(mark.at, mark.actor, mark.key) for mark in brk.marks if mark.field in wanted)


def _promise(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    return (
        Evidence(promise.made_at, promise.actor, promise.key)
        for promise in brk.promises
        if (words is None and promise.kind != "news") or promise.kind in (words or ())
    )


def _kept(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    """Promises of that kind that were kept, once none of them is open."""
    meant = [promise for promise in brk.promises if (words is None and promise.kind != "news") or promise.kind in (words or ())]
    if any(promise.is_open for promise in meant):
        return
    for promise in meant:
        if promise.result == "kept" and promise.settled_at is not None:
            yield Evidence(promise.settled_at, promise.settled_by, promise.settled_key)


def _remedy(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    return (Evidence(remedy.proposed_at, remedy.actor, remedy.key) for remedy in brk.remedies)


def _answer(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    for remedy in brk.remedies:
        if remedy.answered_at is not None and (words is None or remedy.answer in words):
            yield Evidence(remedy.answered_at, remedy.answered_by, remedy.answer_key)


_STATES = ("proposed", "approved", "issued", "confirmed")


def _restitution(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    """Amends (their own money back is none) that reached a state, or a later one."""
    least = min((_STATES.index(word) for word in words or ()), default=0)
    for line in brk.restitution:
        if line.kind == "correction" or line.state == "declined":
            continue
        if least == 0:
            yield Evidence(line.proposed_at, line.actor, line.key)
        for move in line.moves:
            if move.state in _STATES[least:] and least:
                yield Evidence(move.at, move.actor, move.key)


def _entry(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    wanted = words or ()
    if "explanation" in wanted:
        yield from (Evidence(note.at, note.actor, note.key) for note in failure.explanations)
    if "lesson" in wanted:
        yield from (Evidence(note.at, note.actor, note.key) for note in failure.lessons)
    if "prevention" in wanted:
        yield from (Evidence(action.planned_at, action.actor, action.key) for action in failure.prevention)
    if "debrief" in wanted:
        yield from (Evidence(told.at, told.who, told.key) for told in failure.debriefs if told.is_done)


def _cleared(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    """The last of what stood in the way, once nothing does."""
    if "blockers" in (words or ()) and brk.blockers and all(blocker.cleared_at is not None for blocker in brk.blockers):
        last = max(brk.blockers, key=lambda blocker: blocker.cleared_at or 0)
        yield Evidence(last.cleared_at or 0, last.cleared_by, last.cleared_key)
    if "disputes" in (words or ()) and brk.disputes and brk.disputed_since is None:
        end = max(brk.disputes, key=lambda dispute: dispute.withdrawn_at or 0)
        yield Evidence(end.withdrawn_at or 0, end.withdrawn_by, end.withdrawn_key)


def _followup(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    for item in brk.followups:
        if item.done_at is not None and item.channel in (words or ()):
            yield Evidence(item.done_at, item.done_by, item.done_key)


def _written(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    for item in (*brk.written, *failure.written):
        if words is None or item.summary in words:
            yield Evidence(item.at, item.actor, item.key)


def _confirmed(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    """Somebody else than who mended it."""
    at, by = brk.fix_confirmed_at, brk.fix_confirmed_by
    if at is not None and brk.fixed_at is not None and at >= brk.fixed_at and brk.is_second_person(by):
        yield Evidence(at, by, brk.fix_confirmed_key)


def _outcome(brk: Break, failure: Failure, words: Words) -> Iterator[Evidence]:
    if brk.outcome and (words is None or brk.outcome in words):
        mark = next((mark for mark in brk.marks if mark.field == "outcome"), None)
        if mark is not None:
            yield Evidence(mark.at, mark.actor, mark.key)


_FOUND: dict[str, Callable[[Break, Failure, Words], Iterator[Evidence]]] = {
    "stage": _stage,
    "field": _field,
    "promise": _promise,
    "kept": _kept,
    "remedy": _remedy,
    "answer": _answer,
    "restitution": _restitution,
    "entry": _entry,
    "cleared": _cleared,
    "follow-up": _followup,
    "written": _written,
    "confirmed": _confirmed,
    "outcome": _outcome,
}
