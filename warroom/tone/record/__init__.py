"""Record rules: what a text says that the record says otherwise, or does not know at all.

They need the record of one break (`warroom.tone.against.Against`). Each rule looks at one sentence, or at all of them, and yields
hits; a hit names its sentence by its place in the list that was given. The record is what happened; the customer was there, and
will compare (design §7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warroom.tone.against import Against
    from warroom.tone.figures import Day
    from warroom.tone.record.hit import Hit


def record_hits(sentences: Sequence[str], against: Against, summary: str = "letter", whole: str = "") -> tuple[Hit, ...]:
    """Everything in which the sentences of a text differ from the record. `summary` is letter, followup, brief, gift or text;
    `whole` is the text with its quotations, in which their own words stand."""
    from warroom.tone.figures import figures_of
    from warroom.tone.record.ahead import ahead
    from warroom.tone.record.claims import claims
    from warroom.tone.record.days import dates
    from warroom.tone.record.known import Known
    from warroom.tone.record.names import names
    from warroom.tone.record.sums import counts, money
    from warroom.tone.record.telling import fault, second_apology, their_trouble
    from warroom.tone.record.times import times

    found: list[Hit] = []
    known = Known(against)
    days: tuple[Day, ...] = ()
    for index, sentence in enumerate(sentences):
        figures = figures_of(sentence)
        found += money(index, sentence, figures, known, gift=summary == "gift")
        found += counts(index, figures, known)
        found += dates(index, sentence, figures, known)
        found += times(index, sentence, figures, days, known)
        found += names(index, sentence, against)
        found += fault(index, sentence, against)
        found += claims(index, sentence, against)
        if not any(hit.rule == "record.promise" and hit.sentence == index for hit in found):
            found += ahead(index, sentence, figures, known)
        days = figures.days or days
    found += second_apology(sentences, against, summary, whole)
    found += their_trouble([*sentences, whole], against, summary)
    return tuple(found)
