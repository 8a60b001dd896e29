"""What a search found, as lines: the break, the words found in their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.ids import typed_id
from store.row import Row
from store.text import one_line
from warroom.reader import BoardReader
from widgets.panel_lines import PanelLine, Part, Parts

MARKS = ("\ue000", "\ue001")
"""What the search puts around the words that it found: nobody types these."""
FEWEST_OF_AN_ID = 2
"""Characters from which on a typed text is looked for among the ids."""
_WHERE = {"failure": "our failure", "customer": "their card"}


class Found(NamedTuple):
    """A break that was found."""

    sid: int
    spoken: str
    row: Row
    where: str
    """Whose text has the words: `id`, `break`, `failure` or `customer`."""
    snippet: str


async def find(reader: BoardReader, text: str) -> list[Found]:
    """The breaks that `text` means: by the beginning of their id, then by their text. Three awaited calls at most."""
    found: dict[int, Found] = {}
    prefix = typed_id(text)
    if len(prefix) >= FEWEST_OF_AN_ID and prefix.isascii() and prefix.isalnum() and " " not in text.strip():
        for sid, loaded in await reader.starting(prefix):
            found[sid] = Found(sid, loaded.spoken, loaded.row, "id", "")
    hits = {hit.subject: hit for hit in await reader.search(text, MARKS) if hit.subject.partition(":")[0] != "board"}
    if hits:
        for subject, sid, loaded in await reader.behind(hits):
            found.setdefault(sid, Found(sid, loaded.spoken, loaded.row, subject.partition(":")[0], hits[subject].snippet))
    return list(found.values())


def found_lines(found: Iterable[Found]) -> tuple[PanelLine, ...]:
    """A line for each: id, customer, what broke, stage; below it the words found in their place."""
    lines = []
    for hit in found:
        row = hit.row
        where = _WHERE.get(hit.where, "")
        snippet = (((f"{where}: ", "dim"),) if where else ()) + marked(hit.snippet) if hit.snippet else ()
        lines.append(
            PanelLine(
                key=row.id,
                lead=((f"{hit.spoken:<6}", "key" if hit.where == "id" else "plain"),),
                body=((one_line(row.customer, 60), "strong"), (f" · {one_line(row.what, 200)}", "plain")),
                tail=((row.stage, "dim" if row.view == "closed" else "plain"), (f" · sev {row.severity}", "dim")),
                under=(snippet,) if snippet else (),
                most=1,
            )
        )
    return tuple(lines)


def marked(snippet: str) -> Parts:
    """A snippet with the words found in another tone."""
    parts: list[Part] = []
    for number, piece in enumerate(snippet.split(MARKS[0])):
        word, _, rest = piece.partition(MARKS[1]) if number else ("", "", piece)
        parts += [(word, "soon"), (rest.replace(MARKS[1], ""), "dim")]
    return tuple(part for part in parts if part[0])
