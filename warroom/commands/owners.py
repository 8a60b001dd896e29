"""Who has it: `take`, `ack`, `duty`, `handover`."""

from __future__ import annotations

import click

from store.actions.asking import choice
from store.actions.board import accept_handover, offer_handover, set_duty
from store.actions.fields import acknowledge, take
from warroom.answers import act
from warroom.command import at_option, command, is_first_form, text_option, word_of
from warroom.session import Session

HANDOVER_FORMS = ("handover --to NAME [--said TEXT]", "handover accept [--said TEXT]")


@command("take", "Makes you the owner: accepts an offer, or takes what nobody owns.")
@click.argument("id_", metavar="ID")
@at_option
@click.pass_obj
def take_command(session: Session, id_: str, at: str) -> None:
    act(session, at, lambda tx: take(tx, id_))


@command("ack", "Acknowledges a break's alerts: quiet until something new is due, or until a time.")
@click.argument("id_", metavar="ID")
@text_option("--until", "Until when they stay quiet.", "TIME")
@at_option
@click.pass_obj
def ack_command(session: Session, id_: str, until: str, at: str) -> None:
    act(session, at, lambda tx: acknowledge(tx, id_, until))


@command("duty", "Comes on duty, or goes off.")
@click.argument("state", metavar="on|off")
@text_option("--who", "Who; you, without it.", "NAME")
@at_option
@click.pass_obj
def duty_command(session: Session, state: str, who: str, at: str) -> None:
    on = choice(state, ("on", "off"), "state") == "on"
    act(session, at, lambda tx: set_duty(tx, on, who))


@command("handover", "Offers all that you own to somebody; or takes what was offered to you.", HANDOVER_FORMS)
@click.argument("state", default="", metavar="[accept]")
@text_option("--to", "Who takes over.", "NAME")
@text_option("--said", "What to know.")
@at_option
@click.pass_obj
def handover_command(session: Session, state: str, to: str, said: str, at: str) -> None:
    if is_first_form(bool(to), bool(state), HANDOVER_FORMS):
        act(session, at, lambda tx: offer_handover(tx, to, said))
    else:
        word_of(state, state, ("accept",), HANDOVER_FORMS)
        act(session, at, lambda tx: accept_handover(tx, said))
