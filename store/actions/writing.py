"""What went out in writing: the text is kept whole, and what a customer was sent is a contact with them."""

from __future__ import annotations

from typing import NamedTuple

from store.actions.asking import choice, line, numbered, person_of
from store.actions.contacts import contact_warnings
from store.actions.house import note
from store.actions.receipt import Receipt
from store.errors import BadInput
from store.events import Body
from store.exported import exported_words
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.text import LONGEST_WRITTEN, clean
from store.words import CHANNELS, SPOKEN

TO_CUSTOMER = ("letter", "followup", "brief", "gift")
"""Summaries that a customer is sent."""
SENT = (*TO_CUSTOMER, "review")
"""Summaries that can be marked as sent; a review goes to our own people, and stays with the failure."""
WRITTEN_CHANNELS = tuple(channel for channel in CHANNELS if channel not in SPOKEN)
"""Channels on which a text goes out."""


class Went(NamedTuple):
    """Something that went out."""

    summary: str
    """One of `SENT`."""
    text: str
    """As it went out, in Markdown."""
    to: str = ""
    """To whom; without it the contact person of the break."""
    channel: str = "mail"
    at: int | None = None
    """When (ms); None: when the action happens."""
    overrides: tuple[str, ...] = ()
    """Ids of the tone check's rules that were overridden."""


def mark_sent(tx: Transaction, typed_id: str, went: Went) -> Receipt:
    """Marks a summary as sent, in one action. A letter, a follow-up mail, a brief and a gift's note are a written contact too,
    so that the contact clock follows; a letter that apologises owns it; a follow-up mail does the follow-up that was planned. A
    review is kept at the failure, and `typed_id` may be the failure's. Raises BadInput, NotFound, Ambiguous."""
    summary = choice(went.summary, SENT, "summary")
    body = _written(summary, went)
    if summary == "review":
        return _review(tx, typed_id, body, went)
    case, at = tx.case(typed_id), tx.at if went.at is None else went.at
    if at > tx.now:
        raise BadInput("at", "that has not happened yet", "mark it as sent once it went out")
    contact = _contact(tx, case, summary, went)
    tx.add(f"break:{case.brk.id}", "contacted", contact, at=at)
    body["to"] = line(went.to, "to", required=False) or str(contact.get("with", "")) or case.row.customer
    tx.add(f"break:{case.brk.id}", "written", body, at=at)
    said = [f"{_CALLED[summary]} sent to {body['to']} by {contact['channel']}"]
    if summary == "followup" and (due := _open_mail_followup(case)):
        entry = numbered(case.brk.followups, due, "follow-up", tx.spoken(case.brk.id))
        tx.add(tx.cases.home_of(case, entry.key), "followup_done", {"followup": entry.key}, at=at)
        said.append(f"follow-up {due} done")
    # A follow-up mail is the one later apology that is right: nobody is warned of it.
    told = {**contact, "kind": "update"} if summary == "followup" else contact
    warnings = (*contact_warnings(tx, case, told), *_untold(case))
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=tuple(said), warnings=warnings)


_CALLED = {"letter": "letter", "followup": "follow-up mail", "brief": "brief", "gift": "gift's note", "review": "review"}


def note_exported(tx: Transaction, typed_id: str, summary: str, file: str, rules: tuple[str, ...]) -> Receipt:
    """Notes on a break that a text for its customer was written to a file in spite of errors of the tone check. Raises
    BadInput, NotFound, Ambiguous."""
    return note(tx, typed_id, exported_words(_CALLED[choice(summary, TO_CUSTOMER, "summary")], file, rules))


def _written(summary: str, went: Went) -> Body:
    text = clean(went.text, limit=1 << 30)
    if not text.strip():
        raise BadInput("text", "there is no text", f"give the {_CALLED[summary]} as it went out")
    if len(text) > LONGEST_WRITTEN:
        raise BadInput("text", f"the text is {len(text):,} characters long", f"keep it under {LONGEST_WRITTEN:,}")
    body: Body = {"summary": summary, "text": text}
    if overrides := [line(rule, "overrides") for rule in dict.fromkeys(went.overrides)]:
        body["overrides"] = overrides
    return body


def _review(tx: Transaction, typed_id: str, body: Body, went: Went) -> Receipt:
    failure = tx.failure_named(typed_id)
    if to := line(went.to, "to", required=False):
        body["to"] = to
    tx.add(f"failure:{failure}", "written", body, at=went.at)
    return Receipt(tx.spoken_failure(failure), "", said=(f"review sent{f' to {to}' if to else ''}",))


def _contact(tx: Transaction, case: Case, summary: str, went: Went) -> Body:
    """The contact that sending is: one in which we say sorry, where the text does so by the record."""
    channel = choice(went.channel or "mail", WRITTEN_CHANNELS, "channel")
    body: Body = {"channel": channel, "direction": "out", "result": "wrote"}
    body["kind"] = "apology" if apologises(case, summary) else "update"
    if (person := person_of(case, line(went.to, "to", required=False))) is not None:
        body["with"] = person.name
    return body


def apologises(case: Case, summary: str) -> bool:
    """Whether a summary says sorry: the first letter and the first follow-up mail do, where the fault is not
    somebody else's. One that went out while it was held to be another's, or nobody's, does not count."""
    if summary not in ("letter", "followup") or case.failure.fault == "not-ours":
        return False
    since = case.failure.fault_since or 0
    before = {written.summary for written in case.brk.written if written.at >= since}
    return summary not in before if summary == "followup" else not before & {"letter", "followup"}


def _open_mail_followup(case: Case) -> str:
    """The number of the next follow-up by mail that is planned and not done; empty without one."""
    planned = [item for item in case.brk.followups if item.channel == "mail" and item.done_at is None]
    return min(planned, key=lambda item: item.due_at).n if planned else ""


def _untold(case: Case) -> tuple[str, ...]:
    """Promises whose new date they may have read now: it is not marked as told by itself."""
    return tuple(
        f"promise {promise.n} is still “moved, not told”: mark it as told if the text says its new date"
        for promise in case.brk.promises
        if promise.is_open and not promise.told
    )
