"""The board's own theme: calm and dark, with loud colours for what is overdue only."""

from __future__ import annotations

from textual.theme import Theme

THEME = Theme(
    name="warroom",
    primary="#5a8fd0",
    secondary="#7a8aa8",
    accent="#7fc8e8",
    foreground="#d6dbe4",
    background="#0f1318",
    surface="#161b22",
    panel="#1d242d",
    success="#6fc28b",
    warning="#e0b04a",
    error="#ff6b6b",
    dark=True,
    variables={"input-selection-background": "#5a8fd0 40%", "footer-key-foreground": "#7fc8e8"},
)
