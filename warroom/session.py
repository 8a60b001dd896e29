"""One command's view of the world: which board, who acts, in which zone, and the open replica."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from store.clock import Clock, SystemClock
from store.errors import BadInput, CannotRead
from store.replica import Replica
from store.sync.board_file import read_board_file
from store.zones import Zone, zone_of
from warroom.config import read_config, text_setting
from warroom.known_boards import id_of_known, remember
from warroom.places import Places, find_places


class Session:
    """Options that may stand anywhere on the command line, and what they lead to. Close it at the end."""

    def __init__(
        self, board: str = "", actor: str = "", json: bool = False, offline: bool = False, clock: Clock | None = None
    ) -> None:
        self.board = board
        self.given_actor = actor
        self.json = json
        self.offline = offline
        self.clock = clock or SystemClock()
        self._replica: Replica | None = None

    @cached_property
    def places(self) -> Places:
        return find_places()

    @cached_property
    def config(self) -> dict[str, Any]:
        """The configuration file's content. Raises BadInput when it can't be read."""
        return read_config(self.places.config)

    @property
    def actor(self) -> str:
        """Who acts: `--as`, else `WARROOM_ACTOR`, else `me` of the configuration, else the login name."""
        named = self.given_actor or os.environ.get("WARROOM_ACTOR", "") or text_setting(self.config, "me", self.places.config)
        if named:
            return named
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return ""

    @cached_property
    def zone(self) -> Zone:
        """The viewer's zone: `zone` of the configuration, else the machine's (None)."""
        name = text_setting(self.config, "zone", self.places.config)
        return zone_of(name) if name else None

    @property
    def board_path(self) -> Path | None:
        """The board that is meant: `--board`, else `WARROOM_BOARD`, else `board` of the configuration; None when none is."""
        named = self.board or os.environ.get("WARROOM_BOARD", "") or text_setting(self.config, "board", self.places.config)
        if named.startswith("postgresql://"):
            raise BadInput("board", "boards in PostgreSQL are not supported by this version", "point at a board file")
        return Path(named).expanduser().absolute() if named else None

    @property
    def replica(self) -> Replica:
        """The open replica of the board that is meant. Raises BadInput without a board, CannotRead, CannotWrite."""
        if self._replica is None:
            self._replica = self._open()
        return self._replica

    def _open(self) -> Replica:
        path = self.board_path
        if path is None:
            raise BadInput("board", "no board is named", "give --board FILE or set WARROOM_BOARD; `warroom init FILE` makes one")
        try:
            board_id = read_board_file(path).id
        except CannotRead:
            board_id = id_of_known(self.places, path)
            if not board_id or path.exists():
                raise
        remember(self.places, path, board_id)
        replica = Replica.open(self.places.replica(board_id), board_id, self.clock, self.zone, path)
        if replica.behind:
            replica.catch_up()
        return replica

    def instant(self, at: str) -> int | None:
        """The time that `--at` names, None without one. Raises BadInput."""
        from store.when import parse_when

        return parse_when(at, self.clock.now(), self.zone, behind=True, field="at") if at else None

    def close(self) -> None:
        """Closes the replica, when it was opened."""
        if self._replica is not None:
            self._replica.close()
            self._replica = None
