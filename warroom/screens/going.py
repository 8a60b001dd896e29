"""From the board to one break and back: the detail of the selected one, a break that was searched for."""

from __future__ import annotations

from warroom.board_content import BoardContent
from warroom.listing import LineKey
from warroom.screens.overhearing import OverhearingScreen


class GoingScreen(OverhearingScreen):
    """A board of which one line is selected."""

    content: BoardContent
    selected: LineKey | None
    """The selected break (its row number) or failure (its id)."""

    def reload(self) -> None:
        """Reads everything again and keeps the selection on its break."""
        raise NotImplementedError

    async def _sid(self, id_: str) -> int | None:
        found = await self.live.reader.sid_of(id_)
        return found[0] if found else None

    def _open_detail(self) -> None:
        self._ahead(self._show_detail())

    async def _show_detail(self) -> None:
        key = self.selected
        found = await self.live.reader.rows([key]) if isinstance(key, int) else {}
        for loaded in found.values():
            await self._push_break(loaded.row.id)

    async def _push_break(self, id_: str) -> None:
        """Opens the detail; the break that was looked at last is selected afterwards."""
        from warroom.screens.break_ import BreakScreen

        screen = BreakScreen(self.live, id_)
        await self.app.push_screen(screen, lambda _: self._work(self._select_break(screen.break_id), "select"))

    async def _select_break(self, id_: str) -> bool:
        """Selects a break where the current view has it; its failure folds out. Whether it is there."""
        sid = await self._sid(id_)
        if sid is None or self.content.index_of(sid) is None:
            return False
        if self.content.listing.index_of(sid) is None:
            self.content.fold(self.content.listing.group_of(sid), True)
        self.selected = sid
        self.reload()
        return True

    def go_to(self, id_: str) -> None:
        """Selects the break, or opens it when it is not in this view."""
        self._ahead(self._go_to(id_))

    async def _go_to(self, id_: str) -> None:
        if not await self._select_break(id_):
            await self._push_break(id_)
