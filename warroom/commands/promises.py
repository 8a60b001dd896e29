"""Promises: `promise`, `settle`, `repromise`, `told`."""

from __future__ import annotations

import click

from store.actions.promises import make_promise, move_promise, settle_promise, tell_promise
from store.actions.receipt import Receipt
from store.errors import BadInput
from store.replica.transaction import Transaction
from warroom.answers import act, say
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("promise", "Makes a promise to one customer or several; prints its number.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@text_option("--what", "What we will do.")
@text_option("--by", "By when, as 2h, 16:30 or tomorrow 9.", "TIME")
@text_option("--from", "The beginning of a window.", "TIME", "from_")
@click.option("--kind", default="fix", metavar="KIND", help="fix (as without it), workaround, news or other.")
@click.option("--sure", default="firm", metavar="HOW", help="firm (as without it), window or none (no date yet).")
@text_option("--next", "With --sure none: when the next word comes.", "TIME", "next_")
@at_option
@click.pass_obj
def promise_command(
    session: Session, ids: tuple[str, ...], what: str, by: str, from_: str, kind: str, sure: str, next_: str, at: str
) -> None:
    made: list[Receipt] = []

    def promise(tx: Transaction) -> list[Receipt]:
        made[:] = make_promise(tx, ids, what, by=by, kind=kind, sure=sure, from_=from_, next_=next_)
        return made

    act(session, at, promise, number=True)
    if by and kind == "fix":
        _say_doubts(session, made)


@command("settle", "Ends a promise: kept, broken or withdrawn. Kept after its date counts as late.")
@click.argument("id_", metavar="ID")
@click.argument("n", metavar="N")
@click.argument("result", metavar="kept|broken|withdrawn")
@text_option("--reason", "Why, for us.")
@at_option
@click.pass_obj
def settle_command(session: Session, id_: str, n: str, result: str, reason: str, at: str) -> None:
    act(session, at, lambda tx: settle_promise(tx, id_, n, result, reason))


@command("repromise", "Moves a promise to another date; it is only moved when they know.")
@click.argument("id_", metavar="ID")
@click.argument("n", metavar="N")
@text_option("--by", "The new date.", "TIME")
@text_option("--reason", "Why, for us.")
@text_option("--say", "Why, for them.")
@text_option("--told", "The channel on which they were told.", "CHANNEL")
@click.option("--not-told", is_flag=True, help="They do not know yet.")
@at_option
@click.pass_obj
def repromise_command(
    session: Session, id_: str, n: str, by: str, reason: str, say: str, told: str, not_told: bool, at: str
) -> None:
    if bool(told) == not_told:
        raise BadInput("told", "does the customer know?", "--told CHANNEL, or --not-told")
    moved: list[Receipt] = []

    def move(tx: Transaction) -> Receipt:
        moved[:] = [move_promise(tx, id_, n, by, reason, say=say, told_by=told)]
        return moved[0]

    act(session, at, move)
    _say_doubts(session, moved)


def _say_doubts(session: Session, made: list[Receipt]) -> None:
    """Says on stderr which of these promises our history does not bear out; the advisor is loaded here only."""
    from warroom.advisor.doubts import doubts

    for text in doubts(session.replica, [(receipt.id, receipt.n) for receipt in made], session.clock.now(), session.zone):
        say(f"  {text}")


@command("told", "The customer knows a promise's new date.")
@click.argument("id_", metavar="ID")
@click.argument("n", metavar="N")
@text_option("--channel", "On which channel they were told.", "CHANNEL")
@at_option
@click.pass_obj
def told_command(session: Session, id_: str, n: str, channel: str, at: str) -> None:
    act(session, at, lambda tx: tell_promise(tx, id_, n, channel))
