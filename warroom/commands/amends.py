"""Making it right: `remedy`, `answer`, `restitution`, `affected`."""

from __future__ import annotations

import click

from store.actions.amends import answer_remedy, count_affected, move_restitution, owe, propose_remedy, tell_remedy
from store.words import RESTITUTION_STATES
from warroom.answers import act
from warroom.command import at_option, command, is_first_form, text_option, word_of
from warroom.session import Session

REMEDY_FORMS = (
    'remedy ID --what WHAT [--effort EFFORT] [--cost "20 EUR"] [--not-told]',
    "remedy ID N told --channel CHANNEL",
)
RESTITUTION_FORMS = (
    'restitution ID --kind KIND --amount "250 EUR" [--why WHY] [--due TIME]',
    "restitution ID N approved|issued|confirmed|declined [--by WHO]",
)


@command("remedy", "Proposes how to put it right, and prints its number; or notes that the customer was told of it.", REMEDY_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[told]")
@text_option("--what", "What we propose.")
@text_option("--effort", "The effort that it puts on the customer.")
@text_option("--cost", 'What it costs the customer, as "20 EUR".', "MONEY")
@click.option("--not-told", "inside", is_flag=True, help="It is agreed inside the house; the customer does not know of it yet.")
@text_option("--channel", "With told: on which channel.", "CHANNEL")
@at_option
@click.pass_obj
def remedy_command(
    session: Session, id_: str, n: str, state: str, what: str, effort: str, cost: str, inside: bool, channel: str, at: str
) -> None:
    if not (n or channel) or is_first_form(bool(what or effort or cost or inside), bool(n or channel), REMEDY_FORMS):
        act(session, at, lambda tx: propose_remedy(tx, id_, what, effort=effort, cost=cost, inside=inside), number=True)
    else:
        word_of(n, state, ("told",), REMEDY_FORMS)
        act(session, at, lambda tx: tell_remedy(tx, id_, n, channel))


@command("answer", "The customer's answer to a remedy: below, meets or exceeds what they expect.")
@click.argument("id_", metavar="ID")
@click.argument("n", metavar="N")
@click.argument("answer", metavar="below|meets|exceeds")
@text_option("--said", "What they said.")
@at_option
@click.pass_obj
def answer_command(session: Session, id_: str, n: str, answer: str, said: str, at: str) -> None:
    act(session, at, lambda tx: answer_remedy(tx, id_, n, answer, said))


@command("restitution", "Proposes what we owe for their trouble; or moves a line of the ledger on.", RESTITUTION_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[approved|issued|confirmed|declined]")
@text_option("--kind", "credit, refund, waiver, replacement, gift-card, correction or other.", "KIND")
@text_option("--amount", 'How much, as "250 EUR".', "MONEY")
@text_option("--why", "Why.")
@text_option("--due", "By when.", "TIME")
@text_option("--by", 'With a state: who moved it on, as "Ben, by phone".', "WHO")
@at_option
@click.pass_obj
def restitution_command(
    session: Session, id_: str, n: str, state: str, kind: str, amount: str, why: str, due: str, by: str, at: str
) -> None:
    if is_first_form(bool(kind or amount or why or due), bool(n or by), RESTITUTION_FORMS):
        act(session, at, lambda tx: owe(tx, id_, kind, amount, why=why, due=due), number=True)
    else:
        word = word_of(n, state, RESTITUTION_STATES[1:], RESTITUTION_FORMS)
        act(session, at, lambda tx: move_restitution(tx, id_, n, word, by))


@command("affected", "How many are hit inside one customer, and for how many it is put right.")
@click.argument("id_", metavar="ID")
@text_option("--count", "How many are hit.", "N")
@text_option("--corrected", "For how many it is put right.", "M")
@at_option
@click.pass_obj
def affected_command(session: Session, id_: str, count: str, corrected: str, at: str) -> None:
    act(session, at, lambda tx: count_affected(tx, id_, count, corrected))
