"""`warroom promise`: makes a promise; prints its number."""

from __future__ import annotations

import click

from store.actions.promises import make_promise
from warroom.answers import answer
from warroom.cli import BoardCommand
from warroom.commands.times import at_option
from warroom.session import Session


@click.command("promise", cls=BoardCommand, help="Makes a promise to one customer or several; prints its number.")
@click.argument("ids", nargs=-1, required=True)
@click.option("--what", default="", help="What we will do.")
@click.option("--by", default="", help="By when, as 2h, 16:30 or tomorrow 9.")
@click.option("--from", "from_", default="", help="The beginning of a window.")
@click.option("--kind", default="fix", help="fix, workaround, news or other.")
@click.option("--sure", default="firm", help="firm, window or none (no date yet).")
@click.option("--next", "next_", default="", help="With --sure none: when the next word comes.")
@at_option
@click.pass_obj
def promise_command(
    session: Session, ids: tuple[str, ...], what: str, by: str, from_: str, kind: str, sure: str, next_: str, at: str
) -> None:
    receipts = session.replica.act(
        lambda tx: make_promise(tx, ids, what, by=by, kind=kind, sure=sure, from_=from_, next_=next_),
        session.actor,
        session.instant(at),
    )
    answer(session, receipts, number=True)
