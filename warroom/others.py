"""What the board's header says of the exchange and of who else is here."""

from __future__ import annotations

from warroom.live import Live


def said_of_others(live: Live) -> tuple[tuple[str, str], str]:
    """How the exchange stands (words and tone), and what there is room for on wide lines: how long the
    folder takes, who is here or was not seen for how long."""
    if live.replica.read_only:
        return ("read-only", "soon"), ""
    if live.exchange is None:
        return ("local", "dim"), ""
    from warroom.sharing.words import delay_words, people_words, sync_words

    now, standing = live.clock.now(), live.exchange.standing
    more = " · ".join(filter(None, (delay_words(standing, now), people_words(standing, now))))
    return sync_words(standing, now, live.zone, live.exchange.hangs(now)), more
