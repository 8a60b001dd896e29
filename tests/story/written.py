"""What a telling of the story wrote: its events, without what no two tellings have in common."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.warroom.commands.conftest import Desk


def written(desk: Desk) -> list[tuple[str, str, str]]:
    """Every event: when, what kind, and the rest of it as JSON. An id or a hash stands as what it names: the third promise.

    What is written at one instant has no order: a form says what a fix keeps before what it plans, commands as they are typed.
    """
    events = [json.loads(line) for line in desk.good("log", "--json").out.splitlines()]
    names: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    for event in events:
        subject, _, key = event["subject"].partition(":")
        if key not in names:
            kinds[subject] += 1
            names[key] = f"{subject} {kinds[subject]}"
        kinds[event["kind"]] += 1
        names[event["hash"]] = f"{event['kind']} {kinds[event['kind']]}"
    return sorted(
        (
            event["happened_at"],
            event["kind"],
            json.dumps([event["actor"], _named(key_of(event), names), _named(event["body"], names)], sort_keys=True),
        )
        for event in events
    )


def key_of(event: dict[str, Any]) -> str:
    """What an event is about."""
    return str(event["subject"].partition(":")[2])


def _named(value: Any, names: dict[str, str]) -> Any:
    """A value with numbers in the place of ids and hashes."""
    if isinstance(value, dict):
        return {key: _named(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value
