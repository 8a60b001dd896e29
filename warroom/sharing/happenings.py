"""What happened in the exchange, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from store.replica.happened import ADOPTED, AGAIN, BACK, CLOCK, COPIED, LOST, PUT_BACK, RENAMED, STOPPED, Happening
from store.spans import length


def happening_words(happening: Happening, own: frozenset[str], people: Mapping[str, str]) -> str:
    """A line on something that happened. `own` are the ids that this installation has and had, `people` the names to the
    others'."""
    who = "this installation" if happening.who in own else people.get(happening.who) or happening.who[:4] or "somebody"
    events = f"{happening.amount:,} event{'s' if happening.amount != 1 else ''}"
    were = "were" if happening.amount != 1 else "was"
    off = f"{length(abs(happening.amount))} {'ahead' if happening.amount > 0 else 'behind'}"
    words = {
        LOST: f"{events} of {who} {were} lost from the shared place: of the file, {happening.what}",
        PUT_BACK: f"{events} of {who} {were} missing there and {were} put back",
        ADOPTED: f"{events} of {who}, who was not heard of, {were} put back",
        COPIED: f"this profile was copied: it goes on under the id {happening.who[:4]} after {happening.what[:4]}",
        RENAMED: f"the profile of {who} was copied: one goes on under the id {happening.who[:4]} after {happening.what[:4]}",
        STOPPED: f"the exchange stopped: {happening.what}",
        AGAIN: "the exchange went through again",
        BACK: f"{who} is back, after {length(happening.amount)} without a word",
        CLOCK: f"the clock of {who} was {off}",
    }
    return words.get(happening.kind, happening.kind)
