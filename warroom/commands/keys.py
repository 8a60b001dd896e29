"""`warroom keys`: the key bindings in force, with the ids by which the configuration remaps them."""

from __future__ import annotations

import click

from warroom.answers import put, put_json, say
from warroom.command import command
from warroom.keymap import checked_keymap
from warroom.keys import ALL, KEYS, MOVING, MOVING_IDS, shown_key
from warroom.session import Session


@command("keys", "The keys of the live board, with the ids by which the configuration remaps them.")
@click.pass_obj
def keys_command(session: Session) -> None:
    from warroom.config_model import checked_config  # late: it brings pydantic

    config = checked_config(session.config, session.places.config)
    keymap = checked_keymap(config.keys, vim=config.moving == "vim")
    found = [
        {"id": key.id, "key": keymap.keys.get(key.id, key.key), "about": key.about, "where": list(key.where), "default": key.key}
        for key in KEYS
    ]
    found += [
        {"id": id_, "key": keymap.keys.get(id_, key), "about": MOVING, "where": list(ALL), "default": key}
        for id_, key in MOVING_IDS.items()
    ]
    if session.json:
        put_json({"keys": found, "problems": list(keymap.problems)})
    else:
        for item in found:
            shown = " ".join(shown_key(key) for key in str(item["key"]).split(","))
            put("\t".join((shown, str(item["id"]), str(item["about"]))))
    for problem in keymap.problems:
        say(f"  note: {problem}")
