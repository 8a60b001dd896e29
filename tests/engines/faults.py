"""What goes wrong in a shared folder: done to one machine's copy of it, where another's files lie as well."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from tests.engines.installation import Installation
from tests.engines.processes import run, wait_until


def last_segment(at: Installation, author: Installation) -> Path:
    """The newest segment of `author` in somebody's copy of the folder."""
    return at.folder / author.own_segments()[-1].name


def delete(path: Path) -> None:
    """Somebody deletes a file."""
    path.unlink()


def truncate(path: Path) -> None:
    """A file is cut off in its middle."""
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Some bytes of a file are turned over."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20] = bytes(byte ^ 0xFF for byte in content[middle : middle + 20])
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {"delete": delete, "truncate": truncate, "flip": flip}


def saved(folder: Path, to: Path) -> Path:
    """A backup of a folder."""
    shutil.copytree(folder, to)
    return to


def restore(folder: Path, backup: Path) -> None:
    """The folder goes back to what a backup has: what came since is gone, what changed is as it was."""
    old = {path.name: path.read_bytes() for path in backup.iterdir() if path.is_file()}
    for path in folder.iterdir():
        if path.is_file() and path.name not in old:
            path.unlink()
    for name, content in old.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != content:
            (folder / name).write_bytes(content)


def killed_while_publishing(one: Installation, id_: str, times: int) -> None:
    """An installation is killed in the middle of publishing, again and again."""
    for number in range(times):
        one.warroom("--offline", "note", id_, f"before it was killed {number}")
        before = {path.name for path in one.folder.iterdir()}
        one.watch()
        wait_until(lambda before=before: {path.name for path in one.folder.iterdir()} - before, "nothing was published", poll=0.001)  # type: ignore[misc]
        sleep(0.002 * number)  # somewhere else each time
        one.unwatch(killed=True)


@contextmanager
def small_disk(place: Path, size: int = 8 * 1024 * 1024) -> Iterator[bool]:
    """A disk of that many bytes at `place`; false where this user may not make one."""
    place.mkdir(parents=True)
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    made = mount is not None and run([mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]).returncode == 0
    try:
        yield made
    finally:
        if made and unmount is not None:
            run([unmount, "--lazy", str(place)])


def fill(disk: Path) -> Path:
    """Leaves no room on a disk. The file that takes it."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return filler
