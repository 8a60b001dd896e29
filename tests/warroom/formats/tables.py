"""The table of formats for the documents."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.formats.rendering import ABOUT, FORMATS


def formats_table() -> Iterable[str]:
    """Every format: what is in it, and how it escapes."""
    yield "| format | holds | what it escapes | needs |"
    yield "| --- | --- | --- | --- |"
    for name in FORMATS:
        yield f"| `{name}` | " + " | ".join(ABOUT[name]) + " |"
