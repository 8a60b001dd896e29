"""Dates to keep in view: `deadline`, `followup`, `prevent`. Each makes one, or (with its number) ends one."""

from __future__ import annotations

import click

from store.actions.dates import (
    chase_deadline,
    do_followup,
    do_prevention,
    end_deadline,
    plan_followup,
    plan_prevention,
    set_deadline,
)
from store.errors import BadInput
from warroom.answers import act
from warroom.command import at_option, command, is_first_form, text_option, word_of
from warroom.session import Session

DEADLINE_FORMS = (
    "deadline ID --of supplier|customer|contract|law --who WHO --what WHAT --by TIME",
    "deadline ID N met|slipped|chased [--to TIME]",
)
FOLLOWUP_FORMS = ("followup ID --channel mail|call --due TIME", "followup ID N done [--said TEXT]")
PREVENT_FORMS = ("prevent ID --what WHAT --owner WHO --due TIME", "prevent ID N done [--said TEXT]")


@command("deadline", "Notes a date of others that binds us; or that it was met, slipped, or that we chased it.", DEADLINE_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[met|slipped|chased]")
@text_option("--of", "supplier, customer, contract or law.", "WHOSE")
@text_option("--who", "Who exactly.", "NAME")
@text_option("--what", "What is due.")
@text_option("--by", "By when.", "TIME")
@text_option("--to", "With slipped: the new date.", "TIME")
@text_option("--reason", "With slipped: why.")
@text_option("--said", "With chased: what they said.")
@at_option
@click.pass_obj
def deadline_command(
    session: Session,
    /,
    id_: str,
    n: str,
    state: str,
    of: str,
    who: str,
    what: str,
    by: str,
    at: str,
    to: str,
    reason: str,
    said: str,
) -> None:
    if is_first_form(bool(of or who or what or by), bool(n or to or reason or said), DEADLINE_FORMS):
        act(session, at, lambda tx: set_deadline(tx, id_, of, what, by, who), number=True)
        return
    word = word_of(n, state, ("met", "slipped", "chased"), DEADLINE_FORMS)
    if (to or reason) and word != "slipped":
        raise BadInput("to", "a new date and its reason go with slipped", f"warroom {DEADLINE_FORMS[1]}")
    if said and word != "chased":
        raise BadInput("said", "what they said goes with chased", f"warroom {DEADLINE_FORMS[1]}")
    if word == "chased":
        act(session, at, lambda tx: chase_deadline(tx, id_, n, said))
    else:
        act(session, at, lambda tx: end_deadline(tx, id_, n, word == "met", to, reason))


@command("followup", "Plans a follow-up by mail or by phone; or notes that it was done.", FOLLOWUP_FORMS)
@click.argument("id_", metavar="ID")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[done]")
@text_option("--channel", "mail or call.", "CHANNEL")
@text_option("--due", "By when.", "TIME")
@text_option("--said", "With done: what was said.")
@at_option
@click.pass_obj
def followup_command(session: Session, id_: str, n: str, state: str, channel: str, due: str, said: str, at: str) -> None:
    if is_first_form(bool(channel or due), bool(n or said), FOLLOWUP_FORMS):
        act(session, at, lambda tx: plan_followup(tx, id_, channel, due), number=True)
    else:
        word_of(n, state, ("done",), FOLLOWUP_FORMS)
        act(session, at, lambda tx: do_followup(tx, id_, n, said))


@command(
    "prevent",
    "Plans what we change so that it can't happen again; or notes that it was done. Alone: what is open, closed breaks included.",
    ("prevent", *PREVENT_FORMS),
)
@click.argument("id_", default="", metavar="[ID]")
@click.argument("n", default="", metavar="[N]")
@click.argument("state", default="", metavar="[done]")
@text_option("--what", "What we change.")
@text_option("--owner", "Who does it.", "NAME")
@text_option("--due", "By when.", "TIME")
@text_option("--said", "With done: what was done.")
@at_option
@click.pass_obj
def prevent_command(session: Session, id_: str, n: str, state: str, what: str, owner: str, due: str, said: str, at: str) -> None:
    if not (id_ or what or owner or due or said):
        from warroom.commands.lessons import list_prevention

        list_prevention(session)
        return
    if not id_:
        raise BadInput("id", "ID is missing", f"warroom {PREVENT_FORMS[0]}")
    if is_first_form(bool(what or owner or due), bool(n or said), PREVENT_FORMS):
        act(session, at, lambda tx: plan_prevention(tx, id_, what, owner, due), number=True)
    else:
        word_of(n, state, ("done",), PREVENT_FORMS)
        act(session, at, lambda tx: do_prevention(tx, id_, n, said))
