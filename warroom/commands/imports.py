"""`warroom import`: brings data in, and says what it took, what it left, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.actions.asking import choice
from store.errors import BadInput
from warroom.answers import put, put_json
from warroom.command import command, text_option
from warroom.progress import tell_progress
from warroom.session import Session

if TYPE_CHECKING:
    from warroom.importers import Places, Report

FORMS = ("import csv FILE --map MAP.toml", "import servicenow FILE", "import events FILE", "import board FILE")


@command(
    "import",
    "Brings in a table by a map, a ServiceNow log, a log of events, or another board (its folder, its file, or the id of one"
    " that was opened here); twice the same changes nothing.",
    FORMS,
)
@click.argument("kind", metavar="csv|servicenow|events|board")
@click.argument("file", metavar="FILE")
@text_option("--map", "With csv: which column is what, a TOML file.", "FILE", "map_")
@click.pass_obj
def import_command(session: Session, kind: str, file: str, map_: str) -> None:
    kind = choice(kind, ("csv", "servicenow", "events", "board"), "kind")
    if (kind == "csv") != bool(map_):
        what = "a table needs its map" if kind == "csv" else f"{kind} takes no map"
        raise BadInput("map", what, " — or ".join(f"warroom {form}" for form in FORMS))
    from warroom.importers import import_board, import_csv, import_events, import_servicenow

    replica, path = session.replica, Path(file).expanduser()
    if kind == "csv":
        report = import_csv(replica, path, Path(map_).expanduser(), session.actor, tell_progress)
    elif kind == "servicenow":
        report = import_servicenow(replica, path, session.actor, tell_progress)
    elif kind == "board":
        from warroom.replaced import forget_replaced

        report = import_board(replica, file, session.places.replica, tell_progress)
        forget_replaced(replica, file)
    else:
        report = import_events(replica, path, tell_progress)
    if session.json:
        put_json(report.to_json())
    else:
        put("\n".join(_lines(report)))


def _lines(report: Report) -> Iterator[str]:
    """A report for people."""
    yield f"read {report.read:,}"
    others = ", ".join(counted(count, name) for name, count in report.taken.items() if name != "events")
    yield f"took {counted(report.taken.get('events', 0), 'events')}" + (f": {others}" if others else "")
    if report.unchanged:
        yield f"had {report.unchanged:,} already"
    yield from _places("left", report.left)
    yield from _places("read otherwise than written", report.mended)


def counted(count: int, names: str) -> str:
    """`2 failures`, `1 failure`, `1 remedy`; names that have no plural stay."""
    one = f"{names[:-3]}y" if names.endswith("ies") else names.removesuffix("s")
    return f"{count:,} {one if count == 1 else names}"


def _places(what: str, found: Mapping[str, Places]) -> Iterator[str]:
    for reason, places in found.items():
        more = " …" if places.times > len(places.lines) else ""
        lines = f", line{'s' if len(places.lines) > 1 else ''} {', '.join(map(str, places.lines))}{more}" if places.lines else ""
        yield f"{what} {places.times:,}: {reason}{lines}" + (f" ({places.example})" if places.example else "")
