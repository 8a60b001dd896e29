"""Remapped keys, checked by us: an unknown id, a key that no terminal sends and a key with two meanings are refused.

Textual takes any keymap in silence and lets one binding swallow another, so what is wrong here is left out and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from warroom.keys import ALL, KEYS, MOVING_IDS, keys_of

_NAMED = frozenset(
    (
        "up down left right home end pageup pagedown insert delete backspace enter escape tab space comma full_stop slash "
        "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 question_mark at plus minus underscore equals_sign semicolon colon "
        "exclamation_mark number_sign dollar_sign percent_sign ampersand asterisk less_than_sign greater_than_sign"
    ).split()
)
_RESERVED = frozenset(("ctrl+c", "ctrl+q", "ctrl+p", "ctrl+s", "tab", "shift+tab"))
VIM = {
    "down": "down,j",
    "up": "up,k",
    "page-down": "pagedown,ctrl+d",
    "page-up": "pageup,ctrl+u",
    "first": "home",
    "last": "end",
    "call": "K",
}
"""Vim's movement, and another key for what would have one of its letters."""


class Keymap(NamedTuple):
    """What is in force, and what was left out."""

    keys: dict[str, str]
    """Id → keys, with commas between several."""
    problems: tuple[str, ...]


def checked_keymap(wanted: Mapping[str, str], vim: bool = False) -> Keymap:
    """The part of a wanted keymap that can be used, and what is wrong with the rest."""
    problems: list[str] = []
    known = {key.id for key in KEYS} | set(MOVING_IDS)
    taken: dict[str, str] = dict(VIM) if vim else {}
    for id_, keys in wanted.items():
        names = [_named(key.strip()) for key in keys.split(",")]
        if id_ not in known:
            problems.append(f"keys.{id_}: there is no action of that id; `warroom keys` lists them")
        elif bad := [key for key in names if not _can_be_sent(key)]:
            problems.append(f"keys.{id_}: “{bad[0]}” is no key; write x, ctrl+x, f5, space …")
        elif reserved := [key for key in names if key in _RESERVED]:
            problems.append(f"keys.{id_}: {reserved[0]} is taken by the program itself")
        else:
            taken[id_] = ",".join(names)
    for clash in _clashes(taken):
        id_ = next((id_ for id_ in clash[1] if id_ in taken and id_ in wanted), "")
        problems.append(
            f"keys.{id_ or clash[1][0]}: {clash[0]} would mean both {clash[1][0]} and {clash[1][1]}; it stays as it was"
        )
        taken.pop(id_, None)
    return Keymap(taken, tuple(problems))


def _clashes(taken: Mapping[str, str]) -> list[tuple[str, tuple[str, str]]]:
    """Keys that two actions of one screen would have: (key, (one id, other id))."""
    found = []
    for where in ALL:
        owners: dict[str, str] = {}
        actions = [(key.id, taken.get(key.id, key.key)) for key in keys_of(where)]
        actions += [(id_, taken.get(id_, default)) for id_, default in MOVING_IDS.items()]
        for id_, keys in actions:
            for key in keys.split(","):
                if key in owners and owners[key] != id_:
                    found.append((key, (owners[key], id_)))
                owners.setdefault(key, id_)
    return list(dict.fromkeys(found))


def _named(key: str) -> str:
    """The name that a typed key has."""
    signs = {"?": "question_mark", "/": "slash", ".": "full_stop", ",": "comma", " ": "space", "@": "at", "+": "plus", "-": "minus"}
    return signs.get(key, key)


def _can_be_sent(key: str) -> bool:
    """Whether a terminal can send that key."""
    name = key
    for modifier in ("ctrl+", "shift+", "alt+"):
        name = name.removeprefix(modifier)
    if name in _NAMED:
        return True
    return len(name) == 1 and name.isprintable() and (name == key or name.isalnum())
