"""A carrier whose content is sealed: around any other, for an encrypted board. Readers and writers see plain segments."""

from __future__ import annotations

from collections.abc import Collection

from store.sync.carriers import Carrier, Entry, Listing
from store.sync.folder import MOST_BYTES, Folder
from store.sync.sealing import OVERHEAD, BadSeal, TeamKey, seal, unseal


class Sealed:
    """Seals what is put into `inner`, and opens what is taken out of it. What nobody sealed for this board is refused."""

    def __init__(self, inner: Carrier, key: TeamKey, board_id: str) -> None:
        self.inner = inner
        self.kind = inner.kind
        self._key = key
        self._board = board_id

    def list(self) -> Listing:
        """What lies in it; sizes are those of the sealed files."""
        return self.inner.list()

    def look(self, name: str) -> Entry | None:
        """What is known of one file; None where there is no such plain file."""
        if isinstance(self.inner, Folder):
            return self.inner.look(name)
        return next((entry for entry in self.inner.list().entries if entry.name == name), None)

    def get(self, name: str) -> bytes:
        """The plain content under a name. Raises BadSeal, which is a CannotRead, for what is not sealed for this board."""
        content = self.inner.get(name)
        if len(content) > MOST_BYTES + OVERHEAD:
            raise BadSeal(f"it has {len(content):,} bytes: at most {MOST_BYTES:,} are opened")
        return unseal(self._key, self._board, content)

    def put(self, name: str, content: bytes, replace: bool = False) -> None:
        """Seals content, each time under a key of its own, and stores it."""
        self.inner.put(name, seal(self._key, self._board, content), replace)

    def remove(self, names: Collection[str]) -> set[str]:
        """As the inner one's."""
        return self.inner.remove(names)

    def flush(self) -> None:
        """As the inner one's."""
        self.inner.flush()

    def changed(self) -> bool:
        """As the inner one's."""
        return self.inner.changed()
