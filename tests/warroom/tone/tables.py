"""The tables of docs/tone.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from warroom.tone.checking import rule_lines
from warroom.tone.elements import ASKED, OF_FAULT
from warroom.tone.loading import load_rules
from warroom.tone.model import ELEMENTS


def tone_rules() -> Iterable[str]:
    """Every rule, with its level and its reason."""
    yield "| rule | level | says | why |"
    yield "| --- | --- | --- | --- |"
    for rule in rule_lines(load_rules()):
        yield f"| `{rule.id}` | {rule.level} | {_cell(rule.message)} | {_cell(rule.why)} |"


def tone_elements() -> Iterable[str]:
    """Which elements each kind of letter is asked for, and the level when one is missing."""
    yield "| element | " + " | ".join(ASKED) + " | " + " | ".join(f"fault {fault}" for fault in OF_FAULT) + " |"
    yield "| --- |" + " --- |" * (len(ASKED) + len(OF_FAULT))
    for element in ELEMENTS:
        levels = [ASKED[summary].get(element, "") for summary in ASKED]
        changes = [_change(changed, element) for changed in OF_FAULT.values()]
        yield f"| {element} | " + " | ".join((*levels, *changes)) + " |"


def _change(levels: object, element: str) -> str:
    if not isinstance(levels, dict) or element not in levels:
        return "as it is"
    return levels[element] or "not asked"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


TONE_TABLES: dict[str, Callable[[], Iterable[str]]] = {"tone-rules": tone_rules, "tone-elements": tone_elements}
