"""Customers: `customer`, `customer-merge`."""

from __future__ import annotations

from typing import Any

import click

from store.actions.customers import edit_customer, join_customers, remove_person
from store.errors import BadInput
from store.fold.customer import PERSON_FIELDS
from warroom.answers import act
from warroom.command import at_option, command, text_option
from warroom.session import Session

CARD = ("zone", "hours", "holidays", "cadence", "channel", "do_not_contact", "value")


@command("customer", 'Changes a customer\'s card and people; shows it without options. An empty value ("") clears a field.')
@click.argument("name", metavar="NAME")
@text_option("--contact", "One of their people: the options about a person are about them.", "PERSON")
@click.option("--phone", metavar="PHONE", help="Their number.")
@click.option("--mail", metavar="MAIL", help="Their address.")
@click.option("--role", metavar="ROLE", help="What they are there.")
@click.option("--call-name", metavar="NAME", help="The name to use, when it is not the first one.")
@click.option("--night", metavar="PHONE", help="The number for the night.")
@click.option("--deputy", metavar="PERSON", help="Whom to try when they can't be reached.")
@click.option("--language", metavar="LANGUAGE", help="The language to speak.")
@click.option("--remove", is_flag=True, help="Takes --contact off the card.")
@click.option("--zone", metavar="ZONE", help="Their time zone, as Europe/London.")
@click.option("--hours", metavar="HOURS", help="When they can be called, as 8-18 or mon-fri 8-18.")
@click.option("--holidays", metavar="DAYS", help="Days on which they are closed: a country or a part of it, as DE-BY; dates.")
@click.option("--cadence", metavar="CADENCE", help="Longest time without a contact.")
@click.option("--channel", metavar="CHANNEL", help="The channel that they prefer.")
@click.option("--value", metavar="MONEY", help='What the account is worth, as "50000 EUR".')
@click.option("--do-not-contact", metavar="WHY", help="Why they must not be contacted.")
@click.option("--voice-only/--voice-and-text", default=None, help="Only a call counts as a contact, or text as well.")
@click.option("--silence-until", metavar="TIME", help="They asked not to be called before; none ends it.")
@text_option("--why", "Why they asked for silence.")
@at_option
@click.pass_obj
def customer_command(session: Session, /, name: str, contact: str, remove: bool, at: str, **fields: Any) -> None:
    card = {key: fields[key] for key in CARD if fields[key] is not None}
    if fields["voice_only"] is not None:
        card["voice_only"] = "yes" if fields["voice_only"] else "no"
    about = {key: fields[key] for key in PERSON_FIELDS if fields[key] is not None}
    silence, why = fields["silence_until"], fields["why"]
    silence = "" if silence is None else silence.strip() or "none"
    if why and not silence:
        raise BadInput("why", "why they asked for what?", "--silence-until TIME --why WHY")
    if remove:
        if not contact or card or about or silence:
            raise BadInput("remove", "whom, and nothing else", f'warroom customer "{name}" --contact PERSON --remove')
        act(session, at, lambda tx: remove_person(tx, name, contact))
    elif contact or card or about or silence:
        act(
            session,
            at,
            lambda tx: edit_customer(tx, name, card=card, person=contact, about_person=about, silence_until=silence, why=why),
        )
    elif at:
        raise BadInput("at", "there is nothing to change", "give at least one field")
    else:
        from warroom.commands.cards import show_customer

        show_customer(session, name)


@command("customer-merge", "Joins two customers that are one: A counts as B from now on.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@at_option
@click.pass_obj
def customer_merge_command(session: Session, a: str, b: str, at: str) -> None:
    act(session, at, lambda tx: join_customers(tx, a, b))
