"""The clocks of a break as JSON: from found to told, from known to owned."""

from __future__ import annotations

from typing import Any

from store.reached import said_at
from store.zones import iso_seconds
from warroom.commands.show import Shown


def seconds(begin: int, until: int | None) -> int | None:
    """Whole seconds from one instant to another; None without the other."""
    return None if until is None else max(0, until - begin) // 1000


def told_json(shown: Shown) -> dict[str, Any]:
    """From found to told: when, after how long, whether we told them before they found it."""
    brk = shown.case.brk
    first = next((one for one in brk.contacts if one.reached), None)
    return {
        "at": iso_seconds(brk.told_at),
        "after_s": seconds(brk.known_at, brk.told_at),
        "by": first.actor if first is not None else None,
        "channel": first.channel if first is not None else None,
        "self_disclosed": brk.found_by == "us" if brk.told_at is not None else None,
    }


def owned_json(shown: Shown) -> dict[str, Any]:
    """From known to owned: when, after how long, who said it to whom and in which words."""
    brk = shown.case.brk
    contact, owned_at = brk.owning, said_at(brk, brk.owned_at, "owned")
    stage = next((change for change in brk.stages if change.stage != "reopened"), None)
    return {
        "at": iso_seconds(owned_at),
        "after_s": seconds(brk.known_at, owned_at),
        "by": contact.actor if contact is not None else stage.actor if stage is not None and owned_at is not None else None,
        "with": contact.with_ or None if contact is not None else None,
        "channel": contact.channel if contact is not None else None,
        "said": contact.said or None if contact is not None else None,
    }
