"""`warroom list`: the board as text, in the board's order."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import click

from store.attention import Attention, judge
from store.next_action import NextAction, next_action
from store.replica import Replica, queries
from store.replica.finding import spoken_failure
from store.row import Row
from store.zones import iso_seconds
from warroom.answers import put, put_json
from warroom.board_name import name_in_file
from warroom.command import command
from warroom.rows import row_json, totals_json
from warroom.session import Session


class Judged(NamedTuple):
    """A row with its judgement."""

    row: Row
    attention: Attention
    action: NextAction | None
    repeat: int
    spoken: str


@command("list", "The board as text, in the board's order: open breaks and follow-ups.")
@click.option("--all", "everything", is_flag=True, help="Closed breaks too.")
@click.option("--check", is_flag=True, help="Exit 1 when a contact, an answer or a promise is overdue.")
@click.option("--query", default="", metavar="WORDS", help="Only breaks that have all these words.")
@click.pass_obj
def list_command(session: Session, everything: bool, check: bool, query: str) -> int:
    replica, now = session.replica, session.clock.now()
    if everything:
        replica.catch_up()
    board = replica.cases().board()
    views = ("open", "follow-up", "closed") if everything else ("open", "follow-up")
    judged = [found for view in views for found in in_order(replica, view, now, session, query, board.off_duty)]
    if session.json:
        put_json(
            {
                "board": {"id": replica.board_id, "name": board.name or name_in_file(session.board_file)},
                "now": iso_seconds(now),
                "sync": session.standing.to_json(),
                "totals": totals_json((found.row, found.attention) for found in judged if found.row.view == "open"),
                "breaks": [_json(replica, found) for found in judged],
            }
        )
    else:
        from warroom.commands.board_text import board_lines, print_board

        if sys.stdout.isatty():
            print_board(judged, now, session.zone, board.name or name_in_file(session.board_file))
        else:
            for line in board_lines(judged, now, session.zone):
                put(line)
    return 1 if check and any(_overdue(found.attention) for found in judged) else 0


def in_order(
    replica: Replica, view: str, now: int, session: Session, query: str = "", off_duty: tuple[str, ...] = ()
) -> Iterator[Judged]:
    """The breaks of a view in the board's order, those that have all words of `query`."""
    ranked = [sid for sid, *_ in queries.order(view, now).run(replica.db)]
    words = query.lower().split()
    if words:
        hay = dict(queries.haystacks(view).run(replica.db))
        ranked = [sid for sid in ranked if all(word in hay[sid] for word in words)]
    for start in range(0, len(ranked), 500):
        page = ranked[start : start + 500]
        found = queries.loaded(queries.rows(page).run(replica.db))
        for sid in page:
            row, repeat, spoken = found[sid]
            attention = judge(row, now)
            yield Judged(row, attention, next_action(row, attention, now, session.zone, off_duty), repeat, spoken)


def _json(replica: Replica, found: Judged) -> dict[str, object]:
    failure = spoken_failure(replica.db, found.row.failure)
    return row_json(found.row, found.attention, found.action, found.spoken, failure, found.repeat)


def _overdue(attention: Attention) -> bool:
    return any(need.level == "overdue" for need in attention.needs)
