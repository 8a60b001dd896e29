"""`warroom open`: opens a break, or one for each customer of a list."""

from __future__ import annotations

import sys
from typing import Any

import click

from store.actions.opening import Opened, customer_list, open_breaks
from store.errors import BadInput
from store.replica.finding import spoken_break, spoken_failure
from warroom.answers import put, put_json, say
from warroom.cli import BoardCommand
from warroom.commands.times import at_option
from warroom.session import Session


@click.command("open", cls=BoardCommand, help="Opens a break, or one for each customer of a list; prints its id.")
@click.option("--customer", default="", help="Whom it hurts.")
@click.option(
    "--customers", default="", metavar="FILE", help="A list, one customer a line (- reads stdin): one failure, a break for each."
)
@click.option("--what", default="", help="What broke.")
@click.option("--severity", default="3", help="1 (worst) to 4.")
@click.option("--owner", default="", help="Who speaks to the customer.")
@click.option("--contact-name", default="", help="Whom we talk to.")
@click.option("--found-by", default="us", help="us or customer.")
@click.option("--found-at", default="", help="When it was found.")
@click.option("--category", default="", help="What kind of failure it is.")
@click.option("--cause", default="", help="What caused it.")
@click.option("--fault", default="", help="ours, not-ours or unknown.")
@click.option("--value", default="", help='What the account is worth, as "50000 EUR".')
@click.option("--cadence", default="", help="Longest time without a contact, as 1h.")
@click.option("--failure", default="", help="The failure that it belongs to, or one of its breaks.")
@click.option("--trouble", default="", help="The trouble that it caused them.")
@click.option("--expectation", default="", help="What they expect of us.")
@at_option
@click.pass_obj
def open_command(session: Session, /, customer: str, customers: str, at: str, **fields: Any) -> None:
    if bool(customer) == bool(customers):
        raise BadInput("customer", "name one customer, or a list of them", "--customer NAME, or --customers FILE")
    names = _names(customers) if customers else [customer]
    replica = session.replica
    what = fields.pop("what")
    opened: Opened = replica.act(lambda tx: open_breaks(tx, names, what, **fields), session.actor, session.instant(at))
    ids = [spoken_break(replica.db, id_) for id_ in opened.ids]
    if session.json:
        made = {"failure": spoken_failure(replica.db, opened.failure), "ids": ids}
        put_json(made if customers else {"id": ids[0], "failure": made["failure"]})
    else:
        put("\n".join(ids))
    shown = ", ".join(opened.customers[:5]) + (f" and {len(opened.customers) - 5} more" if len(opened.customers) > 5 else "")
    say(f"Opened for {shown}")
    for warning in opened.warnings:
        say(f"  note: {warning}")


def _names(path: str) -> list[str]:
    """The customers of a list. Raises BadInput when it can't be read."""
    try:
        if path == "-":
            return customer_list(sys.stdin.read())
        with open(path, encoding="utf-8", errors="replace") as file:
            return customer_list(file.read())
    except OSError as error:
        raise BadInput("customers", f"{path} can't be read: {error.strerror}", "check the path") from None
