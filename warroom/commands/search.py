"""`warroom search`: full-text search over everything, closed breaks included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import click

from store.errors import BadInput
from store.replica import Replica, queries
from store.replica.finding import spoken_failure
from store.replica.joining import joined
from store.replica.search import Hit
from store.text import one_line
from warroom.answers import put, put_json, say
from warroom.command import command
from warroom.session import Session

_OF_ONE = 20
"""Most breaks that one hit on a failure or a customer lists."""


class Found(NamedTuple):
    """A break that a search found, through its own text or through its failure's or its customer's. `loaded` is None
    for a customer without a break."""

    loaded: queries.Loaded | None
    customer: str
    where: str
    """`break`, `failure` or `customer`: whose text it is."""
    snippet: str


@command("search", "Finds what has all the words (each as a beginning), closed breaks included.")
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.pass_obj
def search_command(session: Session, words: tuple[str, ...]) -> None:
    query = " ".join(words)
    if not any(char.isalnum() for char in query):
        raise BadInput("query", "there is nothing to search for", "type a word, or its beginning")
    replica = session.replica
    found = list(_found(replica, replica.search(query)))
    if session.json:
        put_json({"query": one_line(query), "hits": [_json(replica, hit) for hit in found]})
        return
    if replica.read_only and replica.unindexed:
        say(f"  note: {replica.unindexed} changes are not in the index, and it can't be written")
    for hit in found:
        put("\t".join((hit.loaded.spoken if hit.loaded else "-", one_line(hit.customer), one_line(hit.snippet))))
    if not found:
        say(f"Nothing has {one_line(query, 80)}")


def _found(replica: Replica, hits: list[Hit]) -> Iterator[Found]:
    """The breaks behind the hits, best first, each once; a hit on a failure or a customer stands for their breaks."""
    seen: set[str] = set()
    for hit in hits:
        kind, _, key = hit.subject.partition(":")
        breaks = _breaks(replica, kind, key)
        for loaded in breaks[:_OF_ONE]:
            if loaded.row.id not in seen:
                seen.add(loaded.row.id)
                yield Found(loaded, loaded.row.customer, kind, hit.snippet)
        if not breaks and kind == "customer":
            yield Found(None, replica.cases().customer(key).name or key, kind, hit.snippet)


def _breaks(replica: Replica, kind: str, key: str) -> list[queries.Loaded]:
    db = replica.db
    if kind == "break":
        query = queries.of_break(joined(db, "joined_breaks", "id", key))
    elif kind == "failure":
        query = queries.of_failure(joined(db, "failures", "id", key))
    elif kind == "customer":
        query = queries.of_customer(joined(db, "customers", "key", key))
    else:
        return []
    return list(queries.loaded(query.run(db)).values())


def _json(replica: Replica, found: Found) -> dict[str, str | int | None]:
    row = found.loaded.row if found.loaded else None
    return {
        "id": found.loaded.spoken if found.loaded else None,
        "customer": found.customer,
        "what": row.what if row else None,
        "stage": row.stage if row else None,
        "failure": spoken_failure(replica.db, row.failure) if row else None,
        "where": found.where,
        "snippet": found.snippet,
    }
