"""The texts of playbooks, the built-in ones and those that a team put in force, and which of them a break follows."""

# No `from __future__ import annotations`: this is on the way of every write.

import os
from collections.abc import Iterable
from functools import lru_cache

from store.policy import Policy
from store.state import Break

BUILT_IN = ("recovery", "short", "three-steps", "five-rules", "own-and-fix", "seven-tips", "five-steps")
_FOLDER = os.path.join(os.path.dirname(__file__), "builtin")


def text_of(name: str, in_force: Iterable[tuple[str, str]] = ()) -> str | None:
    """The TOML of the playbook of that name, the team's own (`in_force`: name, text) before a built-in one; None without."""
    wanted = name.strip().casefold()
    own = next((text for given, text in in_force if given.casefold() == wanted and text), None)
    return own if own is not None else built_in_text(wanted)


def known_names(in_force: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Every playbook that a break can follow."""
    return tuple(dict.fromkeys((*BUILT_IN, *(name.casefold() for name, text in in_force if text))))


@lru_cache(len(BUILT_IN))
def built_in_text(name: str) -> str | None:
    """The TOML of a built-in playbook."""
    if name not in BUILT_IN:
        return None
    with open(os.path.join(_FOLDER, f"{name}.toml"), encoding="utf-8") as file:
        return file.read()


def playbook_name(brk: Break, policy: Policy) -> str:
    """The playbook that was chosen for a break, else the one for its severity; in small letters."""
    return (brk.playbook or policy.playbook[brk.severity - 1]).casefold()
