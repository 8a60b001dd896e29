"""What stands in the way or must be answered: `blocker`, `unblock`, `dispute`, `public`."""

from __future__ import annotations

import click

from store.actions.house import (
    answer_public,
    clear_blocker,
    dispute,
    mark_public,
    nudge_blocker,
    raise_blocker,
    withdraw_dispute,
)
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command, is_first_form, text_option, word_of
from warroom.session import Session

BLOCKER_FORMS = ("blocker ID --what WHAT [--who WHO]", "blocker ID N asked [--said TEXT]")
CASE_FORM = "blocker ID N --case [--by TIME] [-o FILE]"
DISPUTE_FORMS = ("dispute ID --what WHAT [--by us|them]", "dispute ID withdrawn [--said TEXT]")
PUBLIC_FORMS = ("public ID --where WHERE [--link LINK] [--knows NAMES]", "public ID N answered [--said TEXT]")


@command(
    "blocker",
    "Red tape that stands in the way; or notes that we asked again; or writes the case for priority to hand to a manager.",
    (*BLOCKER_FORMS, CASE_FORM),
)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[asked]")
@text_option("--what", "What stands in the way.")
@text_option("--who", "Who can clear it.", "NAME")
@text_option("--said", "With asked: what they said.")
@click.option("--case", "wants_case", is_flag=True, help="The half-page case for priority, on stdout.")
@text_option("--by", "With --case: by when we need it.", "TIME")
@text_option("-o", "With --case: writes it to this file instead.", "FILE", "path")
@at_option
@click.pass_obj
def blocker_command(
    session: Session,
    /,
    id_: str,
    n: str,
    state: str,
    what: str,
    who: str,
    said: str,
    wants_case: bool,
    by: str,
    path: str,
    at: str,
) -> None:
    if wants_case or by or path:
        if not wants_case or not n or state or what or who or said or at:
            raise BadInput(
                "case", "the case is made for one blocker by its number, and writes nothing down", f"warroom {CASE_FORM}"
            )
        from warroom.commands.case import write_case

        write_case(session, id_, n, by, path)
        return
    if is_first_form(bool(what or who), bool(n or said), BLOCKER_FORMS):
        act(session, at, lambda tx: raise_blocker(tx, id_, what, who), number=True)
    else:
        word_of(n, state, ("asked",), BLOCKER_FORMS)
        act(session, at, lambda tx: nudge_blocker(tx, id_, n, said))


@command("unblock", "A blocker is out of the way.")
@click.argument("id_", metavar="ID")
@click.argument("n", metavar="N")
@text_option("--said", "How it went.")
@at_option
@click.pass_obj
def unblock_command(session: Session, id_: str, n: str, said: str, at: str) -> None:
    act(session, at, lambda tx: clear_blocker(tx, id_, n, said))


@command("dispute", "A claim is disputed, loud until it is withdrawn; or withdraws it.", DISPUTE_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("state", default="", metavar="[withdrawn]")
@text_option("--what", "What is disputed.")
@text_option("--by", "us (as without it) or them.", "WHOM")
@text_option("--said", "With withdrawn: what was said.")
@at_option
@click.pass_obj
def dispute_command(session: Session, id_: str, state: str, what: str, by: str, said: str, at: str) -> None:
    if is_first_form(bool(what or by), bool(state or said), DISPUTE_FORMS):
        act(session, at, lambda tx: dispute(tx, id_, what, by or "us"))
    else:
        word_of(id_, state, ("withdrawn",), DISPUTE_FORMS)
        act(session, at, lambda tx: withdraw_dispute(tx, id_, said))


@command("public", "It is public, with a clock of its own; or notes that we answered there.", PUBLIC_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[answered]")
@text_option("--where", "Where it is public.")
@text_option("--link", "The link.", "LINK")
@text_option("--knows", "Who inside knows of it already.", "NAMES")
@text_option("--said", "With answered: what we wrote.")
@at_option
@click.pass_obj
def public_command(session: Session, id_: str, n: str, state: str, where: str, link: str, knows: str, said: str, at: str) -> None:
    if is_first_form(bool(where or link or knows), bool(n or said), PUBLIC_FORMS):
        act(session, at, lambda tx: mark_public(tx, id_, where, link, knows), number=True)
    else:
        word_of(n, state, ("answered",), PUBLIC_FORMS)
        act(session, at, lambda tx: answer_public(tx, id_, n, said))
