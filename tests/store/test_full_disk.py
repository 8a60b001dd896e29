"""A replica whose disk is full: it is named, and what is here is read."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from store.actions import house
from store.clock import ManualClock
from store.errors import CannotWrite, StoreError
from store.replica import Replica
from store.replica.connection import words_of
from tests.store.conftest import BOARD
from tests.store.test_replica_open import make


def fill(place: Path) -> None:
    """Takes all the room there is on a disk."""
    with suppress(OSError), (place / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))


def test_a_full_disk_is_named_and_what_is_here_is_read(tmp_path: Path, clock: ManualClock) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if mount is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("this machine may not mount")
    try:
        id_ = make(place / "replica", clock)
        fill(place)
        replica = Replica.open(place / "replica", BOARD, clock)
        try:
            assert replica.read_only
            assert replica.cases().case(id_).brk.notes[0].text == "certificate"
            with pytest.raises(CannotWrite, match="is full: make room on it"):
                replica.act(lambda tx: house.note(tx, id_, "more"), "ana")
        finally:
            replica.close()
        with pytest.raises(StoreError, match="the disk is full: make room on"):
            Replica.open(place / "another", BOARD, clock)
        (place / "filler").unlink()
        opened = Replica.open(place / "replica", BOARD, clock)
        assert not opened.read_only
        opened.close()
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_failure_of_a_disk_with_room_is_told_as_it_is(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert words_of(error, tmp_path) == ("disk I/O error", "see `warroom doctor`")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert words_of(error, tmp_path)[0] == "the disk is full"
