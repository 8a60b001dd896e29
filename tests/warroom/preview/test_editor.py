"""A text in the user's own editor: whatever the editor does, the text is kept."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from store.errors import BadInput
from warroom.preview.editor import editor_command, put_for_editor, read_back, run_editor


def editor(folder: Path, does: str) -> list[str]:
    """An editor that runs some Python with the file's path as `path`."""
    script = folder / "editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{does}\n", "utf-8")
    return [sys.executable, str(script)]


def edited(folder: Path, does: str, text: str = "Dear Mary\n") -> str:
    """What comes back from such an editor."""
    path = put_for_editor(folder / "texts", "letter-K7Q2", text)
    run_editor(editor(folder, does), path)
    return read_back(path)


def test_what_was_edited_comes_back_and_the_file_goes(tmp_path: Path) -> None:
    assert edited(tmp_path, "path.write_bytes('Dear Ōkubo\\r\\nline\\x1b[31m 宽'.encode())") == "Dear Ōkubo\nline[31m 宽"
    assert not list((tmp_path / "texts").iterdir())


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    path = put_for_editor(tmp_path / "texts", "letter", "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert put_for_editor(tmp_path / "texts", "letter", "y") != path


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("path.write_bytes(b'\\xff\\xfe\\x00gr\\xfc')", "not UTF-8"),
        ("path.write_bytes(b'')", "left nothing"),
        ("path.write_text(' \\n\\t\\n')", "left nothing"),
        ("path.write_text('x' * 300_000)", "characters"),
        ("path.unlink()", "can't be read"),
        ("sys.exit(3)", "ended with 3"),
    ],
)
def test_what_can_not_be_taken_is_said(tmp_path: Path, does: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        edited(tmp_path, does)


@pytest.mark.parametrize("does", ["path.write_bytes(b'\\xff\\xfe')", "path.write_text('mine'); sys.exit(1)"])
def test_what_the_editor_left_stays_in_its_file(tmp_path: Path, does: str) -> None:
    with pytest.raises(BadInput, match="lies in"):
        edited(tmp_path, does)
    assert len(list((tmp_path / "texts").iterdir())) == 1


def test_an_editor_that_is_not_there(tmp_path: Path) -> None:
    path = put_for_editor(tmp_path, "letter", "x")
    with pytest.raises(BadInput, match="can't be started"):
        run_editor(["/no/such/editor"], path)
    assert not path.exists()


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="can't be written"):
        put_for_editor(tmp_path / "file" / "below", "letter", "x")


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"EDITOR": "nano"}, ["nano"]),
        ({"VISUAL": "code --wait", "EDITOR": "nano"}, ["code", "--wait"]),
        ({"EDITOR": "'/opt/my editor' -x"}, ["/opt/my editor", "-x"]),
    ],
)
def test_the_editor_is_the_one_that_is_named(environ: dict[str, str], command: list[str]) -> None:
    assert editor_command(environ) == command


def test_an_editor_that_can_not_be_read_is_said() -> None:
    with pytest.raises(BadInput, match="EDITOR"):
        editor_command({"EDITOR": "'open"})
