"""`warroom policy`: the team's policy, listed or set."""

from __future__ import annotations

import click

from store.actions.board import set_policy
from store.errors import BadInput
from store.holiday_dates import known_until, without_dates
from store.policy import SETTINGS, in_force
from warroom.answers import act, put, put_json
from warroom.command import at_option, command
from warroom.session import Session


@command("policy", "The team's policy: lists it; sets values given as cadence.1=1h (an empty one goes back to the default).")
@click.argument("settings", nargs=-1, metavar="[SET…]")
@at_option
@click.pass_obj
def policy_command(session: Session, settings: tuple[str, ...], at: str) -> None:
    if settings:
        act(session, at, lambda tx: set_policy(tx, settings))
    elif at:
        raise BadInput("at", "there is nothing to set", "write key=value, as cadence.1=1h")
    else:
        _list(session)


def _list(session: Session) -> None:
    """Every setting with its value, and whether the team set it."""
    written = dict(session.replica.cases().board().settings)
    values = in_force(written.items())
    defaults = in_force()
    if session.json:
        found = [
            {
                "key": key,
                "value": _shown(key, value),
                "default": defaults[key],
                "set": written.get(key) == value,
                "about": _about(key),
            }
            for key, value in values.items()
        ]
        put_json({"policy": found})
        return
    width = max(map(len, values))
    for key, value in values.items():
        put(
            f"{key.ljust(width)}  {_shown(key, value)}{known_until(value) if key == 'holidays' else ''}"
            + (f"   (set by the team; default: {defaults[key]})" if written.get(key) == value else "")
        )


def _shown(key: str, value: str) -> str:
    """The value as it is typed: countries without the dates that were written behind them."""
    return without_dates(value) if key == "holidays" else value


def _about(key: str) -> str:
    name = key.partition(".")[0]
    return next(setting.about for setting in SETTINGS if setting.name == name)
