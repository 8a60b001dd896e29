"""Who has it: `take`, `ack`, `duty`, `handover`."""

from __future__ import annotations

import click

from store.actions.asking import choice
from store.actions.board import accept_handover, offer_handover, set_duty
from store.actions.fields import acknowledge, take
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command, is_first_form, text_option, word_of
from warroom.session import Session

HANDOVER_FORMS = ("handover --to NAME [ID…] [--said TEXT]", "handover accept [ID…] [--said TEXT]")


@command("take", "Makes you the owner: accepts an offer, or takes what nobody owns.")
@click.argument("id_", metavar="ID")
@text_option("--said", "What you understood, where it was handed over.")
@at_option
@click.pass_obj
def take_command(session: Session, id_: str, said: str, at: str) -> None:
    act(session, at, lambda tx: take(tx, id_, said))


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


@command("handover", "Offers what you own (all, or some breaks) to somebody; or takes what was offered to you.", HANDOVER_FORMS)
@click.argument("words", nargs=-1, metavar="[accept] [ID…]")
@text_option("--to", "Who takes over.", "NAME")
@text_option("--said", "What to know; of what you take, what you understood: severity 1 and 2 ask for it.")
@at_option
@click.pass_obj
def handover_command(session: Session, words: tuple[str, ...], to: str, said: str, at: str) -> None:
    if not all(word.strip() for word in words):
        raise BadInput("id", "ID is empty", "give it a value, or leave it out")
    accepts = bool(words) and (words[0].lower() == "accept" or not to)
    if is_first_form(bool(to), accepts, HANDOVER_FORMS):
        act(session, at, lambda tx: offer_handover(tx, to, said, words))
    else:
        word_of(words[0], words[0], ("accept",), HANDOVER_FORMS)
        act(session, at, lambda tx: accept_handover(tx, said, words[1:]))
