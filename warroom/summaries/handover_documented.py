"""The fields of the hand-over, described: what a team's templates may rely on."""

from __future__ import annotations

from store.words import FAULTS, STAGES, SURENESS
from warroom.summaries.interface import Field, Interface

MOODS = ("", "calm", "upset", "furious")
_CUSTOMER = Field("customer", "line", "which customer")
_SEVERITY = Field("severity", "number", "1 to 4")

HANDOVER_FIELDS = Interface(
    (
        Field("now", "instant", "when it is made"),
        Field("zone", "zone", "ours, in which times are said; empty for the machine's own"),
        Field("board", "line", "the board's name"),
        Field("is_board", "flag", "whether it is of the whole board, else of one break"),
        Field("by", "line", "who hands over"),
        Field("to", "line", "to whom, empty where nothing is offered"),
        Field("offered_at", "instant", "when it was offered", maybe=True),
        Field("said", "line", "what was said with the offer"),
        Field("count", "number", "how many breaks are open"),
        Field("of_severity_one", "number", "how many of them are of severity 1"),
        Field("need_now", "number", "how many need somebody now"),
        Field("late", "number", "how many promises are late"),
        Field(
            "breaks", "list", "the first five in the order of attention",
            (
                Field("spoken", "line", "spoken id"),
                Field("customer", "line", "the customer's name, cut"),
                Field("what", "line", "what broke, cut"),
                _SEVERITY,
                Field("mood", "choice", "how they were when we last spoke", choices=MOODS),
                Field("stage", "choice", "where it stands", choices=STAGES),
                Field("owner", "line", "who owns it"),
                Field("known_at", "instant", "when we knew"),
                Field("told_at", "instant", "when they heard from us", maybe=True),
                Field("trouble", "line", "what it does to them, cut"),
                Field("explanation", "line", "how it came, cut"),
                Field("cause", "line", "the cause, cut"),
                Field("fault", "choice", "whose fault it is", choices=FAULTS),
                Field("contact_name", "line", "whom we talk to"),
                Field("next", "line", "the one thing to do next"),
                Field("next_who", "line", "who does it"),
                Field("next_due_at", "instant", "by when, where `next` does not say it", maybe=True),
                Field("to_do", "line", "what is next and the nearest promise, cut to one line"),
                Field("presses", "flag", "whether it needs somebody now"),
                Field("contact_due_at", "instant", "when the next contact is due", maybe=True),
                Field("contact_is_late", "flag", "whether that has passed"),
                Field("last_contact_at", "instant", "when we last reached them", maybe=True),
                Field(
                    "promises", "list", "what is promised and open, the nearest date first",
                    (
                        Field("n", "line", "its number"),
                        Field("what", "line", "what, cut"),
                        Field("kind", "choice", "what kind", choices=("fix", "workaround", "news", "other")),
                        Field("sure", "choice", "how sure", choices=SURENESS),
                        Field("due_at", "instant", "the date that they know", maybe=True),
                        Field("is_late", "flag", "whether that has passed"),
                        Field("told", "flag", "whether they know the date as it stands"),
                        Field("slips", "number", "how often it was moved"),
                    ),
                ),
                Field("promises_left_out", "number", "how many more are open"),
                Field("owed", "amounts", "what is owed to them"),
            ),
        ),
        Field("left_out", "number", "how many more are open"),
        Field("left_out_pressing", "number", "how many of those need somebody now"),
        Field("left_out_next_at", "instant", "when the first of those needs somebody", maybe=True),
        Field(
            "risks", "list", "what may go wrong, and what then",
            (
                _CUSTOMER,
                Field("spoken", "line", "spoken id of the break"),
                Field("at", "instant", "by when it shows", maybe=True),
                Field("what", "line", "what may go wrong"),
                Field("then", "line", "what to do then"),
            ),
        ),
        Field("risks_left_out", "number", "how many more risks there are"),
        Field("owed", "amounts", "what is owed on all of them"),
    )
)  # fmt: skip
