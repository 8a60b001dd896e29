"""`warroom pack`: the board as one file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from store.sync.packing import pack_board
from warroom.answers import put_json, say
from warroom.command import command
from warroom.session import Session


@command("pack", "Writes the whole board into one file, for a backup or to hand it over; opening it joins the board.")
@click.argument("file", metavar="FILE")
@click.pass_obj
def pack_command(session: Session, file: str) -> None:
    path = Path(os.path.abspath(os.path.expanduser(file)))
    replica, name = session.replica, session.replica.cases().board().name
    session.unlock()
    sealed = (session.lock, session.key) if session.key is not None else None
    events, size = pack_board(replica.db, replica.board_id, replica.id, name, path, session.clock.now(), sealed)
    if session.json:
        put_json({"path": str(path), "events": events, "bytes": size, "encrypted": sealed is not None})
    say(f"Packed {events:,} events into {path} ({size:,} bytes)")
    if sealed is not None:
        say("It is encrypted, and opens as the board does.")
