"""How to begin and what to say, in our own words, built from the record: only what the customer may hear.

A slip has a reason for us and one for them, a stage has a reason for us: only what is for them is ever quoted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store.afterwards import followed_up_at
from store.contact_clock import cadence_of, progress_of
from store.entries import Promise
from store.playbooks.progress import deed_words, next_step
from store.their_hours import customer_hours
from store.worktime import add_span, next_open
from warroom.call_sheet.avoid import flooded
from warroom.call_sheet.lines import SheetLine
from warroom.call_sheet.look import Look, said


def talk_lines(look: Look) -> Iterator[SheetLine]:
    """The lines of a call while it is not over yet, in the order in which they are said."""
    ours = (*_opening(look), *_promised(look), *_moved(look), *_listening(look), *_remedy(look))
    yield from ours
    yield from _by_the_playbook(look, {line.name for line in ours})
    if (at := next_word_at(look)) is not None:
        yield _say("next-word", f"“You hear from me by {look.their_time(at)}, also if nothing is new.”")


def _say(name: str, text: str, tone: str = "plain") -> SheetLine:
    return SheetLine(name, "", text, tone)


def _opening(look: Look) -> Iterator[SheetLine]:
    row, fault = look.row, look.case.failure.fault
    caller = f", this is {said(look.actor, 40)}" if look.actor else ""
    what = said(row.what, 120).rstrip(".")
    hello = f"“{look.name}{caller}."
    thank = row.found_by == "customer" and not look.reached
    if row.told_at is None and row.found_by == "us":
        yield _say("tell-first", f"{hello} I ring before you find it yourself: {what}.”")
    else:
        yield _say("greet", f"{hello} It is about {what}.”")
    if row.owned_at is None and fault == "ours" and not flooded(look):
        yield _say("own-it", "“That was our mistake, and I am sorry. We put it right.”", "strong")
    elif row.owned_at is None and not look.is_fixed:
        yield _say("their-trouble", "“I am sorry for the trouble that it gives you. We work on it for you.”")
    if thank:
        yield _say("thank", "“Thank you for telling us.”")
    if row.waiting_since is not None:
        yield _say("answer", f"“You left word {look.their_time(row.waiting_since)}: here is the answer.”", "strong")


def _promised(look: Look) -> Iterator[SheetLine]:
    """What became of promises: moved and they don't know, late, kept since we last spoke."""
    since = look.row.last_contact_at or 0
    for promise in look.case.brk.promises:
        what = said(promise.what, 100)
        if promise.kind == "news" or (promise.is_open and promise.kind == "fix" and look.is_fixed and not _missed(look, promise)):
            continue
        if promise.is_open and not promise.told and not look.is_fixed:
            yield _say("moved", _moved_text(look, promise), "strong")
        elif promise.is_open and promise.told_due_at is not None and promise.told_due_at < look.now:
            yield _say(
                "late",
                f"“We said {what} by {look.their_time(promise.told_due_at)}, and did not keep it.” Own that first.",
                "strong",
            )
        elif promise.result == "kept" and (promise.settled_at or 0) > since:
            yield _say("kept", f"“{_big(what)}, as we promised: it is done since {look.their_time(promise.settled_at)}.”")


def _missed(look: Look, promise: Promise) -> bool:
    """Whether the fix came after the date that they know for it."""
    fixed_at, due_at = look.case.brk.fixed_at, promise.told_due_at
    return fixed_at is not None and due_at is not None and fixed_at > due_at


def _moved_text(look: Look, promise: Promise) -> str:
    was = look.their_time(promise.told_due_at) or "no date"
    to = look.their_time(promise.due_at) or "no date yet"
    reason = said(promise.slips[-1].say, 160)
    because = f" {_big(reason).rstrip('.')}." if reason else ""
    return f"“We promised {said(promise.what, 100)} by {was}. It will be {to}, and I wanted you to know at once.{because}”"


def _moved(look: Look) -> Iterator[SheetLine]:
    """What is new since we last spoke; without anything new, that we are at it, and that news is wanted first."""
    brk, failure = look.case.brk, look.case.failure
    since = look.row.last_contact_at
    if brk.fixed_at is not None and brk.fixed_at > (since or 0):
        yield _say("fixed", f"“It is fixed since {look.their_time(brk.fixed_at)}. Is it right on your side, too?”", "strong")
    elif brk.contained_at is not None and brk.contained_at > (since or 0):
        yield _say("contained", f"“Since {look.their_time(brk.contained_at)} it is limited: no more comes to it.”")
    if failure.explanations and failure.explanations[-1].at > (since or 0):
        yield _say("why", f"“How it came: {said(failure.explanation, 240)}”")
    if since is not None and brk.fixed_at is None and not any(at > since for at in progress_of(brk, failure)):
        yield _say(
            "still-on-it", f"“We are still on it, for you.” Nothing new stands here since {look.time(since)}: find something."
        )


def _listening(look: Look) -> Iterator[SheetLine]:
    brk = look.case.brk
    if not brk.trouble:
        yield _say("ask-trouble", "“What does it do to you?” Listen, and write it down.")
    if not brk.expectation:
        yield _say("ask-expectation", "“What would put it right for you?”")
    if brk.must_tell or brk.must_tell_by is not None:
        whom = said(brk.must_tell, 80) or "your people"
        yield _say("must-tell", f"“What do you need for {whom}?” Offer a short status in writing.")


def _remedy(look: Look) -> Iterator[SheetLine]:
    remedies = look.case.brk.remedies
    for remedy in remedies:
        if not remedy.answer:
            yield _say("ask-remedy", f"“We propose {said(remedy.what, 140)}. Does that meet what you expect?”")
    if remedies and remedies[-1].answer == "below":
        yield _say("ask-again", f"“{_big(said(remedies[-1].what, 120))} was not enough. What would be?”")


_SAME = {
    "contact any": ("fixed", "contained", "still-on-it"),
    "contact update": ("fixed", "contained", "still-on-it"),
    "contact still-on-it": ("still-on-it",),
    "contact explanation": ("why",),
    "field trouble": ("ask-trouble",),
    "field expectation": ("ask-expectation",),
    "field must-tell": ("must-tell",),
}
"""What proves a step → the lines that say the same from the record."""
_SPOKEN = ("contact", "field", "promise")
"""What is proved in talking. An answer is asked for with its remedy, an apology follows the fault: those are said above."""


def _by_the_playbook(look: Look, names: Collection[str]) -> Iterator[SheetLine]:
    """What the playbook has to say for the step that is next, where the record made no line of the same."""
    state = next_step(look.case.steps) if look.row.step is not None else None
    if state is None or not state.step.say:
        return
    deed = deed_words(state)
    if deed.partition(" ")[0] in _SPOKEN and deed != "contact apology" and not set(_SAME.get(deed, ())) & set(names):
        yield _say("step", f"“{said(state.step.say, 240)}”")


def next_word_at(look: Look) -> int | None:
    """When they should hear next: as we said already, else by the cadence, counted from now and moved out of their
    nights where those count; None when none is owed, as after the last follow-up."""
    brk, customer, policy = look.case.brk, look.case.customer, look.case.policy
    if look.row.view != "open" or customer.do_not_contact:
        return None
    news = [promise.told_due_at for promise in brk.promises if promise.kind == "news" and promise.is_open]
    ahead = [at for at in news if at is not None and at > look.now]
    if ahead:
        return min(ahead)
    if followed_up_at(brk, policy) is not None:
        return None
    cadence = cadence_of(brk, customer, policy)
    begin = max(brk.known_at, brk.severity_at)
    first = cadence.first is not None and look.now < begin + cadence.first_for
    at = add_span(look.now, cadence.first if first and cadence.first is not None else cadence.then, policy.hours)
    hours = None if policy.night[brk.severity - 1] else customer_hours(customer, policy)
    return at if hours is None else next_open(at, hours)


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
