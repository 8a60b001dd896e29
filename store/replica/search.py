"""Full text over everything: one document for each subject, indexed before the first search after a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from store.events import FREE_TEXT, Body
from store.order import put_in_order
from store.replica.log import events_of
from store.replica.queries import Query
from store.text import clean, one_line

BATCH = 500
"""Documents indexed in one transaction."""
MOST = 200
"""Most hits of a search."""
MARKS = ("«", "»")
"""What stands around the words found in a snippet."""
_WORDS = frozenset(("customer", "category", "cause", "call_name", "phone", "mail", "role", "owner", "contact_name"))


class Hit(NamedTuple):
    """A subject that a search found."""

    subject: str
    title: str
    snippet: str
    """The place in its text, with the words found between « and »."""


def index_pending(db: sqlite3.Connection, limit: int = BATCH) -> int:
    """Indexes up to `limit` subjects that changed, inside the caller's transaction. How many are left."""
    rows = db.execute("SELECT sid, subject FROM search_pending JOIN subjects USING (sid) LIMIT ?", (limit,)).fetchall()
    for sid, subject in rows:
        title, text = document(db, subject)
        db.execute("DELETE FROM search WHERE rowid = ?", (sid,))
        db.execute("INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)", (sid, title, text))
        db.execute("DELETE FROM search_pending WHERE sid = ?", (sid,))
    return int(db.execute("SELECT count(*) FROM search_pending").fetchone()[0])


def document(db: sqlite3.Connection, subject: str) -> tuple[str, str]:
    """The title and the text of a subject: what is in force of it, nothing that was taken back."""
    title: list[str] = []
    text: list[str] = []
    for fact in put_in_order(events_of(db, subject)).facts:
        if fact.kind in ("opened", "failure_opened"):
            title += [str(fact.body[key]) for key in ("customer", "what") if isinstance(fact.body.get(key), str)]
        _collect(fact.body, text)
    kind, _, key = subject.partition(":")
    if kind == "customer":
        title.append(key)
    return one_line(" · ".join(title)), clean("\n".join(dict.fromkeys(text)), limit=1_000_000)


def _collect(body: Body, found: list[str]) -> None:
    for key, value in body.items():
        if key in ("set", "body") and isinstance(value, dict):
            _collect(value, found)
        elif isinstance(value, str) and value and (key in FREE_TEXT or key in _WORDS):
            found.append(value)


def search(db: sqlite3.Connection, query: str) -> list[Hit]:
    """The subjects whose text has all words of `query` (each as a beginning), best first. Never fails on odd queries."""
    asked = matching(query)
    return hits_of(asked.run(db)) if asked is not None else []


def matching(query: str, marks: tuple[str, str] = MARKS) -> Query | None:
    """The question behind `search`, for `hits_of`; None when `query` has no word. `marks` stand around the words found."""
    words = [word.replace('"', "") for word in one_line(query).split()]
    terms = " ".join(f'"{word}"*' for word in words if any(char.isalnum() for char in word))
    if not terms:
        return None
    return Query(
        "SELECT subject, title, snippet(search, 1, ?, ?, '…', 12) FROM search JOIN subjects ON sid = search.rowid"
        " WHERE search MATCH ? ORDER BY bm25(search, 4.0, 1.0) LIMIT ?",
        (*marks, terms, MOST),
    )


def hits_of(rows: Iterable[tuple[Any, ...]]) -> list[Hit]:
    """The answer of `matching`."""
    return [Hit(subject, title, one_line(snippet)) for subject, title, snippet in rows]
