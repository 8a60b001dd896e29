"""Words on a break: `note`, `explain`, `lesson`, `debrief`, and playbook steps: `step`."""

from __future__ import annotations

import click

from store.actions.asking import choice
from store.actions.house import debrief, explain, learn, mark_step, note
from warroom.answers import act
from warroom.command import at_option, command, text_option
from warroom.session import Session


@command("note", "A note: for us, never for the customer.")
@click.argument("id_", metavar="ID")
@click.argument("text", metavar="TEXT")
@at_option
@click.pass_obj
def note_command(session: Session, id_: str, text: str, at: str) -> None:
    act(session, at, lambda tx: note(tx, id_, text))


@command("explain", "The honest explanation of what happened and why, for all customers of the failure.")
@click.argument("id_", metavar="ID")
@click.argument("text", metavar="TEXT")
@at_option
@click.pass_obj
def explain_command(session: Session, id_: str, text: str, at: str) -> None:
    act(session, at, lambda tx: explain(tx, id_, text))


@command("lesson", "What we learned; it belongs to the failure, and search finds it again.")
@click.argument("id_", metavar="ID")
@click.argument("text", metavar="TEXT")
@at_option
@click.pass_obj
def lesson_command(session: Session, id_: str, text: str, at: str) -> None:
    act(session, at, lambda tx: learn(tx, id_, text))


@command("debrief", "What one person of the staff told of it, without blame.")
@click.argument("id_", metavar="ID")
@text_option("--who", "Who told it.", "NAME")
@text_option("--said", "What they told.")
@at_option
@click.pass_obj
def debrief_command(session: Session, id_: str, who: str, said: str, at: str) -> None:
    act(session, at, lambda tx: debrief(tx, id_, who, said))


@command("step", "Marks a playbook step as done, or takes that back.")
@click.argument("id_", metavar="ID")
@click.argument("step", metavar="STEP")
@click.argument("state", metavar="done|undone")
@text_option("--reason", "Why.")
@at_option
@click.pass_obj
def step_command(session: Session, id_: str, step: str, state: str, reason: str, at: str) -> None:
    done = choice(state, ("done", "undone"), "state") == "done"
    act(session, at, lambda tx: mark_step(tx, id_, step, done, reason))
