"""What the live board runs on: the open replica, its reader, the clock, who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.clock import Clock
from store.replica import Replica
from store.zones import Zone
from warroom.places import Places
from warroom.reader import BoardReader

if TYPE_CHECKING:
    from warroom.sharing.worker import LiveExchange


class Live:
    """Made once, before the first screen, and handed to every screen; closed in one place."""

    def __init__(self, replica: Replica, clock: Clock, zone: Zone, actor: str, places: Places, config: dict[str, Any]) -> None:
        self.replica = replica
        self.clock = clock
        self.zone = zone
        self.actor = actor
        """Who acts; `@` switches it."""
        self.places = places
        self.config = config
        self.exchange: LiveExchange | None = None
        """Keeps the board in step with the others'; None when it stays alone."""
        self.reader = BoardReader(replica.path, replica.board_id, board_file=self.board_path)

    @property
    def board_path(self) -> str:
        """The board file that is shown, as text."""
        return str(self.replica.board_path or "")
