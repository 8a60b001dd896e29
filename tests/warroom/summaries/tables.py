"""The tables of docs/templates.md, from what templates are really given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from warroom.summaries.filter_words import FILTER_WORDS
from warroom.summaries.interface import KINDS, Field
from warroom.summaries.interfaces import interface_of


def _fields(fields: tuple[Field, ...], before: str = "") -> Iterator[str]:
    for field in fields:
        words = " ".join(f"`{word}`" if word else "empty" for word in field.choices)
        about = field.about + (f": {words}" if words else "") + ("; or none" if field.maybe else "")
        entry = "[]" if field.kind == "list" else ""
        yield f"| `{before}{field.name}` | {field.kind} | {about.replace('|', chr(92) + '|')} |"
        yield from _fields(field.fields, f"{before}{field.name}{entry}.")


def _table(summary: str) -> Callable[[], Iterable[str]]:
    def table() -> Iterator[str]:
        yield "| field | kind | what it is |"
        yield "| --- | --- | --- |"
        yield from _fields(interface_of(summary).fields)

    return table


def kinds() -> Iterator[str]:
    """The kinds of fields."""
    yield "| kind | what it is |"
    yield "| --- | --- |"
    for kind, about in KINDS.items():
        yield f"| {kind} | {about} |"


def filters() -> Iterator[str]:
    """Our filters, each with an example."""
    yield "| filter | does | example | gives |"
    yield "| --- | --- | --- | --- |"
    for words in FILTER_WORDS:
        example, gives = (part.replace("|", "\\|") for part in (words.example, words.gives))
        yield f"| `{words.name}` | {words.about} | `{example}` | {gives} |"


def renamed() -> Iterator[str]:
    """Fields with another name now."""
    found = {(one.old, one.new) for summary in ("letter", "review", "handover") for one in interface_of(summary).renamed}
    yield "| old | new |"
    yield "| --- | --- |"
    for old, new in sorted(found) or [("none yet", "")]:
        yield f"| {old} | {new} |"


TEMPLATE_TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "template-kinds": kinds,
    "template-filters": filters,
    "template-renamed": renamed,
    "fields-customer": _table("letter"),
    "fields-review": _table("review"),
    "fields-handover": _table("handover"),
}
