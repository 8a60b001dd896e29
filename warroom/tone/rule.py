"""One rule: what it looks for in a sentence, what vetoes it, what makes it lighter, and the examples that prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from warroom.tone.model import ELEMENTS, FAMILIES, LEVELS

_ID = re.compile(r"[a-z][a-z-]*\.[a-z0-9][a-z0-9-]*")
_LISTS = ("trigger", "needs", "unless", "near", "unless_near", "rescue", "bad", "good")
_TEXTS = ("id", "level", "message", "why", "suggest", "rescue_level")


class BrokenRule(Exception):
    """A rule that can't be used, and why."""


class Rule(NamedTuple):
    """A sentence rule, or the recogniser of an element. Patterns are as written: classes as `{name}`."""

    id: str
    trigger: tuple[str, ...]
    """Any of them finds; its place is the finding's."""
    level: str = "warning"
    message: str = ""
    why: str = ""
    suggest: str = ""
    needs: tuple[str, ...] = ()
    """All of them must be in the sentence too."""
    unless: tuple[str, ...] = ()
    """Each vetoes, when it is in the sentence."""
    near: tuple[str, ...] = ()
    """All of them must be in the sentence or in one beside it."""
    unless_near: tuple[str, ...] = ()
    """Each vetoes, in the sentence or in one beside it."""
    rescue: tuple[str, ...] = ()
    """Each lowers the level to `rescue_level`, in the sentence or in one beside it."""
    rescue_level: str = "note"
    bad: tuple[str, ...] = ()
    """Examples that it finds; of an element: that look like it and do not give it."""
    good: tuple[str, ...] = ()
    """Examples that it leaves alone; of an element: that give it."""
    file: str = ""

    @property
    def element(self) -> str:
        """The element that it recognises; empty for a rule that finds faults."""
        return self.id.partition(".")[0] if self.id.partition(".")[0] in ELEMENTS else ""

    @property
    def is_faint(self) -> bool:
        """Whether what it finds is a faint sign of its element: one is enough in a short text only."""
        return bool(self.element) and self.id.endswith(".faint")


def read_rule(table: Mapping[str, Any], file: str) -> Rule:
    """A rule out of its TOML table. Raises BrokenRule with the reason."""
    name = table.get("id")
    shown = f"rule {name!r}" if isinstance(name, str) else "a rule without an id"
    for key, value in table.items():
        if key in _TEXTS:
            if not isinstance(value, str):
                raise BrokenRule(f"{shown}: {key} is to be a text")
        elif key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
                raise BrokenRule(f"{shown}: {key} is to be a list of texts")
        else:
            from difflib import get_close_matches

            near = get_close_matches(key, (*_TEXTS, *_LISTS), 1)
            raise BrokenRule(f"{shown}: {key!r} is no field of a rule" + (f" (did you mean {near[0]}?)" if near else ""))
    texts: dict[str, Any] = {key: " ".join(table[key].split()) for key in _TEXTS if key in table}
    lists: dict[str, Any] = {key: tuple(map(_read_as(key), table[key])) for key in _LISTS if key in table}
    rule = Rule("", ())._replace(**texts, **lists, file=file)
    if reason := _wrong(rule):
        raise BrokenRule(f"{shown}: {reason}")
    return rule


def joined(pattern: str) -> str:
    """A pattern that is written over several lines, as one: line breaks and the spaces beside them do not count."""
    return "".join(line.strip() for line in pattern.splitlines()) if "\n" in pattern else pattern


def _read_as(key: str) -> Callable[[str], str]:
    return str if key in ("bad", "good") else joined


def _wrong(rule: Rule) -> str:
    """What is wrong with a rule, empty when nothing is."""
    family = rule.id.partition(".")[0]
    if not rule.trigger:
        return "it has no trigger"
    if not rule.bad or not rule.good:
        return "it needs examples of both kinds, bad and good"
    if rule.element:
        return ""
    if not _ID.fullmatch(rule.id) or family not in FAMILIES:
        return f"its id is to be FAMILY.NAME, FAMILY one of {', '.join(FAMILIES)}"
    if rule.level not in LEVELS or rule.rescue_level not in LEVELS:
        return f"a level is one of {', '.join(LEVELS)}"
    return "" if rule.message and rule.why else "it needs a message and a why"
