"""What can be written about a break, or about several: each summary with how it stands, or why there is none of it."""

from __future__ import annotations

from typing import NamedTuple

from store.replica.cases import Case
from store.state import Written
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.forms.spec import Option, Subject
from warroom.summaries.making import obstacle
from warroom.summaries.model import SUMMARIES, TITLES, TO_CUSTOMER

WRITE = ":write"
"""Not a form: the preview of the summary that the preset `summary` names."""
WRITE_ALL = ":write-all"
"""Not a form: one text for each of several customers, into files."""
REFUSED = ":why-not"
"""Not a form: the preset `why` is said."""
OF_BOARD = "board"
"""The preset `about` of a hand-over of the whole board."""

LETTERS = {"letter": "l", "followup": "f", "brief": "b", "gift": "g", "review": "r", "handover": "h"}
"""Summary → the letter that chooses it."""
_WAITS_FOR = {
    "fix": "it comes some days after the fix, and this is not fixed yet (f)",
    "gift": "no gift card is on the record (r owes one)",
    "approval": "the gift card is not approved yet (r approves it)",
}
"""What a summary waits for, in words with the key that brings it."""


class Chance(NamedTuple):
    """A summary of a break: what stands behind its name; or why there is none."""

    summary: str
    about: str = ""
    why_not: str = ""


def chances(case: Case, now: int, zone: Zone) -> tuple[Chance, ...]:
    """Every summary of one break, in the order of the choice."""
    return tuple(_chance(case, summary, now, zone) for summary in SUMMARIES)


def _chance(case: Case, summary: str, now: int, zone: Zone) -> Chance:
    brk = case.brk
    if waits_for := obstacle(summary, case):
        return Chance(summary, why_not=_WAITS_FOR[waits_for])
    if (sent := last_sent(case, summary)) is not None:
        return Chance(summary, sent_words(sent, now, zone))
    if summary == "followup":
        due = min((item.due_at for item in brk.followups if item.channel == "mail" and item.done_at is None), default=None)
        if due is not None and due > now:
            return Chance(summary, f"due {day_and_time(due, now, zone)}")
    return Chance(summary)


def last_sent(case: Case, summary: str) -> Written | None:
    """The one that went out last, None when none did. A review belongs to the failure."""
    there = case.failure.written if summary == "review" else case.brk.written
    return max((item for item in there if item.summary == summary), key=lambda item: item.at, default=None)


def sent_words(sent: Written, now: int, zone: Zone) -> str:
    """`sent today 14:02 by ana to Mary Osei`."""
    to = f" to {one_line(sent.to, 40)}" if sent.to else ""
    return f"sent {day_and_time(sent.at, now, zone)} by {one_line(sent.actor, 30)}{to}"


def options_for(subject: Subject) -> tuple[Option, ...]:
    """What `e` offers on a break, on several, or on none."""
    if subject.case is not None:
        return tuple(_option(chance) for chance in chances(subject.case, subject.now, subject.zone))
    if subject.ids:
        many = tuple(
            Option(LETTERS[name], f"{TITLES[name]}, one to each of the {len(subject.ids)}", WRITE_ALL, {"summary": name})
            for name in TO_CUSTOMER
        )
        review = Option(LETTERS["review"], "the review of their failure", WRITE, {"summary": "review"})
        return (*many, *((review,) if subject.failure else ()), hand_over_option())
    return (hand_over_option(),)


def _option(chance: Chance) -> Option:
    name, title = chance.summary, TITLES[chance.summary]
    if chance.why_not:
        return Option(
            LETTERS[name],
            f"{title} · {chance.why_not}",
            REFUSED,
            {"summary": name, "why": f"{title.capitalize()}: {chance.why_not}"},
        )
    return Option(LETTERS[name], f"{title}{f' · {chance.about}' if chance.about else ''}", WRITE, {"summary": name})


def hand_over_option(key: str = LETTERS["handover"]) -> Option:
    """The hand-over of the whole board in writing."""
    return Option(key, f"{TITLES['handover']} in writing: all that is open", WRITE, {"summary": "handover", "about": OF_BOARD})
