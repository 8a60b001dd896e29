"""`warroom config`: what is in force on this installation, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

import click

from warroom.answers import put, put_json
from warroom.command import command
from warroom.session import Session

OWN = ("board", "me", "zone")
"""Keys of the configuration that every command reads."""


class InForce(NamedTuple):
    """One value and where it comes from."""

    key: str
    value: str
    source: str


@command("config", "What is in force, and where each value comes from.")
@click.pass_obj
def config_command(session: Session) -> None:
    found = list(in_force(session))
    if session.json:
        put_json({"settings": [{"key": item.key, "value": item.value or None, "from": item.source} for item in found]})
        return
    width = max(len(item.key) for item in found)
    for item in found:
        put(f"{item.key.ljust(width)}  {item.value or '-'}  ({item.source})")


def in_force(session: Session) -> Iterator[InForce]:
    """Every value in force, the places first. Raises BadInput when the configuration can't be read."""
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
    for key, value in written.items():
        if key not in OWN:
            yield InForce(key, str(value), file)


def _source(given: str, option: str, variable: str, configured: bool, file: str, otherwise: str = "nowhere") -> str:
    if given:
        return option
    if os.environ.get(variable):
        return variable
    return file if configured else otherwise
