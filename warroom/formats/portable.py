"""A document as a PDF, set by typst (extra `pdf`). What it says is handed over as data and is never part of the source, so that
a customer called `#let x` is a name. The same document gives the same bytes on the same machine: there is no date in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from unicodedata import category, name

from store.text import one_line
from warroom.formats.direction import right_to_left
from warroom.formats.document import Block, Code, Document, Heading, Listing, Paragraph, Quote, Rule, Runs, Table, plain

_STANDARD = "a-2b"
"""Held to this standard, typst names every character that no font has."""
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""What it asks for beside that; this setting is thrown away."""
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_LONGEST_WORD = 24
"""Characters after which a word that has no end may break: one that is shorter fits into the narrowest column."""
_LONGEST_CODE = 76
"""Characters of a line of code that fit the page."""
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Categories of characters that need no picture."""
_NAMED = 12
"""Most characters that a warning names."""


def pdf(document: Document, title: str, language: str = "en", paper: str = "a4") -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and what to warn of: characters that no font of this machine has. Raises MissingExtra without typst."""
    from warroom.formats.extras import needed

    typst = needed("pdf")
    source = _source()
    spoken, _, region = language.partition("-")
    region = region if len(region) == 2 else ""
    given = {
        "title": title,
        "language": spoken,
        "region": region or None,
        "paper": paper,
        "blocks": [_told(block) for block in document.blocks],
    }
    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs={})
    missing, warnings = _without_glyph(typst, compiler, source, json.dumps(given))
    shown = _spelt(given, {ord(char): f"[U+{ord(char):04X}]" for char in missing}) if missing else given
    made = compiler.compile(source, format="pdf", sys_inputs={"document": json.dumps(shown)})
    return bytes(made), warnings


@lru_cache(1)
def _fonts() -> Any:
    """The fonts of this machine. Looking for them takes most of the time of a letter, and many letters are written at once."""
    from warroom.formats.extras import needed

    return needed("pdf").Fonts()


@lru_cache(1)
def _source() -> bytes:
    from importlib.resources import files

    return files("warroom.formats").joinpath("document.typ").read_bytes()


def _without_glyph(typst: Any, compiler: Any, source: bytes, given: str) -> tuple[list[str], tuple[str, ...]]:
    """What a stricter setting of the same document finds: each character that no font here has, and the warning of them."""
    inputs = {"document": given, "checked": "yes"}
    try:
        compiler.compile(source, format="pdf", sys_inputs=inputs, pdf_standards=[_STANDARD], timestamp=_SOME_DAY)
    except typst.TypstError as error:
        said = "\n".join((str(error), error.diagnostic or ""))
        found = [_ESCAPED.sub(_unescaped, one) for one in _NO_GLYPH.findall(said)]
        missing = list(dict.fromkeys(char for text in found for char in text if category(char) not in _UNSEEN))
        if not found:
            return [], (f"whether fonts have all of its characters can't be told: {one_line(str(error), 120)}",)
        return missing, _named(missing)
    return [], ()


def _spelt(given: Any, spelling: Mapping[int, str]) -> Any:
    """What is told to the typesetter, with characters that no font has spelt out: a box would say nothing."""
    if isinstance(given, str):
        return given.translate(spelling)
    if isinstance(given, list):
        return [_spelt(one, spelling) for one in given]
    if isinstance(given, dict):
        return {name: one if name in ("title", "link") else _spelt(one, spelling) for name, one in given.items()}
    return given


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _named(missing: Sequence[str]) -> tuple[str, ...]:
    if not missing:
        return ()
    told = ", ".join(f"{char} ({name(char, f'U+{ord(char):04X}')})" for char in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    return (f"no font on this machine has {told}{more}: the PDF says [U+…] there; install one that has, or take html or docx",)


def _told(block: Block) -> dict[str, Any]:
    """A block as data for the typesetter."""
    match block:
        case Paragraph(runs):
            return {"kind": "paragraph", **_runs(runs)}
        case Heading(level, runs):
            return {"kind": "heading", "level": level, **_runs(runs)}
        case Code(text):
            return {"kind": "code", "text": _wrapped(text), "right-to-left": right_to_left(text)}
        case Rule():
            return {"kind": "rule"}
        case Quote(blocks):
            return {"kind": "quote", "blocks": [_told(one) for one in blocks]}
        case Listing(start, items, tight):
            return {"kind": "list", "start": start, "tight": tight, "items": [[_told(one) for one in item] for item in items]}
        case Table(head, rows, align):
            return {
                "kind": "table",
                "align": list(align),
                "head": [_runs(cell) for cell in head],
                "rows": [[_runs(cell) for cell in row] for row in rows],
            }


def _runs(runs: Runs) -> dict[str, Any]:
    told = [run._asdict() | {"lines": [list(_pieces(line)) for line in run.text.split("\n")]} for run in runs]
    return {"runs": told, "right-to-left": right_to_left(plain(runs))}


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces: one, unless it holds a word that is longer than a line of the page may be."""
    start = since_space = 0
    for place, char in enumerate(line):
        since_space = 0 if char.isspace() else since_space + 1
        if since_space > _LONGEST_WORD and category(char) not in ("Mn", "Me", "Cf") and line[place - 1] != "\u200d":
            yield line[start:place]
            start, since_space = place, 1
    yield line[start:]


def _wrapped(code: str) -> str:
    """Lines of code that fit the page."""
    return "\n".join(
        line[at : at + _LONGEST_CODE] for line in code.split("\n") for at in range(0, max(1, len(line)), _LONGEST_CODE)
    )
