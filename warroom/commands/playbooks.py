"""`warroom playbooks`: what is built in and what is in force; shows one, checks a file, puts one in force, takes one back."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click

from store.actions.asking import severity_of
from store.actions.playbooks import SEVERITIES, drop_playbook, name_among, use_playbook
from store.errors import BadInput
from warroom.answers import act, put, put_json
from warroom.command import at_option, command
from warroom.session import Session

FORMS = (
    "playbooks",
    "playbooks show NAME [--toml]",
    "playbooks check FILE",
    "playbooks use FILE|NAME [--severity N …] [--add]",
    "playbooks drop NAME",
)
WORDS = ("show", "check", "use", "drop")


@command("playbooks", "The playbooks of the board: lists them, shows one, checks a file, puts one in force, takes one back.", FORMS)
@click.argument("word", default="", metavar="[show|check|use|drop]")
@click.argument("name", default="", metavar="[NAME|FILE]")
@click.option("--severity", "severities", multiple=True, metavar="1-4", help="With use: for these severities only.")
@click.option("--add", is_flag=True, help="With use: it can be chosen for a break, and is in force for no severity.")
@click.option("--toml", is_flag=True, help="With show: its text, to start one of your own from.")
@at_option
@click.pass_obj
def playbooks_command(
    session: Session, word: str, name: str, severities: tuple[str, ...], add: bool, toml: bool, at: str
) -> int | None:
    given = {"--severity": bool(severities), "--add": add, "--toml": toml, "--at": bool(at)}
    allowed = {"use": {"--severity", "--add", "--at"}, "drop": {"--at"}, "show": {"--toml"}}.get(word, set())
    if word and (word not in WORDS or not name):
        raise BadInput(
            "word", "something is missing" if word in WORDS else f"“{word[:40]}” is none of {', '.join(WORDS)}", _forms()
        )
    if extra := [option for option, there in given.items() if there and option not in allowed]:
        raise BadInput("word", f"{extra[0]} does not belong to `playbooks{f' {word}' if word else ''}`", _forms())
    if word == "check":
        return check(session, name)
    if word == "use":
        use(session, name, severities, add, at)
    elif word == "drop":
        act(session, at, lambda tx: drop_playbook(tx, name))
    elif word == "show":
        show(session, name, toml)
    else:
        from warroom.commands.playbooks_text import put_list

        put_list(session)
    return None


def _forms() -> str:
    return " — or ".join(f"warroom {form}" for form in FORMS)


def use(session: Session, named: str, typed: Iterable[str], add: bool, at: str) -> None:
    """Puts the playbook of a file, or one that is here, in force. Raises BadInput."""
    severities = sorted({severity_of(word) for one in typed for word in one.replace(",", " ").split() or [one]})
    if add and severities:
        raise BadInput("severity", "--add and --severity contradict each other", "leave one of them out")
    chosen = () if add else severities or SEVERITIES
    if is_file(named):
        from warroom.playbooks.check import usable_file

        playbook, text = usable_file(os.path.expanduser(named))
        act(session, at, lambda tx: use_playbook(tx, playbook.name, text, chosen))
    else:
        act(session, at, lambda tx: use_playbook(tx, named, "", chosen))


def is_file(named: str) -> bool:
    """Whether a file is meant, and not a playbook of the board: it is written as a path, or ends in `.toml`."""
    return named.lower().endswith(".toml") or "/" in named or os.sep in named


def check(session: Session, path: str) -> int:
    """Says all that is wrong with a file. Returns 1 when something is."""
    from warroom.playbooks.check import check_file

    checked = check_file(os.path.expanduser(path))
    if session.json:
        found = [finding._asdict() for finding in checked.findings]
        put_json({"file": path, "name": checked.playbook.name if checked.playbook else None, "findings": found})
    elif checked.playbook is not None:
        put(f"{path}: nothing is wrong: {checked.playbook.name}, {len(checked.playbook.steps)} steps")
    for finding in checked.findings if not session.json else ():
        put(finding.at(path))
    return 1 if checked.findings else 0


def show(session: Session, typed: str, toml: bool) -> None:
    """One playbook of the board, or its text. Raises BadInput with the names that there are."""
    from store.playbooks.texts import text_of
    from warroom.commands.playbooks_text import put_one
    from warroom.playbooks.on_board import playbooks_of

    board = session.replica.cases().board()
    name = name_among(board.playbooks, typed)
    if not toml:
        put_one(session, next(one for one in playbooks_of(session.replica).listed if one.playbook.name == name))
    elif session.json:
        put_json({"name": name, "toml": text_of(name, board.playbooks)})
    else:
        put((text_of(name, board.playbooks) or "").rstrip("\n"))
