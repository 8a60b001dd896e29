"""Changing fields: `edit`, `set`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from store.actions.fields import FIELDS, set_failure_fields, set_fields
from store.ids import is_failure_id
from warroom.answers import act
from warroom.command import at_option, command
from warroom.session import Session


def field_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each field of a break and of its failure; None when it is not given, empty to clear the field."""
    for field in reversed(FIELDS):
        option = click.option("--" + field.name.replace("_", "-"), field.name, metavar="VALUE", help=field.about + ".")
        function = option(function)
    return function


def change(session: Session, id_: str, changes: dict[str, str], at: str) -> None:
    """Sets fields of a break, or (for an id as `F-…`) of a failure."""
    apply = set_failure_fields if is_failure_id(id_) else set_fields
    act(session, at, lambda tx: apply(tx, id_, changes))


def given(fields: dict[str, str | None]) -> dict[str, str]:
    """The fields whose options were given."""
    return {name: value for name, value in fields.items() if value is not None}


@command("edit", 'Changes fields of a break; an empty value ("") clears one.')
@click.argument("id_", metavar="ID")
@field_options
@at_option
@click.pass_obj
def edit_command(session: Session, /, id_: str, at: str, **fields: str | None) -> None:
    change(session, id_, given(fields), at)


@command("set", "Sets any one field: trouble, expectation, must-tell, exposure …")
@click.argument("id_", metavar="ID")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@at_option
@click.pass_obj
def set_command(session: Session, id_: str, field: str, value: str, at: str) -> None:
    change(session, id_, {field: value}, at)
