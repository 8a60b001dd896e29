"""The command line: what commands there are, and running one. Its module is loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from store.errors import BadInput, NotFound, Refused, StoreError
from store.replica.connection import cannot_write, is_full
from store.text import clean
from warroom.arguments import leading, sort_out
from warroom.session import Session

COMMANDS: dict[str, tuple[str, str]] = {
    "ack": ("owners", "acknowledges a break's alerts, or keeps them quiet for a while"),
    "advise": ("advise", "how long fixes take here, and whether a time would hold"),
    "affected": ("amends", "how many are hit inside one customer, and for how many it is put right"),
    "amend": ("corrections", "corrects fields of an entry"),
    "answer": ("amends", "the customer's answer to a remedy"),
    "blocker": ("house", "red tape that stands in the way"),
    "call": ("call", "the call sheet: what to know and say before ringing"),
    "config": ("config", "what is in force, and where it comes from"),
    "confirm-fix": ("stages", "a second person confirms that it is fixed"),
    "contact": ("contact", "logs a contact with a customer, or an attempt"),
    "customer": ("customers", "a customer's card and people"),
    "customer-merge": ("customers", "joins two customers that are one"),
    "deadline": ("dates", "a date of others that binds us"),
    "debrief": ("notes", "what one person of the staff told of it"),
    "demo": ("demo", "a living sample board in a temporary folder"),
    "dispute": ("house", "a claim is disputed; loud until withdrawn"),
    "doctor": ("doctor", "paths, versions, health of replica, board file and exchange"),
    "duty": ("owners", "comes on duty, or goes off"),
    "edit": ("fields", "changes fields of a break"),
    "explain": ("notes", "the honest explanation of what happened and why"),
    "export": ("export", "writes a letter, a mail, a brief, a review or a hand-over, in any format"),
    "failure": ("failure", "changes what belongs to a failure, or shows it"),
    "followup": ("dates", "a follow-up by mail or by phone"),
    "handover": ("owners", "offers all that one owns to somebody, or takes what was offered"),
    "import": ("imports", "brings data in, and says what it took, what it left, and why"),
    "init": ("init", "makes a board"),
    "keys": ("keys", "the keys of the live board"),
    "late": ("late", "what came in late from teammates who were offline"),
    "lesson": ("notes", "what we learned; found again by search"),
    "lessons": ("lessons", "what we learned from every failure, and what we change"),
    "list": ("list", "the board as text, in the board's order"),
    "log": ("log", "the events, one a line"),
    "merge": ("corrections", "joins two breaks or two failures that are one"),
    "move-entry": ("corrections", "moves an entry to the right customer's break"),
    "note": ("notes", "a note, for us"),
    "open": ("open", "opens a break, or one for each customer of a list"),
    "outcome": ("stages", "how it ended with the customer"),
    "pack": ("pack", "the whole board as one file"),
    "playbooks": ("playbooks", "the playbooks of the board: what is here, what is in force; puts one in force"),
    "policy": ("policy", "the team's policy: lists it, or sets values"),
    "prevent": ("dates", "what we change so that it can't happen again; alone: what is open"),
    "promise": ("promises", "makes a promise"),
    "public": ("house", "it is public, until we answered there"),
    "redact": ("corrections", "blanks the text of an entry, for good"),
    "remedy": ("amends", "proposes how to put it right"),
    "repromise": ("promises", "moves a promise to another date"),
    "restitution": ("amends", "what we owe for their trouble"),
    "retract": ("corrections", "takes back an entry"),
    "search": ("search", "full-text search over everything, closed breaks included"),
    "sent": ("sent", "a letter, follow-up mail, brief, gift's note or review went out; its text is kept"),
    "set": ("fields", "sets any one field"),
    "settle": ("promises", "ends a promise: kept, broken or withdrawn"),
    "show": ("show", "one break, as it stands or as it stood"),
    "stage": ("stages", "moves a break to a stage"),
    "stats": ("stats", "how we do, in figures with their definitions"),
    "step": ("notes", "marks a playbook step as done, or takes that back"),
    "sync": ("sync", "exchanges with the shared board now, or until stopped"),
    "take": ("owners", "makes you the owner"),
    "template": ("template", "checks, shows or copies the templates of letters and reviews"),
    "tidy": ("tidy", "removes what nobody needs from the shared place, after checking"),
    "tone": ("tone", "what in a text would cost us the customer: findings with their places"),
    "told": ("promises", "the customer knows a promise's new date"),
    "unblock": ("house", "red tape is out of the way"),
    "undo": ("corrections", "takes back your last action"),
    "wait": ("stages", "whom the fix waits for"),
}
"""Command → its module in `warroom.commands`, and what it does in a line. A module names each command `<command>_command`."""

APART = frozenset(("config", "demo", "doctor", "init", "keys", "sync", "template", "tidy"))
"""Commands that open no board, or see to the exchange themselves."""
READERS = frozenset(("advise", "call", "export", "late", "lessons", "list", "log", "pack", "search", "show", "stats", "tone"))
ONLY_FOR = {"tone": "for_"}
"""Commands that open a board only when that option names something on it."""
BOTH = frozenset(("customer", "failure", "playbooks", "policy"))
"""Commands that show their subject when nothing else is given."""
SUBJECTS = frozenset(("name", "id_", "toml"))
READING = "show"
"""The word of a command that only reads, whatever else its words do."""
FILES_ONLY = "check"
"""The word of a command that looks at a file, and at no board."""

HELP = "The board for live incidents, seen from the customer's side. Without a command: the live board."
STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""


def run(args: Sequence[str], session: Session | None = None) -> int:
    """Runs a command. Returns the exit code: 0 fine, 1 found something, 2 wrong use or bad input, 3 can't be read or written."""
    session = session or Session()
    try:
        try:
            return _run(args, session)
        finally:
            session.close()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "warroom"
        return complain(2, f"{error.format_message().rstrip('.')}; `{where} --help` tells more")
    except BadInput as error:
        return complain(2, str(error))
    except StoreError as error:
        return complain(3, str(error))
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return complain(STOPPED, "stopped")
    except Exception as error:
        if os.environ.get("WARROOM_DEBUG"):
            raise
        return complain(3, _unforeseen(error))


def _run(args: Sequence[str], session: Session) -> int:
    count = leading(args)
    for name, value in sort_out(args[:count], {}).shared.items():
        setattr(session, name, value)
    word, rest = (args[count], args[count + 1 :]) if count < len(args) else ("--help", [])
    if word == "--version":
        from warroom import __version__

        click.echo(f"warroom {__version__}")
        return 0
    if word == "--help":
        _help()
        return 0
    command = find_command(word)
    if "WARROOM_WAITS" in os.environ:
        from warroom.sharing.where import check_waits

        check_waits()
    with command.make_context(f"warroom {word}", list(rest), obj=session) as context:
        apart = word in APART or context.params.get("word") == FILES_ONLY
        apart = apart or (word in ONLY_FOR and not context.params[ONLY_FOR[word]])
        result = command.invoke(context) if apart else _in_step(command, context, session, word)
    return result if isinstance(result, int) else 0


def _in_step(command: click.Command, context: click.Context, session: Session, word: str) -> Any:
    """Runs a command on a shared board. One that reads takes in before what others wrote; so does one that writes where
    nothing of the board is here yet, or where it is refused as things stand here (`warroom.answers.write`). It gives out what
    it wrote when it has answered. What the folder does is a line on stderr at most."""
    reads = word in READERS or (word in BOTH and not _changes(context))
    if reads or not session.replica.arrivals():
        session.take_in()
    else:
        session.prepare()
    try:
        result = command.invoke(context)
    except (NotFound, Refused):
        if reads:
            raise
        from warroom.answers import look_again

        if not look_again(session):
            raise
        result = command.invoke(context)
    if not reads:
        sys.stdout.flush()
        session.give_out()
    if warning := session.sync_warning:
        complain(0, warning)
    if session.replica.read_only and is_full(session.replica.folder):
        complain(0, str(cannot_write(session.replica.folder)))
    return result


def _changes(context: click.Context) -> bool:
    """Whether more is given than the subject itself."""
    source = click.core.ParameterSource.COMMANDLINE
    return any(
        context.get_parameter_source(name) is source
        for name in context.params
        if name not in SUBJECTS and context.params[name] != READING
    )


def find_command(name: str) -> click.Command:
    """The command of that name. Raises click.UsageError with those that look like it."""
    if name not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, 3)
        raise click.UsageError(f"“{name[:40]}” is no command" + (f" (did you mean {', '.join(near)}?)" if near else ""))
    module = import_module(f"warroom.commands.{COMMANDS[name][0]}")
    found: click.Command = getattr(module, f"{name.replace('-', '_')}_command")
    return found


def _help() -> None:
    from warroom.command import SHARED_HELP

    formatter = click.HelpFormatter()
    formatter.write_usage("warroom", "[--board BOARD] [--as NAME] COMMAND …")
    formatter.write_paragraph()
    formatter.write_text(HELP)
    for title, rows in (("Anywhere", SHARED_HELP), ("Commands", [(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])):
        with formatter.section(title):
            formatter.write_dl(rows)
    click.echo(formatter.getvalue(), nl=False)


def _unforeseen(error: Exception) -> str:
    import sqlite3

    if isinstance(error, OSError):
        return f"{error.filename or 'a file'} can't be read or written: {error.strerror or error}; check the disk and permissions"
    if isinstance(error, sqlite3.Error):
        return f"the replica can't be read or written: {error}; `warroom doctor` looks at it"
    return f"this should not happen ({type(error).__name__}: {error}); `warroom doctor` looks at the replica"


def complain(code: int, text: str) -> int:
    """Says on stderr, in one line, what is wrong. Returns the code."""
    click.echo("warroom: " + clean(" ".join(text.split())), err=True)
    return code
