"""What is wrong between the steps of a playbook: two of one name, times that count from what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from store.playbooks.model import ANCHORS
from warroom.playbooks.lines import Path
from warroom.playbooks.words import listed, shown


def reference_problems(steps: list[Any]) -> Iterable[tuple[Path, str]]:
    """What is wrong between the steps of a document, whatever else is wrong in it: (path, what)."""
    ids: list[Any] = [step.get("id") if isinstance(step, dict) else None for step in steps]
    for place, step in enumerate(steps):
        if not isinstance(step, dict):
            continue
        if isinstance(ids[place], str) and ids[place] in ids[:place]:
            yield ("step", place, "id"), f"there is a step {shown(ids[place])} above it already"
        yield from _reference(step.get("after"), ("step", place, "after"), "after", ids, place)
        for index, proof in enumerate(listed(step.get("proof", []))):
            if isinstance(proof, dict):
                yield from _reference(proof.get("since"), ("step", place, "proof", index, "since"), "since", ids, place)


def _reference(given: Any, path: Path, key: str, ids: list[Any], place: int) -> Iterable[tuple[Path, str]]:
    """What is wrong with an `after` or a `since`."""
    if not isinstance(given, str) or (given in ids[:place] and given not in ANCHORS):
        return
    if given in ANCHORS:
        if given in ids:
            yield path, f"{key} {shown(given)}: both a step and an anchor have that name; call the step otherwise"
    elif given == ids[place]:
        yield path, f"{key} {shown(given)}: a step can't come after itself"
    elif given in ids:
        yield path, f"{key} {shown(given)}: that step comes later; name one above it"
    else:
        allowed = (*ANCHORS, *(one for one in ids[:place] if isinstance(one, str)))
        near = get_close_matches(given, allowed, 1)
        yield (
            path,
            f"{key} {shown(given)} is neither an anchor ({', '.join(ANCHORS)}) nor a step above it"
            + (f"; did you mean {near[0]}?" if near else ""),
        )
