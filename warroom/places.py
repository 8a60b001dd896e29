"""Where this installation keeps its own things: configuration, replicas, state."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class Places(NamedTuple):
    """The folders and files of one installation."""

    config: Path
    """The configuration file."""
    data: Path
    """Holds a replica for each board."""
    state: Path
    """Drafts, the boards that were opened, logs."""

    @property
    def known_boards(self) -> Path:
        """The boards that were opened here, newest last."""
        return self.state / "boards.json"

    @property
    def drafts(self) -> Path:
        """What was typed into forms and not saved."""
        return self.state / "drafts"

    def replica(self, board_id: str) -> Path:
        """The folder of a board's replica."""
        return self.data / "boards" / board_id


def find_places() -> Places:
    """All in `WARROOM_HOME` when that is set, else in the platform's usual folders."""
    home = os.environ.get("WARROOM_HOME")
    if home:
        folder = Path(home).expanduser()
        return Places(folder / "config.toml", folder / "data", folder / "state")
    from platformdirs import PlatformDirs

    usual = PlatformDirs("warroom", appauthor=False)
    return Places(usual.user_config_path / "config.toml", usual.user_data_path, usual.user_state_path)
