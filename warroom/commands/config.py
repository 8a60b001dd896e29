"""`warroom config`: what is in force on this installation, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from warroom.answers import put, put_json
from warroom.command import command
from warroom.session import Session


class InForce(NamedTuple):
    """One value and where it comes from."""

    key: str
    value: Any
    source: str


@command("config", "What is in force, and where each value comes from.")
@click.pass_obj
def config_command(session: Session) -> None:
    found = list(in_force(session))
    if session.json:
        put_json(
            {
                "settings": [
                    {"key": item.key, "value": None if item.value == "" else item.value, "from": item.source} for item in found
                ]
            }
        )
        return
    width = max(len(item.key) for item in found)
    for item in found:
        put(f"{item.key.ljust(width)}  {'-' if item.value in ('', {}) else item.value}  ({item.source})")


def in_force(session: Session) -> Iterator[InForce]:
    """Every value in force, the places first. Raises BadInput when the configuration can't be read."""
    from warroom.config_model import checked_config

    places, written = session.places, session.config
    file = f"{places.config}" if places.config.exists() else f"{places.config}, which is not there"
    home = "WARROOM_HOME" if os.environ.get("WARROOM_HOME") else "the platform's usual folders"
    yield InForce("configuration", str(places.config), home if places.config.exists() else f"{home}; not there")
    yield InForce("data", str(places.data), home)
    yield InForce("state", str(places.state), home)
    path = session.board_path
    yield InForce("board", str(path or ""), _source(session.board, "--board", "WARROOM_BOARD", "board" in written, file))
    yield InForce(
        "me", session.actor, _source(session.given_actor, "--as", "WARROOM_ACTOR", "me" in written, file, "the login name")
    )
    zone = session.zone
    yield InForce("zone", str(zone or ""), file if "zone" in written else "the machine's")
    for key, value in checked_config(written, places.config):
        if key == "letters":
            given = written.get(key, {})
            yield from (InForce(f"{key}.{name}", one, file if name in given else "the default") for name, one in value)
        elif key not in ("board", "me", "zone"):
            yield InForce(key, value, file if key in written else "the default")


def _source(given: str, option: str, variable: str, configured: bool, file: str, otherwise: str = "nowhere") -> str:
    if given:
        return option
    if os.environ.get(variable):
        return variable
    return file if configured else otherwise
