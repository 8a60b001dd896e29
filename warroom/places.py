"""Where this installation keeps its own things: configuration, replicas, state."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from store.paths import StrPath


class Places:
    """The folders and files of one installation. What every command needs is a text; the rest are paths."""

    def __init__(self, config: StrPath, data: StrPath, state: StrPath) -> None:
        self.config_file = os.fspath(config)
        self._data = os.fspath(data)
        self._state = os.fspath(state)

    @property
    def boards_file(self) -> str:
        """The boards that were opened here, newest last."""
        return os.path.join(self._state, "boards.json")

    def replica(self, board_id: str) -> str:
        """The folder of a board's replica."""
        return os.path.join(self._data, "boards", board_id)

    @property
    def config(self) -> Path:
        """The configuration file."""
        return _path(self.config_file)

    @property
    def tone(self) -> Path:
        """The team's own rules for the tone check."""
        return self.config.parent / "tone"

    @property
    def tone_kept(self) -> Path:
        """What was worked out of the rules; may be thrown away."""
        return self.state / "tone-rules"

    @property
    def templates(self) -> Path:
        """The team's own templates of what is written out."""
        return self.config.parent / "templates"

    @property
    def data(self) -> Path:
        """Holds a replica for each board."""
        return _path(self._data)

    @property
    def state(self) -> Path:
        """Drafts, the boards that were opened, logs."""
        return _path(self._state)

    @property
    def drafts(self) -> Path:
        """What was typed into forms and not saved."""
        return self.state / "drafts"


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def find_places() -> Places:
    """All in `WARROOM_HOME` when that is set, else in the platform's usual folders."""
    home = os.environ.get("WARROOM_HOME")
    if home:
        folder = os.path.abspath(os.path.expanduser(home))
        return Places(os.path.join(folder, "config.toml"), os.path.join(folder, "data"), os.path.join(folder, "state"))
    if (plain := _plain_linux()) is not None:
        return plain
    from platformdirs import PlatformDirs

    usual = PlatformDirs("warroom", appauthor=False)
    return Places(os.path.join(usual.user_config_dir, "config.toml"), usual.user_data_dir, usual.user_state_dir)


def _plain_linux() -> Places | None:
    """What platformdirs answers on Linux, without the seventh of a command's time that loading it takes; None elsewhere, and
    where a variable holds anything but an absolute path."""
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        return None
    found = []
    for variable, usual in (
        ("XDG_CONFIG_HOME", "~/.config"),
        ("XDG_DATA_HOME", "~/.local/share"),
        ("XDG_STATE_HOME", "~/.local/state"),
    ):
        folder = os.environ.get(variable) or os.path.expanduser(usual)
        if not folder.startswith("/"):
            return None
        found.append(os.path.join(folder, "warroom"))
    return Places(os.path.join(found[0], "config.toml"), found[1], found[2])
