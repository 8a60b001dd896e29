"""What closing a break asks for, by the policy and by what the record still holds open. Pure: (case) → asks.

The form, the command and the record all speak of the same list: an ask that was overridden is recorded by its name.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from store.afterwards import not_debriefed, wanted_followups
from store.money import totals
from store.playbooks.progress import asked_at_closing
from store.replica.cases import Case
from store.state import Break
from store.text import one_line


class Ask(NamedTuple):
    """One thing that closing asks for: its name in the record, and what is missing in words."""

    name: str
    text: str


def asks_of(case: Case, note: str = "", outcome: str = "") -> tuple[Ask, ...]:
    """Everything that closing asks for and that is not there. `note` and `outcome` come with the closing itself."""
    found = (*_open_ends(case), *_wanted(case, note, outcome))
    return (*found, *_steps(case, {ask.name for ask in found}))


def _open_ends(case: Case) -> Iterator[Ask]:
    """What the record holds open."""
    brk = case.brk
    if promises := [promise.n for promise in brk.promises if promise.is_open and promise.kind != "news"]:
        yield Ask("promises", f"promise {', '.join(promises)} is open")
    if pending := tuple(_pending(brk)):
        yield Ask("owed", ", ".join(pending))
    if waiting := [item for item in brk.followups if item.done_at is None]:
        yield Ask("follow-ups", f"{len(waiting)} follow-up{'s are' if len(waiting) > 1 else ' is'} not done")
    if wanted := [cell.what for cell in wanted_followups(brk, case.policy)]:
        how = " and by ".join("phone" if channel == "call" else channel for channel in wanted)
        yield Ask("follow-ups-planned", f"no follow-up by {how} was planned")
    if any(not remedy.answer for remedy in brk.remedies):
        yield Ask("remedy-answer", "the customer has not said whether the remedy is enough")
    if case.row.below_since is not None:
        yield Ask("remedy-below", "they called the last remedy less than they expect, and no other was proposed")
    if brk.told_at is None and not brk.imported:
        yield Ask("told", "the customer was never told")
    if case.row.waiting_since is not None:
        yield Ask("unanswered", "their last word has no answer")
    if brk.disputed_since is not None:
        yield Ask("disputed", "the claim is disputed")
    if where := [one_line(mark.where, 40) for mark in brk.public if mark.answered_at is None]:
        yield Ask("public", f"it is public without an answer: {', '.join(where)}")
    if blockers := [blocker.n for blocker in brk.blockers if blocker.cleared_at is None]:
        yield Ask("blockers", f"blocker {', '.join(blockers)} stands")
    if found := len(brk.conflicts) + len(case.failure.conflicts):
        yield Ask("conflicts", f"{found} field{'s were' if found > 1 else ' was'} set twice at once")


def _pending(brk: Break) -> Iterator[str]:
    """What is owed, and what is on its way."""
    for how, states in (("is still owed", ("proposed", "approved")), ("is issued, not confirmed", ("issued",))):
        if sums := totals(line.amount for line in brk.restitution if line.state in states):
            yield f"{' and '.join(map(str, sums))} {how}"


_SAID_BY = {
    "written": ("letter", "mail"),
    "follow-up": ("follow-ups", "follow-ups-planned"),
    "answer": ("remedy-answer", "remedy-below"),
    "entry": ("debrief",),
}
"""What proves a step → the asks that say the same."""


def _steps(case: Case, said: Collection[str]) -> Iterator[Ask]:
    """The steps of its playbook that closing asks for, but for those of which another ask says the same."""
    if case.brk.imported:
        return
    for state in asked_at_closing(case.steps):
        meant = (proof for proof in state.missing if proof.what != "entry" or "debrief" in proof.words)
        if not any(name in said for proof in meant for name in _SAID_BY.get(proof.what, ())):
            yield Ask(f"step {state.step.id}", f"{case.playbook.name}: {state.step.title} is not done")


def _wanted(case: Case, note: str, outcome: str) -> Iterator[Ask]:
    """What the policy asks for by the severity."""
    brk, failure = case.brk, case.failure
    asked = case.policy.closing[brk.severity - 1]
    written = {item.summary for item in (*brk.written, *failure.written)}
    if "letter" in asked and "letter" not in written and not _written_elsewhere(case):
        yield Ask("letter", "no letter went out")
    if asked == "mail" and not written and not any(_is_mail(contact.channel, contact.direction) for contact in brk.contacts):
        yield Ask("mail", "no mail went out")
    if "debrief" in asked:
        if not any(told.is_done for told in failure.debriefs):
            yield Ask("debrief", "nobody was debriefed")
        elif missing := not_debriefed(brk, failure):
            yield Ask("debrief", f"not debriefed: {', '.join(one_line(name, 30) for name in missing)}")
        if not note.strip():
            yield Ask("note", "no note says how it ended")
    if "letter" in asked and not outcome and not brk.outcome:
        yield Ask("outcome", "no outcome: lost, kept, stronger or advocate?")


def _written_elsewhere(case: Case) -> bool:
    """Whether somebody marked the step of the letter as done: it was written outside."""
    steps = (state.step for state in case.steps if state.by_hand)
    return any(proof.what == "written" and {"any", "letter"} & set(proof.words) for step in steps for proof in step.proofs)


def _is_mail(channel: str, direction: str) -> bool:
    return channel == "mail" and direction == "out"


def in_words(asks: Iterable[Ask]) -> str:
    """The asks as one sentence."""
    return "; ".join(ask.text for ask in asks)
