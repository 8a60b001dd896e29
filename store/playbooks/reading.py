"""The text of a playbook → the playbook. Total: what can't be read is left out, as texts come from others' installations.

`warroom/playbooks` checks a text strictly, and names file and line, before a team puts it in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from store.errors import BadInput
from store.playbooks.model import (
    ANCHORS,
    CONDITIONS,
    FALLBACK,
    MOST_BYTES,
    MOST_STEPS,
    PROOFS,
    ROLES,
    Playbook,
    Proof,
    Step,
    Within,
)
from store.playbooks.texts import text_of
from store.policy import BY_NAME
from store.spans import parse_span
from store.text import clean, one_line

TEXT = 400
"""Longest sentence of a playbook, in characters."""


@lru_cache(64)
def parsed(name: str, text: str) -> Playbook:
    """The playbook of a TOML text. One that is no TOML has no steps."""
    import tomllib

    try:
        made = tomllib.loads(text) if len(text) <= MOST_BYTES else {}
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        made = {}
    return playbook_of(name, made)


def playbook_of(name: str, made: dict[str, Any]) -> Playbook:
    """The playbook in a TOML document."""
    found: dict[str, Step] = {}
    given = made.get("step")
    for entry in given[:MOST_STEPS] if isinstance(given, list) else ():
        step = _step(entry) if isinstance(entry, dict) else None
        if step is not None:
            found.setdefault(step.id, step)
    title = one_line(_text(made, "title") or name, 80)
    return Playbook(name, title, clean(_text(made, "about"))[:TEXT], tuple(found.values()))


def playbook_named(name: str, in_force: Iterable[tuple[str, str]] = ()) -> Playbook:
    """The playbook of that name, the team's own before a built-in one; `recovery` where it is not here."""
    text = text_of(name, in_force)
    return parsed(name, text) if text is not None else parsed(FALLBACK, text_of(FALLBACK) or "")


def _step(made: dict[str, Any]) -> Step | None:
    id_ = one_line(_text(made, "id"), 40).lower()
    if not id_:
        return None
    return Step(
        id=id_,
        title=one_line(_text(made, "title") or id_, 80),
        why=one_line(_text(made, "why"), TEXT),
        practices=tuple(one_line(word, 8) for word in _words(made, "practices")[:8]),
        who=_one_of(made, "who", ROLES, "owner"),
        after=one_line(_text(made, "after"), 40).lower() or "known",
        within=_within(made.get("within")),
        proofs=tuple(proof for one in _tables(made.get("proof")) if (proof := _proof(one)) is not None),
        closing=made.get("closing") is True,
        say=one_line(_text(made, "say"), TEXT),
    )


def _within(value: Any) -> Within | None:
    if isinstance(value, str) and value in BY_NAME:
        return Within(setting=value)
    spans = [value] * 4 if isinstance(value, str) else value if isinstance(value, list) else []
    if len(spans) != 4:
        return None
    return Within(tuple(str(span) if _is_span(span) else "" for span in spans))


def _is_span(text: Any) -> bool:
    try:
        parse_span(text, "within")
    except (BadInput, ValueError, ArithmeticError, AttributeError, TypeError):
        return False
    return True


def _proof(made: dict[str, Any]) -> Proof | None:
    what = next((key for key in made if key in PROOFS), "")
    words = tuple(word for word in _words(made, what) if word in PROOFS[what]) if what else ()
    if not words:
        return None
    channel = tuple(word for word in _words(made, "channel") if word in CONDITIONS["channel"])
    return Proof(what, words, channel, _one_of(made, "direction", CONDITIONS["direction"], "out"), _text(made, "since").lower())


def _text(made: dict[str, Any], key: str) -> str:
    value = made.get(key)
    return value if isinstance(value, str) else ""


def _words(made: dict[str, Any], key: str) -> list[str]:
    value = made.get(key)
    return [word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)]


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _one_of(made: dict[str, Any], key: str, allowed: Sequence[str], default: str) -> str:
    value = made.get(key)
    return value if isinstance(value, str) and value in allowed else default


def anchors_of(playbook: Playbook) -> frozenset[str]:
    """What the times of a playbook's steps may count from."""
    return frozenset((*ANCHORS, *(step.id for step in playbook.steps)))
