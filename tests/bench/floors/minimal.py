"""The least that a Textual program costs: one Static."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """Shows one word."""

    def compose(self) -> ComposeResult:
        yield Static("READY-MARK")


if __name__ == "__main__":
    Minimal().run()
