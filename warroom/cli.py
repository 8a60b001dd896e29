"""The command line: one module of `warroom.commands` for each command, loaded when it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from store.errors import BadInput, StoreError
from store.text import clean
from warroom.session import Session

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "a living sample board in a temporary folder"),
    "contact": ("contact", "logs a contact with a customer, or an attempt"),
    "init": ("init", "makes a board"),
    "list": ("list", "the board as text, in the board's order"),
    "open": ("open", "opens a break, or one for each customer of a list"),
    "promise": ("promise", "makes a promise"),
}
"""Command → its module in `warroom.commands`, and what it does in a line. A module names each command `<command>_command`."""


HELP = "The board for live incidents, seen from the customer's side. Without a command: the live board."


def _note(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Keeps a shared option wherever it stood."""

    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value:
            setattr(context.ensure_object(Session), name, value)

    return keep


def _shared_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["_board", "--board"], expose_value=False, callback=_note("board"), help="The board file. [env: WARROOM_BOARD]"
        ),
        click.Option(["_actor", "--as"], expose_value=False, callback=_note("given_actor"), help="Who acts. [env: WARROOM_ACTOR]"),
        click.Option(["_json", "--json"], is_flag=True, expose_value=False, callback=_note("json"), help="Answer in JSON."),
        click.Option(
            ["--offline"], is_flag=True, expose_value=False, callback=_note("offline"), help="Leave the shared board alone."
        ),
    ]


class BoardCommand(click.Command):
    """A command that takes the shared options too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_shared_options()]


class TextCommand(BoardCommand):
    """A command whose free text may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {option for parameter in self.params for option in parameter.opts} | set(ctx.help_option_names)
        args = list(args)
        for index, word in enumerate(args):
            if word == "--":
                break
            if word.startswith("-") and word.partition("=")[0] not in known and not _looks_like_option(word):
                before = args[index - 1] if index else ""
                takes_value = any(before in p.opts and isinstance(p, click.Option) and not p.is_flag for p in self.params)
                if not takes_value:
                    args[index:] = [
                        *[other for other in args[index + 1 :] if other in ("--json", "--offline")],
                        "--",
                        *_texts(args[index:]),
                    ]
                    break
        return super().parse_args(ctx, args)


def _texts(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in ("--json", "--offline")]


def _looks_like_option(word: str) -> bool:
    """Whether a word is a mistyped option rather than text."""
    name = word.removeprefix("--").partition("=")[0]
    return word.startswith("--") and name.replace("-", "").isalpha() and name.islower()


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"warroom.commands.{COMMANDS[cmd_name][0]}")
        found: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


def _group() -> LazyGroup:
    group = LazyGroup("warroom", help=HELP, params=_shared_options())
    group.params.append(click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version))
    return group


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from warroom import __version__

        click.echo(f"warroom {__version__}")
        context.exit(0)


def run(args: Sequence[str], session: Session | None = None) -> int:
    """Runs a command. Returns the exit code: 0 fine, 1 found something, 2 wrong use or bad input, 3 can't be read or written."""
    session = session or Session()
    try:
        result = _group().main(list(args), prog_name="warroom", standalone_mode=False, obj=session)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.ClickException as error:
        _complain(_one_line(error))
        return 2
    except click.Abort:
        _complain("stopped")
        return 2
    except BadInput as error:
        _complain(str(error))
        return 2
    except StoreError as error:
        _complain(str(error))
        return 3
    except BrokenPipeError:
        return 0
    finally:
        session.close()


def _complain(text: str) -> None:
    click.echo("warroom: " + clean(" ".join(text.split())), err=True)


def _one_line(error: click.ClickException) -> str:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"; `{error.ctx.command_path} --help` tells more"
    return error.format_message() + hint
