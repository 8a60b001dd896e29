"""A text in the editor that the user is used to (`VISUAL`, `EDITOR`), and back; whatever goes wrong, nothing is lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from store.errors import BadInput
from store.text import clean, one_line

USUAL = ("nano", "vim", "vi")
"""Tried in this order where no variable names one."""
FIELD = "editor"
LONGEST = 200_000
"""Most characters of a text that is taken back."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor with its options. Raises BadInput where none is named or found."""
    named = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if not named:
        found = next((name for name in USUAL if shutil.which(name)), "")
        if found:
            return [found]
        raise BadInput(FIELD, "no editor is named", "set EDITOR, as EDITOR=nano, or edit here with i")
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise BadInput(FIELD, f"EDITOR can't be read: {error}", "set it to a command, as EDITOR=nano") from error
    if not words:
        raise BadInput(FIELD, "EDITOR is empty", "set it to a command, as EDITOR=nano")
    return words


def put_for_editor(folder: Path, name: str, text: str) -> Path:
    """The text in a file of its own, which nobody else may read. Raises BadInput where it can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / f"{name}{f'-{number}' if number > 1 else ''}.md"
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            return path
    except OSError as error:
        raise BadInput(FIELD, f"{folder} can't be written: {error.strerror or error}", "edit here with i") from error
    raise BadInput(FIELD, f"{folder} is full of texts that were left there", "look through them and remove them")


def run_editor(command: Sequence[str], path: Path) -> None:
    """Runs the editor on a file until it ends. Raises BadInput where it can't be started or fails; the file stays."""
    try:
        done = subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        path.unlink(missing_ok=True)
        what = f"{one_line(command[0], 60)} can't be started: {error.strerror or error}"
        raise BadInput(FIELD, what, "set EDITOR to another one, or edit here with i") from error
    if done.returncode:
        what = f"{one_line(command[0], 60)} ended with {done.returncode}: the text is as it was"
        raise BadInput(FIELD, what, f"what it left lies in {path}")


def read_back(path: Path) -> str:
    """What the editor left; the file is gone then. Raises BadInput for what can't be taken, and then the file stays."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(FIELD, f"{path} can't be read: {error.strerror or error}", "the text is as it was") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = "the editor left a text that is not UTF-8: the text here is as it was"
        raise BadInput(FIELD, what, f"save it as UTF-8; it lies in {path}") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        path.unlink(missing_ok=True)
        raise BadInput(FIELD, "the editor left nothing: the text is as it was", "to empty it, do so here with i")
    if len(text) > LONGEST:
        raise BadInput(FIELD, f"the editor left more than {LONGEST:,} characters: the text is as it was", f"it lies in {path}")
    path.unlink(missing_ok=True)
    return clean(text, LONGEST)
