"""Corrections, which are events too: `undo`, `retract`, `amend`, `move-entry`, `redact`, `merge`."""

from __future__ import annotations

import click

from store.actions.corrections import amend, join, move_entry, redact, retract, undo
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("undo", "Takes back the last action that you wrote, whole; with an id: on that break.")
@click.argument("id_", default="", metavar="[ID]")
@at_option
@click.pass_obj
def undo_command(session: Session, id_: str, at: str) -> None:
    act(session, at, lambda tx: undo(tx, id_))


@command("retract", "Takes back one entry; `warroom show ID --timeline` names them.")
@click.argument("event", metavar="EVENT")
@text_option("--reason", "Why.")
@at_option
@click.pass_obj
def retract_command(session: Session, event: str, reason: str, at: str) -> None:
    act(session, at, lambda tx: retract(tx, event, reason))


@command("amend", 'Corrects fields of an entry, as said="…" or at=14:30; an empty value clears one.')
@click.argument("event", metavar="EVENT")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@at_option
@click.pass_obj
def amend_command(session: Session, event: str, changes: tuple[str, ...], at: str) -> None:
    found: dict[str, str] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals or not name.strip():
            raise BadInput("field", f"“{change[:60]}” changes nothing", 'write FIELD=VALUE, as said="…"')
        if name in found:
            raise BadInput("field", f"{name[:60]} is corrected twice", "name each field once")
        found[name] = value
    act(session, at, lambda tx: amend(tx, event, found))


@command("move-entry", "Moves an entry that stands on the wrong break to the right one.")
@click.argument("event", metavar="EVENT")
@click.argument("id_", metavar="ID")
@at_option
@click.pass_obj
def move_entry_command(session: Session, event: str, id_: str, at: str) -> None:
    act(session, at, lambda tx: move_entry(tx, event, id_))


@command("redact", "Blanks the free text of an entry, for good: for a secret that was typed.")
@click.argument("event", metavar="EVENT")
@at_option
@click.pass_obj
def redact_command(session: Session, event: str, at: str) -> None:
    act(session, at, lambda tx: redact(tx, event))


@command("merge", "Joins two breaks, or two failures, that are one: A goes on as B.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@at_option
@click.pass_obj
def merge_command(session: Session, a: str, b: str, at: str) -> None:
    act(session, at, lambda tx: join(tx, a, b))
