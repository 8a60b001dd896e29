"""`warroom tidy`: removes what lies in the shared place and is of no use any more, after checking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import BadInput, CannotRead
from store.replica.connection import cannot_write
from warroom.answers import put, put_json
from warroom.command import command
from warroom.progress import told_by
from warroom.session import Session

if TYPE_CHECKING:
    from store.sync.tidying import Tidied

PATIENCE = 300.0
"""Seconds after which a place that does not answer is given up."""
SHOWN = 20
"""Most files that are told of one reason."""


@command("tidy", "Removes copies that sync programs made, and what nobody needs any more, once all of it is known to be elsewhere.")
@click.option("--dry-run", is_flag=True, help="Only says what it would remove.")
@click.pass_obj
def tidy_command(session: Session, dry_run: bool) -> int:
    if session.offline:
        raise BadInput("offline", "--offline leaves the shared board alone", "leave it out")
    if session.replica.read_only:
        raise cannot_write(session.replica.folder)
    session.unlock()
    from warroom.sharing.once import SILENT
    from warroom.sharing.patience import within

    found = within(PATIENCE, lambda: _tidy(session, dry_run))
    if found is None:
        raise CannotRead(f"{SILENT}: {session.board_file}", "connect to it again")
    if session.json:
        put_json(
            {
                "dry_run": dry_run,
                "removed": [one._asdict() for one in found.removed],
                "left": [one._asdict() for one in found.left],
                "packed": found.packed,
            }
        )
    else:
        put("\n".join(_lines(found, dry_run)))
    return 1 if found.left or (dry_run and (found.removed or found.packed)) else 0


def _tidy(session: Session, dry_run: bool) -> Tidied:
    """Reads all that is new, and tidies then. Raises what kept it from that."""
    from store.sync.board_file import read_board_file
    from store.sync.tidying import Tidier
    from warroom.sharing.exchanger import Exchanger

    exchanger, progress = Exchanger(session.place), told_by("tidy: ")
    try:
        while True:
            report = exchanger.step(hurry=True, progress=progress).report
            if report.trouble is not None:
                raise report.trouble
            if not report.more:
                break
        if report.crowded:
            raise CannotRead("there are too many files in the shared folder", "remove what is not Warroom's first")
        board = read_board_file(Path(session.place.board_file))
        assert exchanger.carrier is not None
        return Tidier(exchanger.replica, exchanger.carrier, board, exchanger.waits).tidy(dry_run)
    finally:
        exchanger.close()


def _lines(found: Tidied, dry_run: bool) -> Iterator[str]:
    if found.packed:
        yield f"{'would roll' if dry_run else 'rolled'} {found.packed:,} files into packs"
    for verb, items in (("would remove" if dry_run else "removed", found.removed), ("left", found.left)):
        by_reason: dict[str, list[str]] = {}
        for item in items:
            by_reason.setdefault(item.why, []).append(item.name)
        for why, names in by_reason.items():
            yield f"{verb} {len(names):,}: {why}"
            yield from (f"  {name}" for name in names[:SHOWN])
            if len(names) > SHOWN:
                yield f"  and {len(names) - SHOWN:,} more"
    if not (found.packed or found.removed or found.left):
        yield "nothing to tidy"
