"""`warroom contact`: logs a contact with one customer or several, or an attempt."""

from __future__ import annotations

from typing import Any

import click

from store.actions.contacts import log_contact
from store.errors import BadInput
from warroom.answers import answer
from warroom.cli import BoardCommand
from warroom.commands.times import at_option
from warroom.session import Session


@click.command("contact", cls=BoardCommand, help="Logs a contact with one customer or several, or an attempt.")
@click.argument("ids", nargs=-1)
@click.option("--failure", default="", help="All customers of a failure, in place of ids.")
@click.option("--channel", default="", help="call, visit, chat, mail, letter, sms, portal or social.")
@click.option("--with", "with_", default="", help="Whom we talked to.")
@click.option("--in/--out", "incoming", default=False, help="They came to us, or we to them (as without it).")
@click.option("--reached/--attempt", "reached", default=True, help="We got through (as without it), or tried to.")
@click.option("--kind", default="", help="update, apology, explanation, still-on-it or check-in.")
@click.option("--said", default="", help="What was said.")
@click.option("--next", "next_", default="", help="When we said that the next news comes.")
@click.option("--mood", default="", help="calm, upset or furious.")
@click.option("--conflict", is_flag=True, help="It came to an argument.")
@at_option
@click.pass_obj
def contact_command(
    session: Session, /, ids: tuple[str, ...], failure: str, channel: str, at: str, reached: bool, **details: Any
) -> None:
    if bool(ids) == bool(failure):
        raise BadInput("id", "name breaks, or a failure", "warroom contact ID… or --failure F")
    if not channel:
        raise BadInput("channel", "on which channel?", "--channel call, visit, chat, mail, letter, sms, portal or social")
    receipts = session.replica.act(
        lambda tx: log_contact(tx, ids or tx.breaks_of(tx.find_failure(failure)), channel, attempt=not reached, **details),
        session.actor,
        session.instant(at),
    )
    answer(session, receipts)
