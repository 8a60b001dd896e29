"""Puts the configuration's looks and keys in force in the running app."""

from __future__ import annotations

from typing import Any

from store.errors import BadInput
from warroom.config_model import checked_config
from warroom.keymap import checked_keymap
from warroom.live import Live


def configure(app: Any, live: Live) -> list[str]:
    """Applies theme and keys to the app (a `WarroomApp`). Returns what can't be used, a line each; that is left out."""
    try:
        config = checked_config(live.config, live.places.config)
    except BadInput as error:
        return [str(error)]
    problems = []
    if config.theme != "warroom":
        if config.theme in app.available_themes:
            app.theme = config.theme
        else:
            problems.append(f"theme: there is no theme {config.theme}; there are {', '.join(sorted(app.available_themes))}")
    keymap = checked_keymap(config.keys, vim=config.moving == "vim")
    if keymap.keys:
        app.set_keymap(keymap.keys)
    return [*problems, *keymap.problems]
