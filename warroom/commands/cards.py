"""What `customer` and `failure` show when they are given nothing to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.errors import NotFound
from store.fold.customer import PERSON_FIELDS
from store.holiday_dates import known_until, without_dates
from store.ids import is_failure_id
from store.money import Money
from store.replica import Replica, queries
from store.replica.finding import find_break, find_failure, spoken_failure
from store.row import Row
from store.state import Customer, Failure
from store.when import understood
from store.zones import find_zone, iso_seconds
from warroom.answers import put, put_json
from warroom.session import Session


def show_customer(session: Session, name: str) -> None:
    """A customer's card, people and breaks. Raises NotFound when nothing is known of them."""
    from warroom.customer_view.content import view_of

    replica = session.replica
    view = view_of(replica.db, replica.cases(), name)
    customer = view.card
    if not customer.name and not view.breaks:
        raise NotFound("name", f"no customer {name.strip()[:80]} is here", "a field makes their card, as --zone Europe/London")
    if session.json:
        from warroom.customer_view.as_json import customer_json

        card = {"customer": view.name, **_card_json(customer), "breaks": [found.spoken for found in view.breaks]}
        put_json({**card, **customer_json(view, session.clock.now())})
        return
    from warroom.customer_view.as_text import customer_text

    put(view.name)
    for line in _card_lines(session, customer):
        put(f"  {line}")
    for line in customer_text(view, session.clock.now(), session.zone):
        put(line)


def show_failure(session: Session, typed: str) -> None:
    """What belongs to a failure, and its breaks. Raises NotFound, Ambiguous."""
    replica = session.replica
    cases = replica.cases()
    id_ = find_failure(replica.db, typed) if is_failure_id(typed) else cases.case(find_break(replica.db, typed)).failure.id
    failure = cases.failure(id_)
    breaks = _breaks(replica, queries.of_failure(id_))
    if session.json:
        put_json({**_failure_json(replica, failure), "breaks": [found.spoken for found in breaks]})
        return
    put(f"{spoken_failure(replica.db, id_)}  {failure.what}")
    for name in ("category", "cause"):
        if value := getattr(failure, name):
            put(f"  {name}: {value}")
    put(f"  fault: {failure.fault}")
    if failure.fixed_by is not None:
        put(f"  fix expected: {understood(failure.fixed_by, session.clock.now(), session.zone)}")
    if failure.explanation:
        put(f"  explanation: {failure.explanation}")
    for lesson in failure.lessons:
        put(f"  lesson: {lesson.text}")
    _put_breaks(breaks, lambda row: row.customer)


def _breaks(replica: Replica, query: queries.Query) -> list[queries.Loaded]:
    return list(queries.loaded(query.run(replica.db)).values())


def _put_breaks(breaks: list[queries.Loaded], about: Callable[[Row], str]) -> None:
    for row, _, spoken in breaks:
        put(f"  {spoken}  sev {row.severity}  {row.stage}  {about(row)}")


def _card_lines(session: Session, customer: Customer) -> list[str]:
    now = session.clock.now()
    fields = {
        "zone": customer.zone,
        "hours": customer.hours,
        "holidays": without_dates(customer.holidays) + known_until(customer.holidays),
        "cadence": customer.cadence,
        "channel": customer.channel,
        "worth": str(customer.value) if isinstance(customer.value, Money) else "",
        "do not contact": customer.do_not_contact,
    }
    found = [f"{name}: {value}" for name, value in fields.items() if value]
    if customer.voice_only:
        found.append("only a call counts as a contact")
    if customer.silence_until is not None and customer.silence_until > now:
        until = understood(customer.silence_until, now, session.zone, find_zone(customer.zone))
        found.append(f"silence until {until}" + (f": {customer.silence_why}" if customer.silence_why else ""))
    for person in customer.people:
        details = [f"{name.replace('_', ' ')} {value}" for name in PERSON_FIELDS if (value := getattr(person, name))]
        found.append(", ".join((person.name, *details)))
    return found


def _card_json(customer: Customer) -> dict[str, Any]:
    return {
        "zone": customer.zone or None,
        "hours": customer.hours or None,
        "holidays": without_dates(customer.holidays) or None,
        "cadence": customer.cadence or None,
        "channel": customer.channel or None,
        "value": customer.value.to_json() if isinstance(customer.value, Money) else None,
        "voice_only": customer.voice_only,
        "do_not_contact": customer.do_not_contact or None,
        "silence_until": iso_seconds(customer.silence_until),
        "silence_why": customer.silence_why or None,
        "people": [
            {"name": person.name, **{name: getattr(person, name) or None for name in PERSON_FIELDS}} for person in customer.people
        ],
    }


def _failure_json(replica: Replica, failure: Failure) -> dict[str, Any]:
    return {
        "id": spoken_failure(replica.db, failure.id),
        "full_id": failure.id,
        "what": failure.what,
        "category": failure.category or None,
        "cause": failure.cause or None,
        "fault": failure.fault,
        "fixed_by": iso_seconds(failure.fixed_by),
        "opened_at": iso_seconds(failure.opened_at),
        "explanation": failure.explanation or None,
        "lessons": [{"text": lesson.text, "by": lesson.actor, "at": iso_seconds(lesson.at)} for lesson in failure.lessons],
    }
