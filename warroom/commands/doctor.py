"""`warroom doctor`: paths, versions, health of replica, board file and exchange. Exit 1 when something is wrong."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from store.errors import StoreError
from store.replica.connection import cannot_write
from store.replica.health import look_over
from store.replica.tables import state_digest
from store.row import FOLD_VERSION
from store.sync.board_file import SINGLE, read_board_file
from store.sync.sealing import MissingExtra
from store.sync.team_key import WrongKey, name_in_lock, read_lock
from warroom import __version__
from warroom.answers import put_json
from warroom.command import command
from warroom.commands.doctor_exchange import exchange_lines, look_at_exchange
from warroom.commands.doctor_holidays import look_at_holidays
from warroom.commands.doctor_place import look_at_place, place_lines
from warroom.commands.doctor_text import put_findings
from warroom.known_boards import of_known
from warroom.progress import progress_line
from warroom.session import Session
from warroom.sharing.patience import answered
from warroom.sharing.unlocking import KeyNeeded

REPLICA_DAMAGED = (
    "the replica is damaged: move {} aside and open the board again; what was published comes back from the shared board"
)
PACKAGES = ("textual", "rich", "click", "pydantic", "aiosqlite", "cryptography", "keyring", "holidays")


@command("doctor", "Paths, versions, health of replica, board file and exchange; exit 1 when something is wrong.")
@click.option("--rebuild", is_flag=True, help="Makes the folded tables again from the record.")
@click.pass_obj
def doctor_command(session: Session, rebuild: bool) -> int:
    problems: list[str] = []
    _open(session, problems)
    versions, paths = _versions(), _section(problems, lambda: _paths(session, problems))
    board = _section(problems, lambda: _of_known(session, lambda: _board(session, problems)))
    exchange = _section(problems, lambda: look_at_exchange(session, problems))  # first, as it brings in what is then counted
    found: dict[str, dict[str, Any]] = {
        "versions": versions,
        "paths": paths,
        "board": board,
        "replica": _section(problems, lambda: _replica(session, problems, rebuild)),
        "holidays": _section(problems, lambda: _holidays(session, problems)),
        "exchange": exchange,
        "place": _section(problems, lambda: _of_known(session, lambda: look_at_place(session, problems))),
    }
    problems = said_once(problems, session.board_file)
    if session.json:
        put_json({**found, "problems": problems})
    else:
        put_findings(found, problems, {"exchange": exchange_lines, "place": place_lines})
    return 1 if problems else 0


def said_once(problems: list[str], board_file: str) -> list[str]:
    """Each problem once. What two sections say of the board file itself is one: what was said last tells most."""
    found: dict[str, str] = {}
    for problem in problems:
        about = problem.partition(": ")[0]
        found[about if board_file and about.startswith(f"{board_file} ") else problem] = problem
    return list(found.values())


def _section(problems: list[str], look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `look` finds; what it can't do is a problem, not an end."""
    try:
        return look()
    except OSError as error:
        what = error.filename if isinstance(error.filename, str) else "a file"
        problems.append(f"{what} can't be read or written: {error.strerror or error}; check the path and its permissions")
    except (StoreError, sqlite3.Error, ValueError) as error:
        if str(error) not in problems:
            problems.append(str(error))
    return {}


def _of_known(session: Session, look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return of_known(session.places, session.board_file, look)


def _open(session: Session, problems: list[str]) -> None:
    """Opens the board, and unlocks it when it is encrypted: where its key is not to be had, what is here is looked at alone."""
    try:
        if session.board_path is not None and not session.offline:
            session.unlock()
    except (KeyNeeded, WrongKey, MissingExtra) as error:
        problems.append(str(error))
        session.offline = True
    except (StoreError, OSError, sqlite3.Error):
        pass  # told by the section that it belongs to


def _versions() -> dict[str, Any]:
    found = {"warroom": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return {**found, "platform": platform.platform()}


def _paths(session: Session, problems: list[str]) -> dict[str, Any]:
    places = session.places
    found: dict[str, Any] = {"configuration": str(places.config), "data": str(places.data), "state": str(places.state)}
    for folder in (places.data, places.state):
        there = next((parent for parent in (folder, *folder.parents) if parent.exists()), folder)
        if not os.access(there, os.W_OK):
            problems.append(f"{there} can't be written: set WARROOM_HOME to a folder of yours")
    from warroom.config_model import checked_config
    from warroom.keymap import checked_keymap

    config = checked_config(session.config, places.config)
    problems += checked_keymap(config.keys, vim=config.moving == "vim").problems
    return found


def _board(session: Session, problems: list[str]) -> dict[str, Any]:
    path = session.board_path
    if path is None:
        return {"path": None}
    file = answered(str(path), lambda: read_board_file(path))
    if file.layout != SINGLE and session.offline and not file.folder.is_dir():
        problems.append(f"{file.folder} is missing beside the board: share both, or take it back from a backup")
    name = name_in_lock(read_lock(file.lock, file.id), session.key) if session.key is not None else file.name
    return {
        "path": str(path),
        "id": file.id,
        "name": name or None,
        "layout": file.layout,
        "folder": str(file.folder),
        "encrypted": bool(file.lock),
        **({"key": session.key_source or None} if file.lock else {}),
    }


def _holidays(session: Session, problems: list[str]) -> dict[str, Any]:
    if session.board_path is None:
        return {"ours": None}
    return look_at_holidays(session.replica, session.clock.now(), problems)


def _replica(session: Session, problems: list[str], rebuild: bool) -> dict[str, Any]:
    if session.board_path is None:
        return {"path": None}
    replica = session.replica
    if rebuild:
        replica.catch_up(progress_line("folded"), rebuild=True)
    health = look_over(replica.db, replica.id, progress_line("checked"))
    problems += health.problems
    if health.problems:
        problems.append(REPLICA_DAMAGED.format(replica.folder))
    if replica.read_only:
        problems.append(str(cannot_write(replica.folder, next_step="nothing can be logged")))
    if health.counts.behind:
        problems.append(f"{health.counts.behind} subjects are not folded: warroom doctor --rebuild")
    return {
        "path": str(replica.path),
        "id": replica.id,
        "bytes": Path(replica.path).stat().st_size,
        "digest": state_digest(replica.db),
        **health.counts._asdict(),
        "fold_version": FOLD_VERSION,
        "arriving": len(health.arriving),
    }
