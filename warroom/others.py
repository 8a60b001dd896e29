"""What the board's header says of the exchange and of who else is here."""

from __future__ import annotations

from warroom.live import Live


def said_of_others(live: Live) -> tuple[tuple[str, str], str]:
    """How the exchange stands (words and tone), and who is here or was not seen for how long (empty when nobody else is)."""
    if live.replica.read_only:
        return ("read-only", "soon"), ""
    if live.exchange is None:
        return ("local", "dim"), ""
    from warroom.sharing.words import people_words, sync_words

    now, standing = live.clock.now(), live.exchange.standing
    return sync_words(standing, now, live.zone, live.exchange.hangs(now)), people_words(standing, now)
