"""What all commands are made of: shared options anywhere, free text that may begin with a dash, `--at`, two forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
from click.core import ParameterSource

from store.errors import BadInput
from warroom.arguments import sort_out
from warroom.session import Session

SHARED_HELP = (
    ("--board BOARD", "The board file. [env: WARROOM_BOARD]"),
    ("--as NAME", "Who acts. [env: WARROOM_ACTOR]"),
    ("--json", "Answer in JSON."),
    ("--offline", "Leave the shared board alone."),
    ("--remember", "Keep an encrypted board's key here."),
)


def _show_help(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(context.get_help())
        context.exit(0)


_HELP = click.Option(["--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help, help="Show this and leave.")


class BoardCommand(click.Command):
    """A command that takes the shared options anywhere, and texts that begin with a dash."""

    forms: tuple[str, ...] = ()
    """How it is written, of a command that has more than one form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_help_option = False  # ours asks for no translations, which would be loaded each time
        self.params.append(_HELP)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: isinstance(parameter, click.Option) and not parameter.is_flag
            for parameter in self.params
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        found = sort_out(args, takes_value)
        self._refuse_contradictions(found.options, takes_value)
        session = ctx.ensure_object(Session)
        for name, value in found.shared.items():
            setattr(session, name, value)
        rest = super().parse_args(ctx, [*found.options, "--", *found.texts])
        self._refuse_empty(ctx)
        return rest

    def _refuse_contradictions(self, options: Sequence[str], takes_value: Mapping[str, bool]) -> None:
        """Raises BadInput where both flags of a pair were given: the last one would win."""
        given: set[str] = set()
        ahead = iter(options)
        for word in ahead:
            given.add(word)
            if takes_value.get(word):
                next(ahead, None)
        for parameter in self.params:
            one = next((name for name in parameter.opts if name in given), "")
            other = next((name for name in parameter.secondary_opts if name in given), "")
            if one and other:
                raise BadInput(parameter.name or "", f"{one} and {other} contradict each other", "leave one of them out")

    def _refuse_empty(self, ctx: click.Context) -> None:
        """Raises BadInput for a time, an id or a word that may be left out and was given as nothing, so that `undo ""` does
        not take back something else. Options whose default is None are let through: nothing clears a field there."""
        for parameter in self.params:
            key, is_word = parameter.name or "", isinstance(parameter, click.Argument)
            if parameter.default != "" or ctx.params.get(key) != "" or not (is_word or parameter.metavar in ("TIME", "F")):
                continue
            if ctx.get_parameter_source(key) is ParameterSource.COMMANDLINE:
                name = (parameter.metavar or "").strip("[]") if is_word else parameter.opts[-1]
                raise BadInput(key, f"{name} is empty", "give it a value, or leave it out")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self.forms:
            super().format_usage(ctx, formatter)
        for form in self.forms:
            formatter.write_usage("warroom", form)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Anywhere"):
            formatter.write_dl(SHARED_HELP)


def command(name: str, about: str, forms: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], BoardCommand]:
    """Makes a function a command of that name, with its forms when it has more than one."""

    def made(function: Callable[..., Any]) -> BoardCommand:
        found = click.command(name, cls=BoardCommand, help=about)(function)
        found.forms = forms
        return found

    return made


at_option = click.option("--at", default="", metavar="TIME", help="When it happened, as 20m or 14:30; now without it.")
"""Back-dates; on every command that writes."""


def text_option(name: str, about: str, metavar: str = "TEXT", parameter: str = "") -> Callable[[Any], Any]:
    """An option with a text, empty when it is not given."""
    return click.option(*((f"{parameter}",) if parameter else ()), name, default="", metavar=metavar, help=about)


def is_first_form(first: bool, second: bool, forms: tuple[str, str]) -> bool:
    """Of a command of two forms: whether the first is meant. Raises BadInput, naming both, for a mixture and for neither."""
    if first == second:
        raise _both(forms, "that is a mixture of two forms" if first else "something is missing")
    return first


def word_of(n: str, word: str, allowed: Sequence[str], forms: tuple[str, str]) -> str:
    """What the second form says of entry `n`. Raises BadInput, naming both forms when one of the two words is missing."""
    if not n or not word:
        raise _both(forms, "something is missing")
    from store.actions.asking import choice

    return choice(word, allowed, "state")


def _both(forms: tuple[str, str], what: str) -> BadInput:
    return BadInput("form", what, f"warroom {forms[0]} — or warroom {forms[1]}")
