"""Where a break stands: `stage`, `wait`, `confirm-fix`, `outcome`."""

from __future__ import annotations

import click

from store.actions.closing import close
from store.actions.dates import plan_followups
from store.actions.house import confirm_fix, set_outcome, wait_on
from store.actions.receipt import Receipt
from store.actions.stages import set_stage
from store.afterwards import left_by_policy
from store.errors import BadInput, Refused
from store.policy import parse_followups
from store.replica.transaction import Transaction
from store.text import clean
from warroom.answers import act, can_ask
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("stage", "Moves a break to a stage: owned, contained, fixed, made-right, follow-up, closed or reopened.")
@click.argument("id_", metavar="ID")
@click.argument("stage", metavar="STAGE")
@text_option("--reason", "Why, for us; with closed: why it is closed without what is missing.")
@text_option("--note", "With closed: how it ended, for those who took part.")
@text_option("--outcome", "With closed: lost, kept, stronger or advocate.", "OUTCOME")
@text_option(
    "--followups", 'With fixed, made-right, follow-up: plans them, as "mail 2d, call 5d" after the fix, or policy.', "WHICH"
)
@at_option
@click.pass_obj
def stage_command(session: Session, /, id_: str, stage: str, reason: str, note: str, outcome: str, followups: str, at: str) -> None:
    where = stage.strip().lower().replace("_", "-")
    if (note or outcome) and where != "closed":
        raise BadInput("note", "a note of how it ended and the outcome go with closed", "`warroom stage ID closed --note TEXT`")
    if followups and where not in PLANNING:
        raise BadInput("followups", "follow-ups are planned once it is fixed", "they go with fixed, made-right and follow-up")

    is_asked, asked = can_ask(), ""

    def move(tx: Transaction) -> Receipt:
        if where == "closed":
            return close(tx, id_, reason=reason or asked, note=note, outcome=outcome, unasked=not is_asked)
        moved = set_stage(tx, id_, stage, reason)
        if not followups:
            return moved
        case = tx.case(id_)
        chosen = parse_followups(followups) if followups.strip().lower() != "policy" else left_by_policy(case.brk, case.policy)
        planned = plan_followups(tx, id_, chosen)
        return moved._replace(said=(*moved.said, *(text for receipt in planned for text in receipt.said)))

    try:
        act(session, at, move)
    except Refused as refused:
        if refused.field != "reason" or not is_asked:
            raise
        asked = click.prompt(
            f"{clean(refused.title)}\nWhy close it all the same (empty: leave it)", default="", show_default=False, err=True
        )
        act(session, at, move)


PLANNING = ("fixed", "made-right", "follow-up")


@command("wait", "Whom the fix waits for; the contact clock runs on.")
@click.argument("id_", metavar="ID")
@text_option("--on", "supplier, customer or none.", "WHOM")
@at_option
@click.pass_obj
def wait_command(session: Session, id_: str, on: str, at: str) -> None:
    act(session, at, lambda tx: wait_on(tx, id_, on))


@command("confirm-fix", "A second person confirms that it is fixed.")
@click.argument("id_", metavar="ID")
@text_option("--by", "Who confirms it; without it, you do.", "NAME")
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
