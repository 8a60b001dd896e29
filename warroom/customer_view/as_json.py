"""A customer as `warroom customer NAME --json` answers them, beside the card."""

from __future__ import annotations

from typing import Any

from store.money import Money
from store.zones import find_zone, iso_seconds, wall
from warroom.customer_view import sums
from warroom.customer_view.content import CustomerBreak, CustomerView


def customer_json(view: CustomerView, now: int) -> dict[str, Any]:
    """What it all comes to: breaks, promises kept, amends, apologies, moods, notes."""
    there, worth, share = find_zone(view.card.zone), sums.worth_of(view), sums.share_of_worth(view)
    back = sums.corrections(view)
    return {
        "local_time": f"{wall(now, there):%Y-%m-%dT%H:%M}" if there is not None else None,
        "worth": worth.to_json() if worth is not None else None,
        "exposure": list(sums.exposure(view)),
        "open": sum(1 for one in view.breaks if one.row.view == "open"),
        "history": [_break(one) for one in view.breaks],
        "promises": _kept(sums.kept(view, now)),
        "news": _kept(sums.kept(view, now, news=True)),
        "amends": [{"kind": one.kind, "given": _money(one.given), "pending": _money(one.pending)} for one in sums.amends(view)],
        "amends_of_worth": f"{share:.2f}" if share is not None else None,
        "corrections": {"given": _money(back.given), "pending": _money(back.pending)},
        "apologies": [{"at": iso_seconds(one.at), "by": one.actor, "break": one.spoken} for one in sums.apologies(view)],
        "repeats": sums.repeats(view),
        "last_contact_at": iso_seconds(sums.last_contact_at(view)),
        "moods": [
            {"at": iso_seconds(one.at), "mood": one.mood, "said": one.said or None, "break": one.spoken} for one in sums.moods(view)
        ],
        "notes": [{"text": note.text, "by": note.actor, "at": iso_seconds(note.at)} for note in view.card.notes],
    }


def _break(one: CustomerBreak) -> dict[str, Any]:
    return {
        "id": one.spoken,
        "what": one.row.what,
        "cause": one.failure.cause or None,
        "severity": one.row.severity,
        "stage": one.row.stage,
        "owner": one.row.owner or None,
        "opened_at": iso_seconds(one.row.opened_at),
        "closed_at": iso_seconds(one.brk.closed_at),
        "outcome": one.brk.outcome or None,
        "repeat": one.repeat,
    }


def _kept(found: sums.Kept) -> dict[str, int]:
    return {"over": found.of, "kept": found.by_last, "kept_by_first_date": found.by_first, "open": found.open}


def _money(amounts: tuple[Money, ...]) -> list[dict[str, str]]:
    return [money.to_json() for money in amounts]
