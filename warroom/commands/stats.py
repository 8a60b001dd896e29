"""`warroom stats`: how we do, in figures with their definitions."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from store.errors import BadInput
from store.replica import Replica
from store.replica.finding import spoken_break
from store.text import one_line
from store.when import day_and_time, parse_when
from store.zones import find_zone, iso_seconds
from warroom.answers import put, put_json
from warroom.command import command, text_option
from warroom.session import Session
from warroom.statistics.asked import Answer, Asked, asked_of
from warroom.statistics.export import case_json, table_csv, table_json
from warroom.statistics.figure import Figure
from warroom.statistics.figures import FIGURES, figure_named
from warroom.statistics.rests_on import RestsOn, cases_of
from warroom.statistics.summing import GROUPINGS, TIMES
from warroom.statistics.wording import basis_text, value_text

MOST_GROUPS = 12
MOST_CASES = 40
_TITLE = max(len(figure.title) for figure in FIGURES) + 2


@command("stats", "How we do: contact, promises, times, amends, repeats; all figures, or those named.")
@click.argument("names", metavar="[FIGURE…]", nargs=-1)
@text_option("--since", "Only what has its date from then on, as 30d, 1 nov or 2026-11-01.", "TIME")
@text_option("--until", "Only what has its date before then.", "TIME")
@text_option("--by", f"Groups: {', '.join((*GROUPINGS, *TIMES))}.", "GROUP")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV; lengths in seconds.")
@click.option("--explain", is_flag=True, help="The definitions; of one named figure also the cases that it rests on.")
@click.pass_obj
def stats_command(session: Session, names: tuple[str, ...], since: str, until: str, by: str, as_csv: bool, explain: bool) -> None:
    if as_csv and (session.json or explain):
        raise BadInput("csv", "--csv stands alone", "leave out --json and --explain")
    figures = tuple(dict.fromkeys(figure_named(name) for name in names)) or FIGURES
    if explain and not names:
        _definitions(session)
        return
    now = session.clock.now()
    asked = Asked(_time(session, since, "since", now), _time(session, until, "until", now), by.strip().lower().replace("-", ""))
    if asked.since is not None and asked.until is not None and asked.since >= asked.until:
        raise BadInput("until", "the period ends before it begins", "give a later --until, or an earlier --since")
    found, breaks, zone = _answers(session, figures, asked, now)
    if as_csv:
        print(table_csv((one.figure, one.made, one.groups) for one in found), end="")
    elif session.json:
        told = table_json(
            [(one.figure, one.made, one.groups) for one in found], now, asked.since, asked.until, asked.by, breaks, zone
        )
        if explain:
            for one, figure in zip(found, told["figures"], strict=True):
                figure |= definition_json(one.figure)
                figure["cases"] = [_case_json(session, one.figure, case) for case in cases_of(one.seen)]
        put_json(told)
    elif explain:
        _explain(session, found, now)
    else:
        _show(found, bool(names))


def _time(session: Session, typed: str, field: str, now: int) -> int | None:
    return parse_when(typed, now, session.zone, behind=True, field=field) if typed else None


def _answers(session: Session, figures: Sequence[Figure], asked: Asked, now: int) -> tuple[tuple[Answer, ...], int, str]:
    """The figures, how many breaks there are, and the name of the team's zone. Raises BadInput."""
    from store.replica.measured import Measuring, keep_up
    from warroom.progress import progress_line
    from warroom.statistics.summing import groups_by

    replica: Replica = session.replica
    policy = replica.cases().policy()
    zone = find_zone(policy.hours.zone) or find_zone("UTC")
    if asked.by:
        groups_by(asked.by, zone, policy.owner_statistics)
    keep_up(replica, progress_line("measuring breaks", after=0.5))
    measures = list(Measuring(replica.db, replica.board_id).all())
    return asked_of(figures, measures, now, asked, zone, policy.owner_statistics), len(measures), policy.hours.zone


def _show(found: Sequence[Answer], named: bool) -> None:
    """The figures for people; those that rest on nothing are only named."""
    empty = [one for one in found if not (one.made.n or one.made.open or one.made.without)]
    topic = ""
    for one in found:
        if one in empty and not named:
            continue
        if one.figure.topic != topic and sys.stdout.isatty():
            put(("" if not topic else "\n") + one.figure.topic)
        topic = one.figure.topic
        put(f"{one.figure.title:<{_TITLE}}{value_text(one.figure, one.made)}   ({basis_text(one.figure, one.made)})")
        for group, made in list(one.groups.items())[:MOST_GROUPS]:
            put(f"  {one_line(group, _TITLE - 4):<{_TITLE - 2}}{value_text(one.figure, made)}   ({basis_text(one.figure, made)})")
        if (more := len(one.groups) - MOST_GROUPS) > 0:
            put(f"  and {more:,} more; --json and --csv have all")
    if empty and not named:
        put("Nothing to count yet: " + ", ".join(one.figure.name for one in empty))


def definition_lines(figure: Figure) -> tuple[str, ...]:
    """A figure's definition, for reading."""
    return (
        f"{figure.name}: {figure.title}",
        f"  {figure.definition.strip()}",
        f"  It counts in the period of {figure.dated}.",
    )


def _definitions(session: Session) -> None:
    if session.json:
        put_json({"figures": [definition_json(figure) for figure in FIGURES]})
        return
    for figure in FIGURES:
        for line in definition_lines(figure):
            put(line)


def definition_json(figure: Figure) -> dict[str, object]:
    """A figure's definition."""
    return {
        "name": figure.name,
        "title": figure.title,
        "topic": figure.topic,
        "kind": figure.kind,
        "definition": figure.definition.strip(),
        "dated": figure.dated,
        "practices": list(figure.practices),
    }


def _explain(session: Session, found: Sequence[Answer], now: int) -> None:
    db, zone = session.replica.db, session.zone
    for one in found:
        for line in definition_lines(one.figure):
            put(line)
        put(f"  {value_text(one.figure, one.made)}   ({basis_text(one.figure, one.made)})")
        cases = cases_of(one.seen)
        for case in cases[:MOST_CASES]:
            entry = f" {case.entry}" if case.entry else ""
            when = day_and_time(case.at, now, zone)
            about = (f"  {spoken_break(db, case.id)}{entry}", one_line(case.customer, 40), f"sev {case.severity}", when)
            put("\t".join((*about, one_line(case.says))))
        if len(cases) > MOST_CASES:
            put(f"  and {len(cases) - MOST_CASES:,} more; --json has all")


def _case_json(session: Session, figure: Figure, case: RestsOn) -> dict[str, object]:
    return {
        "id": spoken_break(session.replica.db, case.id),
        "full_id": case.id,
        "customer": case.customer,
        "severity": case.severity,
        "at": iso_seconds(case.at),
        "entry": case.entry or None,
        "says": case.says,
        **case_json(figure, case),
        "state": case.state or "counted",
    }
