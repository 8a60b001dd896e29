"""The fields of the review, described: what a team's templates may rely on."""

from __future__ import annotations

from store.words import FAULTS, STAGES, SURENESS
from warroom.summaries.interface import Field, Interface

PROMISE_BECAME = ("open", "kept", "late", "broken", "withdrawn")
AMENDS_STATES = ("proposed", "approved", "issued", "confirmed", "declined")


def _amounts(about: str) -> Field:
    return Field("amounts", "amounts", about)


_CUSTOMER = Field("customer", "line", "which customer")
_WHO = Field("who", "line", "who of us")
_SEVERITY = Field("severity", "number", "1 to 4")

REVIEW_FIELDS = Interface(
    (
        Field("now", "instant", "when it is made"),
        Field("zone", "zone", "ours, in which times are said; empty for the machine's own"),
        Field("failure", "line", "spoken id of the failure"),
        Field("what", "line", "what broke"),
        Field("severity", "number", "the worst one, 1 to 4"),
        Field("severities", "list", "how many of each severity", (_SEVERITY, Field("count", "number", "how many customers"))),
        Field("fault", "choice", "whose fault it is", choices=FAULTS),
        Field("category", "line", "the category, empty where none is named"),
        Field("cause", "line", "the cause, empty where none is named"),
        Field("known_at", "instant", "when we knew first"),
        Field("told_at", "instant", "when the first customer heard from us", maybe=True),
        Field("not_told", "number", "customers who never heard from us"),
        Field("found_by_us", "number", "customers for whom we found it"),
        Field("found_by_customers", "number", "customers who found it themselves"),
        Field("contained_at", "instant", "when it was contained for the last of them", maybe=True),
        Field("fixed_at", "instant", "when it was fixed for the last of them", maybe=True),
        Field("not_fixed", "number", "customers for whom it is not fixed"),
        Field("open", "number", "breaks that are not closed"),
        Field("reopened", "number", "how often breaks were reopened"),
        Field(
            "customers", "list", "who was hit, at most 60",
            (
                Field("spoken", "line", "spoken id of the break"),
                _CUSTOMER,
                _SEVERITY,
                Field("stage", "choice", "where it stands", choices=STAGES),
                Field("owner", "line", "who owns it"),
                Field("known_at", "instant", "when we knew"),
                Field("told_at", "instant", "when they heard from us", maybe=True),
                Field("owned_at", "instant", "when we owned it to them", maybe=True),
                Field("fixed_at", "instant", "when it was fixed", maybe=True),
                Field("found_by", "choice", "who found it", choices=("us", "customer")),
                Field("affected", "number", "how many are hit inside the customer", maybe=True),
                Field("corrected", "number", "for how many of them it is put right", maybe=True),
                Field("trouble", "text", "what it did to them, in their words"),
                Field("outcome", "choice", "how it ended", choices=("", "lost", "kept", "stronger", "advocate")),
                Field("value", "money", "what the account is worth", maybe=True),
            ),
        ),
        Field("customer_count", "number", "how many customers were hit"),
        Field("customers_left_out", "number", "how many of them are not in `customers`"),
        Field("affected", "number", "how many are hit inside the customers, together", maybe=True),
        Field("corrected", "number", "for how many of them it is put right", maybe=True),
        Field(
            "public", "list", "where it became public",
            (
                _CUSTOMER,
                Field("where", "line", "where"),
                Field("since", "instant", "since when"),
                Field("answered_at", "instant", "when we answered there", maybe=True),
            ),
        ),
        Field(
            "timeline", "list", "what happened, at most 300 rows",
            (
                Field("at", "instant", "when it happened"),
                Field("event", "line", "spoken name of the entry: its evidence"),
                _WHO,
                Field("customer", "line", "on whose break; empty for what is the failure's"),
                Field("text", "line", "what happened"),
                Field("taken_back", "flag", "whether it was taken back"),
                Field("corrected", "flag", "whether it was corrected"),
                Field("written_later", "flag", "whether it was written down more than 15 minutes later"),
            ),
        ),
        Field("timeline_left_out", "number", "how many rows are not in `timeline`"),
        Field(
            "promises", "list", "what was promised, and what became of it",
            (
                _CUSTOMER,
                Field("n", "line", "its number"),
                Field("kind", "choice", "what kind", choices=("fix", "workaround", "news", "other")),
                Field("what", "line", "what was promised"),
                _WHO,
                Field("sure", "choice", "how sure it was", choices=SURENESS),
                Field("made_at", "instant", "when it was made"),
                Field("first_due_at", "instant", "the first date", maybe=True),
                Field("due_at", "instant", "the last date that they knew", maybe=True),
                Field("settled_at", "instant", "when it ended", maybe=True),
                Field("state", "choice", "what became of it", choices=PROMISE_BECAME),
                Field("late_by", "span", "how late it was done", maybe=True),
                Field("reason", "line", "why it was broken or withdrawn"),
                Field(
                    "slips", "list", "how it was moved",
                    (
                        Field("from_at", "instant", "the old date", maybe=True),
                        Field("to_at", "instant", "the new date", maybe=True),
                        Field("reason", "line", "the reason for us"),
                        Field("say", "line", "the reason for them"),
                        Field("told_at", "instant", "when they were told", maybe=True),
                    ),
                ),
            ),
        ),
        Field("promises_made", "number", "how many promises"),
        Field("promises_kept", "number", "how many were kept in time"),
        Field("promises_late", "number", "how many were kept late"),
        Field("promises_broken", "number", "how many were broken"),
        Field(
            "gaps", "list", "when a customer waited longer than was agreed, the longest first",
            (
                _CUSTOMER,
                Field("from_at", "instant", "since when"),
                Field("until", "instant", "until when, or now"),
                Field("due_at", "instant", "when the word was due"),
                Field("length", "span", "how long they waited"),
                Field("over", "span", "how much longer than agreed"),
                Field("running", "flag", "whether they still wait"),
            ),
        ),
        Field("gaps_over", "number", "how many such gaps"),
        Field("gaps_total", "span", "how much longer than agreed in all"),
        Field(
            "amends", "list", "the restitution ledger, gifts and corrections among it",
            (
                _CUSTOMER,
                Field("n", "line", "its number"),
                Field("kind", "line", "what it is"),
                Field("is_gift", "flag", "whether it is a gift"),
                Field("amount", "money", "how much"),
                Field("why", "line", "what for"),
                Field("state", "choice", "how far it is", choices=AMENDS_STATES),
                Field("offered_at", "instant", "when it was offered"),
                Field("offered_by", "line", "who offered it"),
                Field("approved_at", "instant", "when it was approved", maybe=True),
                Field("approved_by", "line", "who approved it, empty where nobody did"),
                Field("issued_at", "instant", "when it was issued", maybe=True),
                Field("confirmed_at", "instant", "when they confirmed it", maybe=True),
                Field("due_at", "instant", "when it is due", maybe=True),
            ),
        ),
        Field(
            "amends_by_state", "list", "what it comes to",
            (Field("state", "choice", "how far", choices=AMENDS_STATES), _amounts("the sums")),
        ),
        Field(
            "explanations", "list", "what was said of how it came, in order",
            (
                Field("text", "text", "the explanation"),
                _WHO,
                Field("at", "instant", "when"),
                Field("holds", "flag", "whether it is the one that holds"),
            ),
        ),
        Field(
            "fix_confirmed", "list", "who confirmed the fix",
            (_CUSTOMER, Field("by", "line", "who"), Field("at", "instant", "when", maybe=True)),
        ),
        Field(
            "repeats", "list", "other breaks of the same cause, at most 20",
            (
                Field("spoken", "line", "spoken id of the break"),
                _CUSTOMER,
                Field("at", "instant", "when it was opened"),
                Field("same_customer", "flag", "whether it is the same customer"),
            ),
        ),
        Field(
            "deadlines", "list", "dates that are not ours",
            (
                Field("customer", "line", "on whose break; empty for what is the failure's"),
                Field("of", "choice", "whose date", choices=("supplier", "customer", "contract", "law")),
                Field("who", "line", "who"),
                Field("what", "line", "what"),
                Field("due_at", "instant", "when"),
                Field("state", "choice", "how it stands", choices=("open", "met", "slipped")),
                Field("slips", "number", "how often it slipped"),
                Field("chased", "number", "how often we asked"),
            ),
        ),
        Field(
            "blockers", "list", "red tape",
            (
                _CUSTOMER,
                Field("what", "line", "what stood in the way"),
                Field("who", "line", "who could clear it"),
                Field("since", "instant", "since when"),
                Field("asked", "number", "how often they were asked"),
                Field("cleared_at", "instant", "when it was cleared", maybe=True),
                Field("cleared_by", "line", "who cleared it"),
                Field("stood", "span", "for how long it stood"),
            ),
        ),
        Field("helped", "list", "notes, lessons, debriefs that begin with `helped:`", (Field("text", "text", "what helped"), _WHO)),
        Field("lucky", "list", "notes, lessons, debriefs that begin with `lucky:`", (Field("text", "text", "where"), _WHO)),
        Field(
            "prevention", "list", "what changes so that it can't happen again",
            (
                Field("n", "line", "its number"),
                Field("what", "line", "what"),
                Field("owner", "line", "who, empty where nobody is named"),
                Field("due_at", "instant", "by when", maybe=True),
                Field("done_at", "instant", "when it was done", maybe=True),
                Field("is_late", "flag", "whether its date has passed and it is not done"),
            ),
        ),
        Field("debriefs", "list", "what those who were in it say", (_WHO, Field("said", "text", "their words"))),
        Field("not_debriefed", "lines", "who took part and was not asked yet"),
        Field("lessons", "list", "what we learned", (Field("text", "text", "the lesson"), _WHO)),
        Field(
            "overrides", "list", "what was decided against what the program asked for",
            (
                Field("at", "instant", "when"),
                Field("event", "line", "spoken name of the entry"),
                _WHO,
                Field("customer", "line", "on whose break; empty for what is the failure's"),
                Field("what", "line", "what was decided"),
                Field("went_without", "lines", "what it went without: names of asks, ids of rules"),
                Field("reason", "line", "why, empty where no reason was given"),
            ),
        ),
        Field("questions", "lines", "what the record leaves open"),
    )
)  # fmt: skip
