"""Puts the configuration's looks and keys in force in the running app."""

from __future__ import annotations

from typing import Any

from warroom.config_model import usable_config
from warroom.keymap import checked_keymap
from warroom.live import Live
from warroom.screens.keyed import KeyedScreen


def configure(app: Any, live: Live) -> list[str]:
    """Applies theme and keys to the app (a `WarroomApp`). Returns what can't be used, a line each; that is left out."""
    config, problems = usable_config(live.config, live.places.config)
    if config.theme != "warroom":
        theme = app.available_themes.get(config.theme)
        if theme is not None and theme.ansi and app.no_color:
            problems.append(f"theme: {config.theme} needs colours, and NO_COLOR takes them away")
        elif theme is not None:
            app.theme = config.theme
        else:
            problems.append(f"theme: there is no theme {config.theme}; there are {', '.join(sorted(app.available_themes))}")
    keymap = checked_keymap(config.keys, vim=config.moving == "vim")
    if keymap.keys:
        app.set_keymap(keymap.keys)
        for screen in app.screen_stack:
            if isinstance(screen, KeyedScreen):
                screen.show_keys()
    return [*problems, *keymap.problems]
