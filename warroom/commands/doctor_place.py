"""What `warroom doctor` finds out about the shared place itself: whether changes are told of, how long it takes, what lies there
that should not, how much room is left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, NamedTuple

from store.clock import SECOND
from store.errors import CannotRead
from store.sync.board_file import SINGLE, SUFFIX, BoardFile, read_board_file, read_board_id
from store.sync.names import temporary_name
from store.sync.notifications import file_system, is_near, open_watch
from store.sync.watching import reason
from store.zones import iso_seconds
from warroom.session import Session
from warroom.sharing.patience import within
from warroom.sharing.room import free_bytes, in_words, is_low
from warroom.sharing.standing import Standing, read_standing

PATIENCE = 2.0
"""Seconds that a notification of a name of our own may take."""
ANSWER = 5.0
"""Seconds that the place may take to answer all of it."""
MOST_BESIDE = 2_000
"""Most files beside the board file that are looked at."""


class Told(NamedTuple):
    """Whether the system tells of what is written to a folder."""

    arrives: bool
    why: str
    """Why not, and what to do; empty when it does."""


def look_at_place(session: Session, problems: list[str]) -> dict[str, Any]:
    """Writes a name of its own there for a moment (not with `--offline`), and looks around. Adds what somebody should see to."""
    if session.board_path is None or not session.is_shared:
        return {"shared": False}
    found = within(ANSWER, lambda: _look(session))
    if found is None:
        return {"answers": False}
    section, said = found
    problems += said
    return section


def _look(session: Session) -> tuple[dict[str, Any], list[str]]:
    path = Path(session.place.board_file)
    board = read_board_file(path)
    folder = path.parent if board.layout == SINGLE else board.folder
    kind = file_system(folder)
    told = notifications_arrive(folder)
    copies = list(board_copies(board))
    room = {"replica": free_bytes(session.place.replica_folder), "shared": free_bytes(str(folder))}
    noted = read_standing(session.place.replica_folder)
    section = {
        "file_system": kind or None,
        "notifications": told.arrives,
        "notifications_why": told.why or None,
        "watching": noted.watching or None,
        "delay_s": None if noted.delay is None else round(noted.delay / SECOND, 1),
        "delay_at": iso_seconds(noted.delay_at),
        "board_copies": copies,
        "free_bytes": room,
    }
    return section, list(_problems(session, folder, room, noted))


def _problems(session: Session, folder: Path, room: dict[str, int | None], noted: Standing) -> Iterator[str]:
    for name, place in (("replica", session.place.replica_folder), ("shared", str(folder))):
        free = room[name]
        if free is not None and is_low(free):
            yield f"only {in_words(free)} are left on the disk of {place}: make room, or what you write can't be kept there"
    if noted.watching_why.endswith(("max_user_watches", "max_user_instances")):
        yield f"changes are looked for instead of told: {noted.watching_why}"


def notifications_arrive(folder: Path) -> Told:
    """Whether a name that is written to a folder is told of by the system."""
    name, heard = temporary_name(), Event()

    def hear(told: str) -> None:
        if told == name:
            heard.set()

    try:
        watch = open_watch(folder, hear)
    except (OSError, ImportError) as error:
        return Told(False, reason(error))
    try:
        if not _write(folder / name):
            return Told(False, "nothing can be written there")
        until = monotonic() + PATIENCE
        if not heard.wait(max(0.0, until - monotonic())):
            return Told(False, "the system does not tell of changes there")
    finally:
        watch.close()
    return Told(
        True, "" if is_near(file_system(folder)) else "of own ones; those of others may come unannounced, and are looked for"
    )


def _write(path: Path) -> bool:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        path.unlink()
    except OSError:
        return False
    return True


def board_copies(board: BoardFile) -> Iterator[str]:
    """Names of the copies of a board file that a sync program left beside it, found by what they hold."""
    if board.layout == SINGLE:
        return  # they are read with it, and told of by the exchange
    with os.scandir(board.path.parent) as items:
        for looked, item in enumerate(items):
            if looked == MOST_BESIDE:
                return
            if item.name == board.path.name or SUFFIX not in item.name or not item.is_file(follow_symlinks=False):
                continue
            try:
                if read_board_id(item.path) == board.id:
                    yield item.name
            except CannotRead:
                continue


def place_lines(section: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The section for people: (what, value), a line each."""
    if "notifications" not in section:
        yield "asked", "no" if section else "-"
        return
    kind = f" ({section['file_system']})" if section["file_system"] else ""
    why = f": {section['notifications_why']}" if section["notifications_why"] else ""
    yield "notifications", f"{'arrive' if section['notifications'] else 'do not arrive'}{kind}{why}"
    yield "running board", {"notified": "is told of changes", "polled": "looks for changes"}.get(section["watching"], "-")
    at = f", measured at {section['delay_at']}" if section["delay_at"] else ""
    yield "takes", "not measured: it needs two boards that run" if section["delay_s"] is None else f"{section['delay_s']:g} s{at}"
    for name, free in section["free_bytes"].items():
        yield "room", f"{'-' if free is None else in_words(free)} ({name})"
    for name in section["board_copies"]:
        yield "copy", f"{name}: of the board file, made by a sync program; it is not read and may be deleted"
