"""`warroom contact`: logs a contact with one customer or several, or an attempt."""

from __future__ import annotations

from typing import Any

import click

from store.actions.contacts import log_contact
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("contact", "Logs a contact with one customer or several, or an attempt.")
@click.argument("ids", nargs=-1, metavar="ID…")
@text_option("--failure", "All customers of a failure, in place of ids.", "F")
@text_option("--channel", "call, visit, chat, mail, letter, sms, portal or social.", "CHANNEL")
@text_option("--with", "Whom we talked to.", "PERSON", "with_")
@click.option("--in/--out", "incoming", default=False, help="They came to us, or we to them (as without it).")
@click.option("--reached/--attempt", "reached", default=True, help="We got through (as without it), or tried to.")
@text_option("--kind", "update, apology, explanation, still-on-it or check-in.", "KIND")
@text_option("--said", "What was said.")
@text_option("--next", "When we said that the next news comes.", "TIME", "next_")
@text_option("--mood", "calm, upset or furious.", "MOOD")
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
    act(session, at, lambda tx: log_contact(tx, ids or tx.breaks_hit_by(failure), channel, attempt=not reached, **details))
