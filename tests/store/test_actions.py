"""Every action: a good call is written as the format has it, a bad one is refused at its field and writes nothing."""

from __future__ import annotations

import importlib
import pkgutil
from functools import partial
from typing import Any

import pytest

from store import actions
from store.clock import HOUR, ManualClock
from store.errors import BadInput
from store.events import Event, to_json
from store.ids import canonical
from store.replica import Replica
from store.replica.log import events_since
from store.validate import read_event
from tests.store.deeds import DEEDS, Deed, given, prepare
from tests.store.desk import Desk
from tests.store.test_ids import plant
from tests.store.test_text import FORBIDDEN, HOSTILE, strings

IDS = ("typed_id", "typed_ids")
LONG = "x" * 100_000
every_deed = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A fresh desk."""
    return Desk(replica, clock)


def do(desk: Desk, deed: Deed, changed: dict[str, Any] | None = None, at: int | None = None) -> list[Event]:
    """Does a deed with some arguments changed. Returns what it added."""
    before = desk.size
    desk.do(partial(deed.action, **given({**deed.good, **(changed or {})}, desk)), at=at)
    return list(events_since(desk.replica.db, before))


def check_written(events: list[Event]) -> None:
    """They are in the format, and clean."""
    assert events
    for event in events:
        assert read_event(canonical(to_json(event))) == event
        for text in strings([event.actor, event.body]):
            assert not FORBIDDEN & set(text), repr(text)
    assert len({event.action for event in events}) == 1


def test_the_table_has_every_action() -> None:
    """An action is a public function of `store.actions` whose first parameter is a transaction."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        members = vars(importlib.import_module(f"store.actions.{module.name}"))
        for name, value in members.items():
            own = getattr(value, "__module__", "") == f"store.actions.{module.name}"
            names = getattr(getattr(value, "__code__", None), "co_varnames", ("",))
            if own and not name.startswith("_") and names[:1] == ("tx",) and module.name not in ("asking", "amended"):
                found.add(f"{module.name}.{name}")
    tested = {deed.name for deed in DEEDS}
    elsewhere = {
        "board.accept_handover",
        "board.close_offers",
        "closing.close",
        "conflicts.settle_conflict",
        "contacts.contact_warnings",
        "corrections.undo_as_named",
        "corrections.what_undo_takes_back",
        "dates.deadline_of",
        "dates.plan_followups",
        "fields.set_failure_fields",
        "playbooks.playbook_name_of",
    }
    assert found - tested == elsewhere


@every_deed
def test_a_good_call_is_written_in_the_format(deed: Deed, desk: Desk) -> None:
    prepare(deed, desk)
    check_written(do(desk, deed))
    assert desk.replica.behind == 0


@every_deed
def test_what_is_back_dated_happened_then(deed: Deed, desk: Desk) -> None:
    prepare(deed, desk)
    at = desk.clock.now() - HOUR // 2
    events = do(desk, deed, at=at)
    moved = [event for event in events if event.kind == "moved_in"]
    assert {event.happened_at for event in events if event not in moved} == {at}
    assert {event.recorded_at for event in events} == {desk.clock.now()}


@every_deed
def test_what_has_not_happened_yet_is_refused(deed: Deed, desk: Desk) -> None:
    prepare(deed, desk)
    for ahead in (2 * HOUR, 10 * 365 * 24 * HOUR):
        desk.refuses("at", partial(deed.action, **given(deed.good, desk)), at=desk.clock.now() + ahead)


@every_deed
@pytest.mark.parametrize("actor", ["", " ", "\x00\u202e"])
def test_nobody_acts_for_nobody(deed: Deed, actor: str, desk: Desk) -> None:
    prepare(deed, desk)
    desk.refuses("as", partial(deed.action, **given(deed.good, desk)), actor=actor)


@every_deed
def test_a_hostile_actor_is_cleaned(deed: Deed, desk: Desk) -> None:
    if deed.action.__name__ in ("undo", "end_call"):
        pytest.skip("only the one who did it undoes it")
    prepare(deed, desk)
    before = desk.size
    desk.do(partial(deed.action, **given(deed.good, desk)), actor=HOSTILE + LONG)
    check_written(list(events_since(desk.replica.db, before)))


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if set(deed.good) & set(IDS)], ids=lambda deed: deed.name)
def test_an_id_that_is_unknown_unclear_or_none(deed: Deed, desk: Desk) -> None:
    prepare(deed, desk)
    name = next(name for name in IDS if name in deed.good)
    twin = desk.acme[:6] + ("0" if desk.acme[6] != "0" else "1") + desk.acme[7:]
    plant(desk.replica, 999, twin)
    failure = "F-" + desk.case().failure.id
    for typed in ("ZZZZZ", "", "%", HOSTILE, LONG, desk.acme[:5], failure):
        if typed == "" and deed.action.__name__ == "undo":
            continue
        arguments = given({**deed.good, name: [typed] if name == "typed_ids" else typed}, desk)
        desk.refuses("id", partial(deed.action, **arguments))


BAD = [pytest.param(deed, bad, id=f"{deed.name} {bad[0]}={str(bad[1])[:20]!r}") for deed in DEEDS for bad in deed.bad]
TEXTS = [pytest.param(deed, text, id=f"{deed.name} {text}") for deed in DEEDS for text in deed.texts]


@pytest.mark.parametrize(("deed", "bad"), BAD)
def test_what_cannot_be_taken_is_refused_at_its_field(deed: Deed, bad: tuple[str, Any, str], desk: Desk) -> None:
    prepare(deed, desk)
    parameter, value, field = bad
    desk.refuses(field, partial(deed.action, **given({**deed.good, parameter: value}, desk)))


@pytest.mark.parametrize(("deed", "parameter"), TEXTS)
def test_hostile_text_is_cleaned_and_endless_text_is_refused(deed: Deed, parameter: str, desk: Desk) -> None:
    prepare(deed, desk)
    arguments = given({**deed.good, parameter: LONG}, desk)
    desk.refuses(parameter.rstrip("_"), partial(deed.action, **arguments))
    events = do(desk, deed, {parameter: HOSTILE})
    check_written(events)
    assert any("evil" in text for event in events for text in strings([event.body, event.subject]))


@every_deed
def test_half_an_action_is_none(deed: Deed, desk: Desk) -> None:
    """What fails after an action has added its events leaves nothing behind."""
    prepare(deed, desk)
    arguments = given(deed.good, desk)

    def and_then_fails(tx: Any) -> None:
        deed.action(tx, **arguments)
        assert tx.added
        raise BadInput("later", "something else is wrong")

    desk.refuses("later", and_then_fails)
    assert desk.replica.behind == 0
    check_written(do(desk, deed))
