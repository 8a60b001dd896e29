"""`warroom init`: makes a board."""

from __future__ import annotations

from pathlib import Path

import click

from store.actions.board import name_board
from store.sync.board_file import create_board_file
from warroom.answers import put, put_json, say
from warroom.cli import BoardCommand
from warroom.session import Session


@click.command("init", cls=BoardCommand, help="Makes a board: FILE.warroom and, beside it, the folder FILE.warroom.d.")
@click.argument("board")
@click.option("--name", default="", help="What the board is called; the file's name without it.")
@click.pass_obj
def init_command(session: Session, board: str, name: str) -> None:
    path = Path(board).expanduser().absolute()
    made = create_board_file(path, name, session.clock.now())
    session.board = str(path)
    session.replica.act(lambda tx: name_board(tx, made.name), session.actor)
    if session.json:
        put_json({"board": {"id": made.id, "name": made.name}, "path": str(path)})
    else:
        put(str(path))
    say(f"Made {made.name}. Open it with: warroom {path}")
    say(f"Share {path.name} and {made.folder.name} together.")
