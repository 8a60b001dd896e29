"""A file is the old one or the new one, whatever happens."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import BadInput, CannotWrite
from tests.tables import ROOT
from warroom.whole_file import ANOTHER, free_path, save

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def left_beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_over_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    save(path, b"one")
    with pytest.raises(BadInput, match="--force"):
        save(path, b"two")
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    save(path, b"two", force=True)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"two", 0o640)
    assert left_beside(tmp_path) == ["letter.md"]


def test_a_name_that_is_free(tmp_path: Path) -> None:
    assert free_path(tmp_path, "case", "txt") == tmp_path / "case.txt"
    save(tmp_path / "case.txt", b"one")
    (tmp_path / "case-2.txt").symlink_to(tmp_path / "nowhere")
    assert free_path(tmp_path, "case", "txt") == tmp_path / "case-3.txt"
    with pytest.raises(BadInput) as refused:
        save(tmp_path / "case.txt", b"two", hint=ANOTHER)
    assert "--force" not in str(refused.value)


def test_a_link_is_not_replaced(tmp_path: Path) -> None:
    real, link, broken = tmp_path / "real.md", tmp_path / "link.md", tmp_path / "broken.md"
    real.write_bytes(b"one")
    link.symlink_to(real)
    broken.symlink_to(tmp_path / "nowhere.md")
    for path in (link, broken):
        with pytest.raises(BadInput, match="is there already"):
            save(path, b"two")
    save(link, b"two", force=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"two"
    save(broken, b"three", force=True)
    assert (tmp_path / "nowhere.md").read_bytes() == b"three"


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_file(tmp_path: Path, force: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "into").symlink_to(tmp_path)
    for name, words in ((".", "is a folder"), ("pipe", "is no file")):
        with pytest.raises(BadInput, match=words):
            save(tmp_path / name, b"x", force)
    with pytest.raises(BadInput):
        save(tmp_path / "into", b"x", force)
    with pytest.raises(CannotWrite, match="there is no folder"):
        save(tmp_path / "no" / "x.md", b"x", force)
    with pytest.raises((BadInput, CannotWrite)):
        save(f"{tmp_path}/a\0b", b"x", force)
    with pytest.raises(CannotWrite):
        save(tmp_path / ("x" * 300), b"x", force)


@pytest.mark.skipif(IS_ROOT, reason="root may write anywhere")
def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CannotWrite, match="can't be written"):
            save(tmp_path / "x.md", b"x")
    finally:
        tmp_path.chmod(0o700)


def test_a_place_that_takes_nothing_even_from_root() -> None:
    if not os.path.isdir("/proc/self"):
        pytest.skip("there is no /proc here")
    with pytest.raises(CannotWrite, match="can't be written"):
        save("/proc/self/letter.md", b"x")


def test_what_came_there_a_moment_ago_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes the file between the look at its name and the rename."""
    path, link = tmp_path / "x.md", os.link

    def late(source: str, target: str) -> None:
        path.write_bytes(b"theirs")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(BadInput, match="is there already"):
        save(path, b"ours")
    assert path.read_bytes() == b"theirs"
    assert left_beside(tmp_path) == ["x.md"]


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(source: str, target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    save(tmp_path / "x.md", b"one")
    with pytest.raises(BadInput):
        save(tmp_path / "x.md", b"two")
    assert (tmp_path / "x.md").read_bytes() == b"one"
    assert left_beside(tmp_path) == ["x.md"]


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """The file's size is limited for the process, which stands in for a disk that takes no more."""
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    code = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from store.errors import CannotWrite\nfrom warroom.whole_file import save\n"
        f"try: save({str(path)!r}, b'x' * 100_000, True)\nexcept CannotWrite as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "can't be written" in done.stdout
    assert path.read_bytes() == b"old"
    assert left_beside(tmp_path) == ["x.md"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_process_that_is_killed(tmp_path: Path, step: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    code = (
        f"import os, signal\nos.{step} = lambda *args: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"from warroom.whole_file import save\nsave({str(path)!r}, b'new' * 1000, True)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    save(path, b"new", force=True)
    assert path.read_bytes() == b"new"
