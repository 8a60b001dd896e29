"""Opening the live board: the replica, the first page from its tables, and then the app."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import BadInput, StoreError
from store.replica import queries
from warroom.arguments import sort_out
from warroom.session import Session
from warroom.sharing.where import check_waits

if TYPE_CHECKING:
    from store.replica import Replica
    from warroom.board_content import Line
    from warroom.listing import LineKey
    from warroom.sharing.worker import LiveExchange
    from widgets.cells import BoardLine

MOST_ROWS = 100
"""Rows of the first page at most, whatever the terminal's height."""


def open_live_board(args: Sequence[str]) -> int:
    """Opens the live board that the arguments name. Returns the exit code: 2 for bad input, 3 for what can't be opened."""
    try:
        session = _session(args)
        check_waits()
        if session.board_path is None:
            return _welcome(session)
        return run_live(session)
    except BadInput as error:
        print(f"warroom: {error}", file=sys.stderr)
        return 2
    except StoreError as error:
        print(f"warroom: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


def _session(args: Sequence[str]) -> Session:
    """The options and the board of `warroom [BOARD]`. Raises BadInput for anything more."""
    session = Session()
    found = sort_out(args, {})
    for name, value in found.shared.items():
        setattr(session, name, value)
    for word in (*found.options, *found.texts[1:]):
        raise BadInput("board", f"{word} means nothing here", "warroom BOARD opens a board; warroom --help lists the commands")
    if found.texts and session.board:
        raise BadInput("board", "two boards are named", "name one")
    session.board = session.board or "".join(found.texts)
    return session


def _welcome(session: Session) -> int:
    """Offers what can be opened, when no board is named."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise BadInput(
            "board", "no board is named", "warroom BOARD opens one; `warroom init FILE` makes one; `warroom demo` shows one"
        )
    from warroom.known_boards import known_boards
    from warroom.welcome import DEMO, WelcomeApp

    chosen = WelcomeApp(list(known_boards(session.places)), session.places, session.clock.now()).run()
    if chosen is None:
        return 0
    if chosen == DEMO:
        from warroom.cli import run

        return run(["demo"])
    session.board = chosen
    return run_live(session)


def run_live(session: Session) -> int:
    """Runs the app on the session's board, and closes everything afterwards, also when start-up fails.

    Raises BadInput where there is no terminal to show it on.
    """
    exchange: LiveExchange | None = None
    try:
        replica, actor = session.replica, session.actor
        if not has_terminal():
            raise BadInput("board", "the live board needs a terminal", "`warroom list` prints the board")
        if session.is_shared:
            session.unlock()
        if session.is_shared and not replica.arrivals():
            session.take_in()
        page = first_page(replica, session.clock.now())
        from warroom.app import WarroomApp
        from warroom.live import Live
        from widgets.pasting import keep_pastes_whole

        live = Live(replica, session.clock, session.zone, actor, session.places, session.config)
        if session.is_shared:
            from warroom.sharing.worker import LiveExchange

            live.exchange = exchange = LiveExchange(session.place, lambda: live.actor)
        app = WarroomApp(live, page)
        keep_pastes_whole()
        # A worker that is replaced or ends before its first step leaves a coroutine that nobody awaits: nothing is lost.
        warnings.filterwarnings("ignore", message="coroutine .* was never awaited", category=RuntimeWarning)
        try:
            app.run(mouse=session.config.get("mouse", True) is not False)
        finally:
            if session.config.get("title", True) is not False:
                print("\x1b]2;\x07", end="", flush=True)  # the alarms' title goes with the board
        return app.return_code or 0
    finally:
        left = exchange.stop() if exchange is not None else None
        session.close()
        if left is not None and left.waiting:
            from warroom.sharing.once import warning

            print(f"warroom: {warning(left)}", file=sys.stderr)


def has_terminal() -> bool:
    """Whether there is a terminal to read keys from and to draw on."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def first_page(replica: Replica, now: int) -> dict[LineKey, Line]:
    """The first lines of the open view, so that the first frame is the board, and the selection starts on its first line."""
    from widgets.cells import BoardLine

    ranked = queries.first_page("open", now, MOST_ROWS).run(replica.db)
    found = queries.loaded(queries.rows([row[0] for row in ranked]).run(replica.db))
    grouped = {failure for (failure,) in queries.grouped_among("open", {one.row.failure for one in found.values()}).run(replica.db)}
    lines: dict[LineKey, Line] = {}
    leads: dict[str, BoardLine] = {}
    for sid, *_ in ranked:
        loaded = found[sid]
        failure = loaded.row.failure
        line = BoardLine(loaded.row.id, loaded.spoken, loaded.row, loaded.repeat, failure in grouped)
        if failure not in grouped:
            lines[sid] = line
        elif failure not in leads:
            lines[failure] = leads[failure] = line
    return lines | _failure_lines(replica, now, leads) if leads else lines


def _failure_lines(replica: Replica, now: int, leads: dict[str, BoardLine]) -> dict[LineKey, Line]:
    """The lines of failures, of which the most urgent breaks are given."""
    from collections import Counter

    from store.replica.failure_lines import flags, standings, standings_of
    from warroom.board_content import failure_line
    from warroom.listing import count_flags

    counted: dict[str, Counter[int]] = {failure: Counter() for failure in leads}
    for failure, flag, count in flags("open", now, leads).run(replica.db):
        counted[failure][flag] = count
    found = standings_of(standings("open", leads).run(replica.db))
    return {id_: failure_line(id_, found[id_], count_flags(counted[id_]), lead) for id_, lead in leads.items() if id_ in found}
