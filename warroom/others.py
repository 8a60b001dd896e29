"""What the board's header says of the exchange and of who else is here."""

from __future__ import annotations

from warroom.live import Live

WIDE = 120
"""Columns from which a corner says so too when all is well."""


def said_of_others(live: Live, reads: bool = False) -> tuple[tuple[str, str], str]:
    """How the exchange stands (words and tone), and what there is room for on wide lines: further notes, how long the folder
    takes, who is here or was not seen for how long. `reads`: the screen has not loaded yet what is here."""
    if live.replica.read_only:
        return ("read-only", "soon"), ""
    if live.exchange is None:
        return ("local", "dim"), ""
    from warroom.sharing.words import delay_words, more_notes, people_words, sync_words

    now, standing = live.clock.now(), live.exchange.standing
    if reads and standing is not None:
        standing = standing.still_reading()
    notes = more_notes(standing)
    more = " · ".join(filter(None, (*notes, delay_words(standing, now), people_words(standing, now))))
    return sync_words(standing, now, live.zone, live.exchange.hangs(now)), more


def corner_of(live: Live, width: int) -> tuple[tuple[str, str], ...]:
    """The first words of how the exchange stands, for a corner of a screen; when all is well only on wide ones."""
    (words, tone), _ = said_of_others(live)
    if live.exchange is None and not live.replica.read_only:
        return ()
    return ((f"{words.split(' · ')[0]} · ", tone),) if tone != "dim" or width >= WIDE else ()
