"""A sync engine that does everything that real ones were seen to do to files: late, in any order, by halves, twice, not at all.

Each node has a folder; the hub has what the engine believes to be the truth. A file changed on both sides becomes a
conflict copy, named as one of the real engines names it, or the last writer wins.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from store.errors import CannotRead
from store.sync.board_file import read_board_bytes

CONFLICT_NAMES = (
    "{stem}.sync-conflict-20261122-101112-ABCDEF{n}{suffix}",
    "{stem} (Ana's conflicted copy 2026-11-22 {n}){suffix}",
    "{stem}-LAPTOP{n}{suffix}",
    "{stem} ({n}){suffix}",
    "{stem} (conflicted copy ana 2026-11-22 10111{n}){suffix}",
    "{stem} {n}{suffix}",
    "{stem}{suffix}.conflict{n}",
    "{stem} (conflict #{n}_on_2026-11-22){suffix}",
)
"""Syncthing, Dropbox, OneDrive, Google Drive, Nextcloud, iCloud, rclone, Unison."""
BOTH_SIDES = ("{name}..path1", "{name}..path2")
"""What rclone bisync before 1.66 makes of the two sides; the name itself is gone then."""

Files = dict[str, bytes]


class Node:
    """One machine's folder, and what the engine last brought there or took from there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.base: Files = {}

    def files(self) -> Files:
        """What lies in the folder, but for what an engine leaves out."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file() and path.name[0] not in "~."}

    def write(self, name: str, content: bytes | None) -> None:
        """Replaces, makes or removes a file, as an engine does."""
        path = self.folder / name
        if content is None:
            path.unlink(missing_ok=True)
            return
        temporary = self.folder / f".engine-{name[:40]}.tmp"
        temporary.write_bytes(content)
        os.replace(temporary, path)


def is_board(content: bytes) -> bool:
    """Whether a file is a board file, whole."""
    try:
        read_board_bytes(content, "")
    except CannotRead:
        return False
    return True


class Engine:
    """The hub and how it treats conflicts."""

    def __init__(self, dice: Random, keeps_copies: bool, precious: str = "", renames_both: bool = False) -> None:
        self.dice = dice
        self.hub: Files = {}
        self.keeps_copies = keeps_copies
        self.renames_both = renames_both
        """Whether both sides of a conflict become copies."""
        self.precious = precious
        """A name that is never deleted."""
        self.copies = 0
        self.history: list[Files] = []

    def sync(self, node: Node, share: float = 1.0, whole: bool = True) -> None:
        """Brings a share of what changed on either side to the other, in any order; not `whole`: some of it by halves."""
        local = node.files()
        names = sorted({*local, *self.hub, *node.base})
        self.dice.shuffle(names)
        for name in names:
            if self.dice.random() <= share:
                self._sync_file(node, name, local.get(name), whole)
        self.history.append(dict(self.hub))

    def _sync_file(self, node: Node, name: str, local: bytes | None, whole: bool) -> None:
        base, hub = node.base.get(name), self.hub.get(name)
        if local == hub:
            self._agree(node, name, hub)
        elif local == base:
            if hub is not None and not whole and self.dice.random() < 0.3:
                node.write(name, hub[: self.dice.randrange(len(hub) + 1)])
                node.base.pop(name, None) if base is None else None
                node.base[name] = (node.folder / name).read_bytes()
                return
            node.write(name, hub)
            self._agree(node, name, hub)
        elif hub == base or hub is None:
            self._set_hub(name, local)
            self._agree(node, name, self.hub.get(name))
        else:
            self._conflict(node, name, local, hub)

    def _conflict(self, node: Node, name: str, local: bytes | None, hub: bytes) -> None:
        if self.renames_both and local is not None and (name != self.precious or (is_board(hub) and is_board(local))):
            for form, content in zip(BOTH_SIDES, (hub, local), strict=True):
                copy = form.format(name=name)
                node.write(copy, content)
                self.hub[copy] = node.base[copy] = content
            node.write(name, None)
            node.base.pop(name, None)
            del self.hub[name]
            return
        if self.keeps_copies and local is not None:
            self.copies += 1
            path = Path(name)
            form = self.dice.choice(CONFLICT_NAMES)
            copy = form.format(stem=path.stem, suffix=path.suffix, n=self.copies % 10)
            if copy not in self.hub:
                node.write(copy, local)
                self.hub[copy] = node.base[copy] = local
        elif local is not None and self.dice.random() < 0.5:
            self._set_hub(name, local)
        node.write(name, self.hub[name])
        self._agree(node, name, self.hub[name])

    def _set_hub(self, name: str, content: bytes | None) -> None:
        if content is not None:
            self.hub[name] = content
        elif name != self.precious:
            self.hub.pop(name, None)

    def _agree(self, node: Node, name: str, content: bytes | None) -> None:
        if content is None:
            node.base.pop(name, None)
        else:
            node.base[name] = content

    def any_name(self) -> str:
        """Some file of the hub; empty when there is none."""
        return self.dice.choice(sorted(self.hub)) if self.hub else ""

    def is_all_there_is(self, name: str, files: Files) -> bool:
        """Whether a file is a copy of the precious one, which itself is gone."""
        return bool(self.precious) and self.precious not in files and name.startswith(self.precious)

    def lose(self) -> None:
        """Forgets a file; the nodes' are deleted when they are next synced."""
        name = self.any_name()
        if name and name != self.precious and not self.is_all_there_is(name, self.hub):
            del self.hub[name]

    def damage(self) -> None:
        """Cuts a file off, flips bytes in it, or empties it."""
        name = self.any_name()
        if not name or self.is_all_there_is(name, self.hub):
            return
        content = bytearray(self.hub[name])
        place = self.dice.randrange(len(content) + 1)
        if self.dice.random() < 0.5:
            content[place : place + 20] = self.dice.randbytes(len(content[place : place + 20]))
        else:
            del content[place:]
        self.hub[name] = bytes(content)

    def duplicate(self) -> None:
        """Makes a copy of a file under another name."""
        name = self.any_name()
        if name:
            self.hub[f"{self.dice.randrange(9)} copy of {name}"[:100]] = self.hub[name]

    def restore(self) -> None:
        """Goes back to an old state of everything."""
        if self.history:
            self.hub = dict(self.dice.choice(self.history))
