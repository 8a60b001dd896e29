"""Where a break stands: `stage`, `wait`, `confirm-fix`, `outcome`."""

from __future__ import annotations

import click

from store.actions.house import confirm_fix, set_outcome, wait_on
from store.actions.stages import set_stage
from warroom.answers import act
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("stage", "Moves a break to a stage: owned, contained, fixed, made-right, follow-up, closed or reopened.")
@click.argument("id_", metavar="ID")
@click.argument("stage", metavar="STAGE")
@text_option("--reason", "Why, for us.")
@at_option
@click.pass_obj
def stage_command(session: Session, id_: str, stage: str, reason: str, at: str) -> None:
    act(session, at, lambda tx: set_stage(tx, id_, stage, reason))


@command("wait", "Whom the fix waits for; the contact clock runs on.")
@click.argument("id_", metavar="ID")
@text_option("--on", "supplier, customer or none.", "WHOM")
@at_option
@click.pass_obj
def wait_command(session: Session, id_: str, on: str, at: str) -> None:
    act(session, at, lambda tx: wait_on(tx, id_, on))


@command("confirm-fix", "A second person confirms that it is fixed.")
@click.argument("id_", metavar="ID")
@text_option("--by", "Who confirms it.", "NAME")
@at_option
@click.pass_obj
def confirm_fix_command(session: Session, id_: str, by: str, at: str) -> None:
    act(session, at, lambda tx: confirm_fix(tx, id_, by))


@command("outcome", "How it ended with the customer: lost, kept, stronger or advocate.")
@click.argument("id_", metavar="ID")
@click.argument("outcome", metavar="OUTCOME")
@at_option
@click.pass_obj
def outcome_command(session: Session, id_: str, outcome: str, at: str) -> None:
    act(session, at, lambda tx: set_outcome(tx, id_, outcome))
