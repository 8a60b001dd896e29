"""Who signs what goes to a customer, and how customers may read our names: `[letters]` of the configuration, read plainly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.errors import BadInput
from store.text import one_line
from warroom.summaries.model import Signer


def signer_of(config: Mapping[str, Any], path: str, name: str = "") -> Signer:
    """Who signs. `name` (of `--signer`) signs in place of the configured one, with the role, line and mail of nobody else: only
    the company stays. Raises BadInput, with the file, for what is no text."""
    letters = _letters(config, path)
    found = {part: _text(letters, key, path) for part, key in zip(Signer._fields, _KEYS, strict=True)}
    if name.strip() and one_line(name) != found["name"]:
        return Signer(name=one_line(name), company=found["company"])
    return Signer(**found)


_KEYS = ("signer", "role", "line", "mail", "company")


def names_of(config: Mapping[str, Any], path: str) -> dict[str, str]:
    """How customers may read the names of some of us: actor → name. Raises BadInput, with the file, for what is no text."""
    names = _letters(config, path).get("names", {})
    if not isinstance(names, dict):
        raise BadInput(
            "config", f"{path}: letters.names is no table", 'write it as [letters.names] with lines as ana = "Ana Kovač"'
        )
    return {str(actor): _text(names, actor, path) for actor in names}


def _letters(config: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    letters = config.get("letters", {})
    if not isinstance(letters, dict):
        raise BadInput("config", f"{path}: letters is no table", "write it as [letters], with signer, role, line, mail, company")
    return letters


def _text(values: Mapping[str, Any], key: str, path: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise BadInput("config", f"{path}: letters: {key} is no text", f'write it as {key} = "…"')
    return one_line(value)
