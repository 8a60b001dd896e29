"""`warroom failure`: changes what belongs to a failure, or shows it."""

from __future__ import annotations

import click

from store.actions.fields import set_failure_fields
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command
from warroom.commands.fields import field_options, given
from warroom.session import Session


@command("failure", "Changes a failure, for all the customers that it hit; shows it without options.")
@click.argument("id_", metavar="F")
@field_options
@at_option
@click.pass_obj
def failure_command(session: Session, /, id_: str, at: str, **fields: str | None) -> None:
    changes = given(fields)
    if changes:
        act(session, at, lambda tx: set_failure_fields(tx, id_, changes))
    elif at:
        raise BadInput("at", "there is nothing to change", "give at least one field")
    else:
        from warroom.commands.cards import show_failure

        show_failure(session, id_)
