"""How a text is set: the part of the configuration (`[letters]`) that formats read."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Mapping
from typing import Any, NamedTuple

from store.errors import BadInput
from store.text import one_line, quoted

PAPERS = ("a4", "us-letter")
"""Sizes of paper that a PDF and a DOCX may have."""


class Setting(NamedTuple):
    """The language of the text (a BCP 47 tag), and the paper of a PDF and a DOCX."""

    language: str = "en"
    paper: str = "a4"


def setting_of(config: Mapping[str, Any], path: str) -> Setting:
    """The setting that a configuration names. Raises BadInput, with the file, for one that can't be used."""
    letters = config.get("letters", {})
    given = {name: letters[name] for name in Setting._fields if name in letters} if isinstance(letters, Mapping) else {}
    for name, value in given.items():
        if not isinstance(value, str):
            raise BadInput("config", f"{path}: letters: {name} is no text", f'write it as {name} = "…"')
    found = Setting(**given)
    parts = found.language.split("-")
    if not (parts[0].isascii() and parts[0].isalpha() and 2 <= len(parts[0]) <= 3) or not all(
        part.isascii() and part.isalnum() and len(part) <= 8 for part in parts
    ):
        raise BadInput("config", f"{path}: letters: {quoted(found.language)} is no language", "write it as en, en-GB or de")
    if found.paper not in PAPERS:
        raise BadInput("config", f"{path}: letters: there is no paper {one_line(found.paper, 40)}", f"one of {', '.join(PAPERS)}")
    return found
