"""The fields of the customer's four summaries, described: what a team's templates may rely on."""

from __future__ import annotations

from store.words import ANSWERS, FAULTS, FOLLOWUP_CHANNELS, FOUND_BY, STAGES, SURENESS
from warroom.summaries.interface import Field, Interface
from warroom.summaries.model import TO_CUSTOMER

PROMISE_STATES = ("open", "kept", "late", "broken")
THANKS = ("", "telling", "answer", "words", "calls")

_PROMISE = (
    Field("kind", "choice", "what kind of promise", choices=("fix", "workaround", "other")),
    Field("what", "line", "what was promised"),
    Field("by_name", "flag", "whether it is to be said in its own words: its kind alone does not say what is meant"),
    Field("sure", "choice", "how sure it is", choices=SURENESS),
    Field("state", "choice", "how it stands; late: done after the date that they knew", choices=PROMISE_STATES),
    Field("is_late", "flag", "whether it is broken, was done late, or is open past the date that they knew"),
    Field("failed", "flag", "whether it is late, broken or was moved"),
    Field("came_back", "flag", "whether it was kept, and what it was about came back since"),
    Field("is_unclear", "flag", "whether the record does not say, or not in one voice, what came of it"),
    Field("made_at", "instant", "when it was made"),
    Field("first_due_at", "instant", "the first date", maybe=True),
    Field("from_at", "instant", "the beginning of a window", maybe=True),
    Field("due_at", "instant", "the last date that they know", maybe=True),
    Field("moves", "number", "how often they were told of another date"),
    Field("new_due_at", "instant", "the new date, which they do not know yet", maybe=True),
    Field("reason", "line", "why it was moved the last time that they were told of it, as given to them"),
    Field("settled_at", "instant", "when it was done, or given up", maybe=True),
)
_AMENDS = (
    Field(
        "kind", "choice", "what it is", choices=("credit", "refund", "waiver", "replacement", "correction", "gift-card", "other")
    ),
    Field("amount", "money", "how much"),
    Field("state", "choice", "how far it is", choices=("proposed", "approved", "issued", "confirmed")),
    Field("due_at", "instant", "when it is due", maybe=True),
    Field("is_late", "flag", "whether that has passed"),
    Field("issued_at", "instant", "when it was issued", maybe=True),
)
_CHANGE = (
    Field("what", "line", "what changes"),
    Field("owner", "line", "who sees to it, by the name that customers may read; empty in the brief"),
    Field("due_at", "instant", "by when", maybe=True),
    Field("done_at", "instant", "when it was done", maybe=True),
    Field("is_late", "flag", "whether it is not done, and its date has passed"),
)

CUSTOMER_FIELDS = Interface(
    (
        Field("summary", "choice", "which summary it is", choices=TO_CUSTOMER),
        Field("now", "instant", "when it is made"),
        Field("zone", "zone", "in which times are said: the customer's, else ours"),
        Field("customer", "line", "the customer's name"),
        Field("person", "line", "the contact person's name"),
        Field("first_name", "line", "the name to address them by"),
        Field("role", "line", "the contact person's role"),
        Field("language", "line", "the contact person's language, where it is not English"),
        Field("what", "line", "what broke"),
        Field("fault", "choice", "whose fault it is", choices=FAULTS),
        Field("stage", "choice", "where the break stands", choices=STAGES),
        Field("found_by", "choice", "who found it", choices=FOUND_BY),
        Field("known_at", "instant", "when we knew of it"),
        Field("told_at", "instant", "when they first heard of it from us", maybe=True),
        Field("owned_at", "instant", "when we owned it to them", maybe=True),
        Field("contained_at", "instant", "when the damage was limited; none where that was the fix", maybe=True),
        Field("fixed_at", "instant", "when it was fixed; none while it is not", maybe=True),
        Field("closed_at", "instant", "when it was closed", maybe=True),
        Field("reopened", "number", "how often it came back"),
        Field("reopened_at", "instant", "when it came back last", maybe=True),
        Field("trouble", "line", "what it did to them, in their own words"),
        Field("affected", "number", "how many are hit on their side", maybe=True),
        Field("corrected", "number", "for how many of them it is put right", maybe=True),
        Field("explanation", "lines", "the explanation, paragraph by paragraph"),
        Field("promises", "list", "what we promised, but for the next word and what was withdrawn", _PROMISE),
        Field("kept", "number", "how many of them were kept, and what was done still holds"),
        Field("failed", "number", "how many of them are late, broken or were moved"),
        Field(
            "remedies", "list", "what we proposed to put it right",
            (
                Field("what", "line", "what we proposed"),
                Field("answer", "choice", "what they said to it; empty until they did", choices=("", *ANSWERS)),
            ),
        ),
        Field("amends", "list", "what they get for their trouble, as far as it may be spoken of; never a gift", _AMENDS),
        Field("corrections", "list", "their own money that comes back", _AMENDS),
        Field("gifts", "list", "gift cards; filled for the gift's note only", _AMENDS),
        Field("changes", "list", "what changes so that it can't happen again", _CHANGE),
        Field(
            "answers", "list", "where it was public, and we answered",
            (Field("where", "line", "where"), Field("at", "instant", "when we answered")),
        ),
        Field(
            "followups", "list", "follow-ups to come",
            (Field("channel", "choice", "how", choices=FOLLOWUP_CHANNELS), Field("due_at", "instant", "when")),
        ),
        Field("next_contact_at", "instant", "by when we said that the next word comes", maybe=True),
        Field("calls", "number", "how many calls reached them, or us"),
        Field(
            "sent", "list", "what they were sent before",
            (Field("summary", "choice", "which summary", choices=TO_CUSTOMER), Field("at", "instant", "when")),
        ),
        Field("earlier_at", "instant", "when the last letter or follow-up mail went out", maybe=True),
        Field("apologise", "flag", "whether this is the one to say sorry in: no letter did so before"),
        Field("found_out", "flag", "whether the fault was held to be another's, or nobody's, in every letter before"),
        Field("is_all_done", "flag", "whether nothing is left to do, to pay, to say or to fill in"),
        Field("thanks", "choice", "what there is to thank for", choices=THANKS),
        Field(
            "signer", "group", "who signs, from the configuration",
            (
                Field("name", "line", "the name"),
                Field("role", "line", "the role"),
                Field("line", "line", "the direct line"),
                Field("mail", "line", "the mail address"),
                Field("company", "line", "the company"),
            ),
        ),
    )
)  # fmt: skip
"""What `warroom.summaries.fields.customer_fields` gives; a test holds both equal."""
