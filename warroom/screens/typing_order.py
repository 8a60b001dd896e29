"""Keys that act while one types: what was typed before them counts, what comes after them waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from warroom.typed_ahead import holder_of


def after_typing(screen: Screen[Any], then: Callable[[], bool]) -> None:
    """Runs `then` when the widget with the focus has taken all keys before; keys after it wait until then, and longer where it
    answers True (then whoever goes on with it releases them)."""
    keys = holder_of(screen.app)
    keys.hold_keys()

    def run() -> None:
        held = False
        try:
            held = then()
        finally:
            if not held:
                keys.release_keys()

    if not (screen.focused or screen).call_later(run):
        keys.release_keys()
