"""`warroom init`: makes a board."""

from __future__ import annotations

import os
from pathlib import Path

import click

from store.actions.asking import choice
from store.actions.board import name_board
from store.errors import BadInput, StoreError
from store.sync.board_file import LAYOUT, SINGLE, create_board_file, take_back_board_file
from store.sync.remembered import note_board
from warroom.answers import put, put_json, say
from warroom.command import at_option, command, text_option
from warroom.known_boards import refuse_known
from warroom.session import Session
from warroom.sharing.patience import answered


@command("init", "Makes a board: FILE.warroom and, beside it, the folder FILE.warroom.d.")
@click.argument("board")
@click.option("--name", default="", help="What the board is called; the file's name without it.")
@click.option("--layout", default=LAYOUT, metavar="folder|single", help="single: for a team that can share one file only.")
@click.option("--restore", is_flag=True, help="Write the lost file of a board that was opened here again, and its folder.")
@click.option("--encrypt", is_flag=True, help="Encrypt what is shared, by a passphrase or a key file.")
@text_option("--key-file", "With --encrypt: the file that opens it, made when it is not there.", "FILE")
@at_option
@click.pass_obj
def init_command(
    session: Session, board: str, name: str, layout: str, restore: bool, encrypt: bool, key_file: str, at: str
) -> None:
    path = Path(os.path.abspath(os.path.expanduser(board)))
    if restore:
        _restore(session, path, bool(name or encrypt or key_file or at or layout != LAYOUT))
        return
    refuse_known(session.places, str(path))
    actor, happened_at = session.actor, session.instant(at)
    if not actor.strip():
        raise BadInput("as", "nobody is acting", "say who you are: --as NAME, WARROOM_ACTOR, or `me` in the configuration")
    choice(layout, (LAYOUT, SINGLE), "layout")
    if key_file and not encrypt:
        raise BadInput("key-file", "--key-file goes with --encrypt", "give both, or none")
    answered(str(path), lambda: os.path.exists(path))
    if encrypt:
        from warroom.sharing.locking import create_locked

        made = create_locked(session, path, name, layout, key_file)
    else:
        made = create_board_file(path, name, session.clock.now(), layout)
    session.board = str(path)
    try:
        session.replica.act(lambda tx: name_board(tx, made.name), actor, happened_at)
    except StoreError:
        take_back_board_file(made)
        raise
    note_board(session.replica.folder, str(path), made.layout, made.name)
    if session.json:
        put_json({"board": {"id": made.id, "name": made.name}, "path": str(path), "encrypted": encrypt})
    else:
        put(str(path))
    say(f"Made {made.name}. Open it with: warroom {path}")
    say(f"Share {path.name} and {made.folder.name} together." if layout != SINGLE else f"Share {path.name}.")
    if encrypt:
        say(f"It is encrypted: who opens it needs {session.key_source}.")
    session.give_out()
    if warning := session.sync_warning:
        say(f"warroom: {warning}")


def _restore(session: Session, path: Path, more: bool) -> None:
    """Writes a lost board file again, and puts there what is this installation's to put back."""
    if more:
        raise BadInput("restore", "--restore writes the board as it was", "leave the other options out")
    from warroom.sharing.lost import restore
    from warroom.sharing.once import exchange, warning

    board = restore(session, path)
    if session.json:
        put_json({"board": {"id": board.id, "name": board.name or None}, "path": str(path), "encrypted": bool(board.lock)})
    else:
        put(str(path))
    say(f"Wrote {path} again: it is the same board. Whoever has it open puts back there what they wrote.")
    if session.is_shared and (warned := warning(exchange(session.place).standing)):
        say(f"warroom: {warned}")
