"""`warroom open`: opens a break, or one for each customer of a list."""

from __future__ import annotations

import sys
from typing import Any

import click

from store.actions.opening import Opened, customer_list, open_breaks
from store.errors import BadInput
from store.replica.finding import spoken_break, spoken_failure
from warroom.answers import put, put_json, say, write
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("open", "Opens a break, or one for each customer of a list; prints its id.")
@text_option("--customer", "Whom it hurts.", "NAME")
@click.option(
    "--customers", default="", metavar="FILE", help="A list, one customer a line (- reads stdin): one failure, a break for each."
)
@text_option("--what", "What broke.")
@click.option("--severity", default="3", metavar="1-4", help="1 (worst) to 4; 3 without it.")
@text_option("--owner", "Who speaks to the customer.", "NAME")
@text_option("--contact-name", "Whom we talk to.", "NAME")
@click.option("--found-by", default="us", metavar="WHO", help="us (as without it) or customer.")
@text_option("--found-at", "When it was found.", "TIME")
@text_option("--category", "What kind of failure it is.")
@text_option("--cause", "What caused it.")
@text_option("--fault", "ours, not-ours or unknown.", "WHOSE")
@text_option("--value", 'What the account is worth, as "50000 EUR".', "MONEY")
@text_option("--cadence", "Longest time without a contact, as 1h.", "CADENCE")
@text_option("--playbook", "The playbook that it follows; the one for its severity without it.", "NAME")
@text_option("--failure", "The failure that it belongs to, or one of its breaks.", "F")
@text_option("--trouble", "The trouble that it caused them.")
@text_option("--expectation", "What they expect of us.")
@at_option
@click.pass_obj
def open_command(session: Session, /, customer: str, customers: str, at: str, **fields: Any) -> None:
    if bool(customer) == bool(customers):
        raise BadInput("customer", "name one customer, or a list of them", "--customer NAME, or --customers FILE")
    names = _names(customers) if customers else [customer]
    replica = session.replica
    what = fields.pop("what")
    opened: Opened = write(session, lambda tx: open_breaks(tx, names, what, **fields), session.instant(at))
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
            return customer_list(sys.stdin.read() if sys.stdin else "")
        with open(path, encoding="utf-8", errors="replace") as file:
            return customer_list(file.read())
    except UnicodeDecodeError:
        raise BadInput("customers", "the list is no UTF-8 text", "save it as UTF-8") from None
    except OSError as error:
        raise BadInput("customers", f"{path} can't be read: {error.strerror}", "check the path") from None
