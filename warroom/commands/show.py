"""`warroom show`: one break, as it stands now or as it was known at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import click

from store.attention import Attention, judge
from store.errors import BadInput
from store.events import Event
from store.learned import Repeat, find_repeats
from store.next_action import NextAction, next_action
from store.replica import queries
from store.replica.around import Around, apologies_to, supplier_records, suppliers_of
from store.replica.cases import Case
from store.replica.finding import find_break, spoken_break, spoken_event, spoken_failure
from store.row import Row
from store.timeline import Entry, whole_timeline
from store.when import day_and_time, understood
from store.zones import Zone
from warroom.answers import put, put_json
from warroom.command import command, text_option
from warroom.session import Session


class Shown(NamedTuple):
    """A break with all that is shown of it, at one time."""

    case: Case
    row: Row
    attention: Attention
    action: NextAction | None
    repeat: int
    spoken: str
    failure: str
    """Spoken id of the failure."""
    others: int
    """How many other customers the failure hit."""
    links: tuple[Repeat, ...]
    """Other breaks of the same cause."""
    entries: tuple[tuple[str, Entry], ...]
    """The timeline: (spoken name of the event, entry)."""
    now: int
    zone: Zone
    around: Around = Around()
    """How often this customer was apologised to, how the suppliers kept their dates."""

    def time(self, at: int | None) -> str:
        """A time for reading, with its day when that is another one; empty for None."""
        return "" if at is None else day_and_time(at, self.now, self.zone)


@command("show", "One break: facts, promises against what became of them, contacts and their gaps, what we owe, timeline.")
@click.argument("id_", metavar="ID")
@click.option("--timeline", "only_timeline", is_flag=True, help="The whole timeline only, with the names of its entries.")
@text_option("--at", "As it was known then, as 2h or 14:30.", "TIME")
@click.pass_obj
def show_command(session: Session, id_: str, only_timeline: bool, at: str) -> None:
    shown = look_at(session, id_, at)
    if session.json:
        from warroom.commands.show_json import break_json

        put_json({**break_json(shown, bool(at), _seen_by(session)), "sync": session.standing.to_json()})
        return
    from warroom.commands.show_text import page, print_page, timeline_section

    seen_by = _seen_by(session)
    sections = [timeline_section(shown, seen_by=seen_by)] if only_timeline else page(shown, seen_by)
    if sys.stdout.isatty():
        print_page(sections)
    else:
        put("\n\n".join("\n".join(section.lines) for section in sections))


def _seen_by(session: Session) -> Callable[[Event], list[int] | None]:
    """Tells of a decision how many of the people here have it, and how many are here; nothing where nobody else is."""
    replica = session.replica
    if replica.db.execute("SELECT 1 FROM peers LIMIT 1").fetchone() is None:
        return lambda event: None
    from store.sync.presence import Presence
    from warroom.detail.team import seen_by

    presence = Presence(replica.db, replica.id, session.actor, session.clock.now())

    def seen(event: Event) -> list[int] | None:
        found = seen_by(presence, event)
        return None if found is None else list(found)

    return seen


def look_at(session: Session, typed: str, at: str = "") -> Shown:
    """Everything about a break, now or at a time. Raises NotFound, Ambiguous, and BadInput when it was not known then."""
    replica, zone = session.replica, session.zone
    moment = session.instant(at)
    now = session.clock.now() if moment is None else moment
    cases = replica.cases(until=moment)
    id_ = cases.stands_for(find_break(replica.db, typed, follow=False))
    case, spoken = cases.case(id_), spoken_break(replica.db, id_)
    if not case.brk.customer:
        opened = min(event.recorded_at for event in replica.cases().events(f"break:{id_}"))
        when = understood(now, session.clock.now(), zone)
        hint = f"it came on it {understood(opened, session.clock.now(), zone)}"
        raise BadInput("at", f"{spoken} was not on the board yet {when}", hint)
    row = case.row
    attention = judge(row, now)
    hit = replica.db.execute("SELECT count(*) FROM break_rows WHERE failure = ?", (case.failure.id,)).fetchone()[0]
    found = queries.loaded(queries.of_break(id_).run(replica.db)).values()
    if moment is None:
        row = next((row._replace(calling=one.row.calling, calling_since=one.row.calling_since) for one in found), row)
        attention = judge(row, now)
    names = suppliers_of(case)
    subjects = [cases.events(subject) for subject in cases.subjects_of(case)]
    return Shown(
        case,
        row,
        attention,
        next_action(row, attention, now, zone, case.board.off_duty),
        max((loaded.repeat for loaded in found), default=0),
        spoken,
        spoken_failure(replica.db, case.failure.id),
        max(0, hit - 1),
        find_repeats(replica.db, case.failure.cause, case.failure.id, case.customer.key, case.brk.opened_at),
        tuple(
            (spoken_event(replica.db, entry.event.replica, entry.event.number), entry)
            for entry in whole_timeline(subjects, zone, now)
        ),
        now,
        zone,
        Around(apologies_to(replica.db, cases, case), supplier_records(replica.db, cases, names) if names else ()),
    )
