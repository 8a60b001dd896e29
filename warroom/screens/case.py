"""The case for priority over a screen: to read, to copy, to write to a file. It writes nothing into the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StoreError
from warroom.forms.house import PRIORITY_CASE
from warroom.screens.line import LineScreen

if TYPE_CHECKING:
    from textual.app import App

    from warroom.forms import Option, Subject

__all__ = ["PRIORITY_CASE", "show_case"]

COPY, WRITE = ":copy", ":write"


def show_case(app: App[object], subject: Subject, n: str, say: Callable[..., None]) -> None:
    """Shows the case for clearing blocker `n` of a break."""
    from warroom.forms import Option
    from warroom.priority_case import Asked, priority_case
    from warroom.whole_file import free_path

    blocker = next((item for item in subject.one.brk.blockers if item.n == n), None)
    if blocker is None:
        say(f"Blocker {n} is not there any more")
        return
    text = priority_case(subject.one, blocker, Asked(subject.spoken[0], subject.actor, subject.now, subject.zone))
    path = free_path(Path.cwd(), f"case-{subject.spoken[0]}-{n}", "txt")
    options = (Option("Y", "copy", COPY), Option("w", f"write it to {path.name} in {path.parent}", WRITE))

    def chosen(option: Option | None) -> None:
        if option is not None and option.form == COPY:
            app.copy_to_clipboard(text)
            say("Copied")
        elif option is not None:
            _write(path, text, say)

    app.push_screen(LineScreen(f"The case for priority · {subject.customers[0]}", text, options), chosen)


def _write(path: Path, text: str, say: Callable[..., None]) -> None:
    from warroom.whole_file import ANOTHER, save

    try:
        save(path, text.encode(), hint=ANOTHER)
    except StoreError as error:
        say(str(error), wrong=True)
    else:
        say(f"Written to {path}")
