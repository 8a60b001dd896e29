"""One command's view of the world: which board, who acts, in which zone, and the open replica."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from store.clock import Clock, SystemClock
from store.errors import BadInput, CannotRead
from store.replica import Replica
from store.sync.board_file import read_identity
from store.zones import Zone, zone_of
from warroom.config import read_config, text_setting
from warroom.known_boards import id_of_known, remember
from warroom.places import Places, find_places

if TYPE_CHECKING:
    from pathlib import Path

    from store.sync.sealing import TeamKey
    from warroom.sharing.standing import Standing
    from warroom.sharing.where import Place

BOARD_FILE_PATIENCE = 1.0
"""Seconds that a known board's file may take to be read; a dead network share never answers."""
_LOGIN_NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")
"""Where getpass looks first; without loading it."""

_KEYS = frozenset(("WARROOM_PASSPHRASE", "WARROOM_KEY_FILE"))
_PIN = "lock.json"
"""As `warroom.sharing.pin` has it, which only the commands of encrypted boards load."""

PATIENCE = 0.5
"""Seconds for which a command folds what others brought in before it answers; the board goes on with the rest."""


class Session:
    """Options that may stand anywhere on the command line, and what they lead to. Close it at the end."""

    def __init__(
        self, board: str = "", actor: str = "", json: bool = False, offline: bool = False, clock: Clock | None = None
    ) -> None:
        self.board = board
        self.given_actor = actor
        self.json = json
        self.offline = offline
        self.remember = False
        """Whether a file of this installation may hold the key of an encrypted board."""
        self.clock = clock or SystemClock()
        self.lock = ""
        """The lock of the board, when it is encrypted and open."""
        self.key: TeamKey | None = None
        self.key_source = ""
        """Where the key came from, in words."""
        self._replica: Replica | None = None
        self._standing: Standing | None = None
        self.may_look_again = True
        """Whether a refusal may still send it to the shared folder: it wrote nothing, and did not look for that before."""
        self._is_silent = False
        """Whether the folder of the board did not answer, so that it is not asked again."""
        self._is_away = False
        """Whether the board file could not be read, so that no key is asked for: there is nothing that it would open."""
        self._is_kept = False
        """Whether a running board of this installation exchanges."""

    @cached_property
    def places(self) -> Places:
        return find_places()

    @cached_property
    def config(self) -> dict[str, Any]:
        """The configuration file's content. Raises BadInput when it can't be read."""
        return read_config(self.places.config_file)

    @property
    def actor(self) -> str:
        """Who acts: `--as`, else `WARROOM_ACTOR`, else `me` of the configuration, else the login name."""
        named = self.given_actor or os.environ.get("WARROOM_ACTOR", "") or text_setting(self.config, "me", self.places.config_file)
        named = named or next((os.environ[name] for name in _LOGIN_NAMES if os.environ.get(name)), "")
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
        name = text_setting(self.config, "zone", self.places.config_file)
        return zone_of(name) if name else None

    @property
    def board_file(self) -> str:
        """The board that is meant: `--board`, else `WARROOM_BOARD`, else `board` of the configuration; empty when none is."""
        named = self.board or os.environ.get("WARROOM_BOARD", "") or text_setting(self.config, "board", self.places.config_file)
        if named.startswith("postgresql://"):
            raise BadInput("board", "boards in PostgreSQL are not supported by this version", "point at a board file")
        return os.path.abspath(os.path.expanduser(named)) if named else ""

    @property
    def board_path(self) -> Path | None:
        """As `board_file`; None when no board is meant."""
        from pathlib import Path

        return Path(self.board_file) if self.board_file else None

    @property
    def replica(self) -> Replica:
        """The open replica of the board that is meant. Raises BadInput without a board, CannotRead, CannotWrite."""
        if self._replica is None:
            self._replica = self._open()
        return self._replica

    def _open(self) -> Replica:
        path = self.board_file
        if not path:
            raise BadInput("board", "no board is named", "give --board FILE or set WARROOM_BOARD; `warroom init FILE` makes one")
        known = id_of_known(self.places, path)
        board_id, said = self._identity(path, known)
        self._is_away = said is None
        folder = self.places.replica(board_id)
        self.lock = self._lock(path, board_id, folder, said)
        remember(self.places, path, board_id)
        replica = Replica.open(folder, board_id, self.clock, self.zone, path)
        if known and known != board_id:
            from warroom.replaced import tell_replaced

            tell_replaced(replica, path, known, self.places.replica(known))
        if replica.behind:
            from warroom.progress import progress_line

            replica.catch_up(progress_line("putting the board in order", after=0.5), late=False, seconds=PATIENCE)
            if left := replica.behind - replica.late:
                print(f"warroom: {left:,} breaks are not in order yet: something brings in much at once", file=sys.stderr)
        return replica

    def _identity(self, path: str, known: str) -> tuple[str, str | None]:
        """Which board lies at `path`, and its lock; of a known one what is known, and None, where it can't be read or is to be
        left alone."""
        if known and self.offline:
            return known, None
        from warroom.sharing.patience import answered, within

        if not known:
            return answered(path, lambda: read_identity(path))
        try:
            found = within(BOARD_FILE_PATIENCE, lambda: read_identity(path))
        except CannotRead:  # it may be half-written: the exchange says what is wrong with it
            return known, None
        self._is_silent = found is None
        return found or (known, None)

    # -- encryption -----------------------------------------------------------------------------------------------

    def _lock(self, path: str, board_id: str, folder: str, said: str | None) -> str:
        """The lock of a board, empty when it is not encrypted. `said` is what its file says, None where that was not read. One
        that was never open here is unlocked before anything of it is made, and so is one for which a key is given: a wrong one
        is an error. Raises CannotRead."""
        if not said and not os.path.lexists(os.path.join(folder, _PIN)):
            if _KEYS & os.environ.keys() and not os.path.isdir(folder):
                print("warroom: this board is not encrypted, though the environment names a key: was it to be?", file=sys.stderr)
            return ""
        from warroom.sharing.pin import check_pin, read_pin, write_pin

        pinned = read_pin(folder)
        if said is not None:
            check_pin(path, pinned, said)
        lock = pinned or said or ""
        if lock and (not pinned or (not self.offline and _names_its_key(lock))):
            self._unlock(lock, board_id, folder)
        if lock and not pinned:
            write_pin(folder, lock)
        return lock

    def unlock(self) -> None:
        """Sees that the key of an encrypted board is at hand, and asks for it if need be. Raises CannotRead when it can't be
        had."""
        replica = self.replica
        if self.lock and self.key is None:
            self._unlock(self.lock, replica.board_id, replica.folder)

    def _unlock(self, lock: str, board_id: str, folder: str) -> None:
        if self.key is not None:
            return
        from warroom.sharing.unlocking import Keyholder

        key_file = text_setting(self.config, "key_file", self.places.config_file)
        may_remember = self.remember or self.config.get("remember_key") is True
        self.key, self.key_source, note = Keyholder(board_id, lock, folder, key_file, may_remember).find()
        if note:
            print(f"warroom: {note}", file=sys.stderr)

    # -- the shared board -----------------------------------------------------------------------------------------

    @property
    def is_shared(self) -> bool:
        """Whether this command takes part in the exchange of its board."""
        return not self.offline and bool(self.board_file) and not self.replica.read_only

    @property
    def place(self) -> Place:
        """Where the board is shared."""
        from warroom.sharing.where import Place

        replica = self.replica
        of_team = self.lock, self.key
        return Place(self.board_file, replica.board_id, replica.folder, self.clock, self.zone, self.actor, *of_team)

    def take_in(self) -> int:
        """Reads what others wrote, before a command reads; where that takes long, the rest is left for later. How many events
        came. Raises CannotRead when there is nothing of the board here yet and it can't be had."""
        if not self.is_shared:
            return 0
        from warroom.sharing import once

        replica, now = self.replica, self.clock.now()
        if not replica.arrivals():
            from warroom.progress import told_by

            self.unlock()
            came = once.join(self.place, told_by("joining: "))
        elif self._is_silent:
            came = once.Came(once.silent(self.place))
        else:
            kept = once.kept_by_other(replica, now)
            self._is_kept = kept is not None
            standing = kept or once.unchanged(self.place, replica, now)
            if standing is None and not self._is_away:
                self.unlock()
            came = once.Came(standing) if standing is not None else once.exchange(self.place)
        self._standing = came.standing
        return came.taken_in

    def prepare(self) -> None:
        """Before a command writes: asks for the key that `give_out` will need, so that nothing is written without it."""
        replica = self.replica
        if self.lock and self.key is None and self.is_shared and not self._is_away:
            from warroom.sharing.keeper import is_kept

            if not is_kept(replica.folder):
                self.unlock()

    def give_out(self) -> None:
        """Puts what a command wrote into the shared board, after it answered, and says in a line when that can't be done
        now. Nothing is lost by that: the next exchange does it."""
        if self._replica is None or not self.is_shared:
            return
        from warroom.sharing import once

        standing = once.silent(self.place) if self._is_silent else once.kept_by_other(self.replica, self.clock.now())
        self._is_kept = standing is not None
        self._standing = standing or once.give_out(self.place, self.replica)

    @property
    def standing(self) -> Standing:
        """How the exchange stands, as far as this command knows."""
        from warroom.sharing import once
        from warroom.sharing.standing import READ_ONLY

        if self._standing is not None:
            return self._standing
        noted = once.as_noted(self.replica, self.clock.now())
        return noted._replace(state=READ_ONLY) if self.replica.read_only else noted

    @property
    def sync_warning(self) -> str:
        """What is to be said of the exchange, in a line; empty when it went well or was left out."""
        if self._standing is None or (self._is_kept and not self._standing.trouble):
            return ""
        from warroom.sharing import once

        return once.warning(self._standing)

    def instant(self, at: str) -> int | None:
        """The time that `--at` names, None without one. Raises BadInput for none that we understand, and for one to come."""
        if not at:
            return None
        from store.when import parse_when, understood

        now = self.clock.now()
        found = parse_when(at, now, self.zone, behind=True, field="at")
        if found > now:
            raise BadInput("at", f"{understood(found, now, self.zone)}: that has not come yet", "name a time in the past, as 20m")
        return found

    def close(self) -> None:
        """Closes the replica, when it was opened."""
        if self._replica is not None:
            self._replica.close()
            self._replica = None


def _names_its_key(lock: str) -> bool:
    """Whether the environment says how a board with that lock is opened."""
    return bool(os.environ.get("WARROOM_PASSPHRASE" if '"by":"passphrase"' in lock else "WARROOM_KEY_FILE"))
