"""A break as its screen reads it: four awaited calls, names of events, links, and where a break went that is gone."""

from __future__ import annotations

from store.actions.corrections import join, undo
from store.actions.house import learn, note
from store.clock import DAY, MINUTE
from tests.warroom.conftest import Desks
from tests.warroom.desk import NOW, UTC, Desk
from warroom.detail.content import Gone, read_detail, short_names


async def test_a_break_takes_four_awaited_calls(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "one"))
    before = desk.live.reader.calls
    await desk.detail(id_)
    assert desk.live.reader.calls - before == 4


async def test_links_are_the_other_breaks_of_one_cause_by_another_failure(desk: Desk) -> None:
    day = DAY // MINUTE
    older = desk.open(cause="certificate", minutes_ago=90 * day)
    elsewhere = desk.open("Elm Couriers", cause="certificate", minutes_ago=60 * day)
    desk.open("Elm Couriers", cause="something else", minutes_ago=50 * day)
    this = desk.open(cause="certificate")
    later = desk.open(cause="Certificate", minutes_ago=1)
    desk.do(lambda tx: learn(tx, older, "Renew early."))
    shown = await desk.detail(this)
    assert [(link.id, link.same_customer, link.later) for link in shown.links] == [
        (later, True, True),
        (older, True, False),
        (elsewhere, False, False),
    ]
    assert [[lesson.text for lesson in link.learned.lessons] for link in shown.links] == [[], ["Renew early."], []]
    back = (await desk.detail(older)).links
    assert {(link.id, link.later) for link in back} == {(this, True), (later, True), (elsewhere, True)}


async def test_a_failure_says_how_many_customers_it_hit(desk: Desk) -> None:
    first = desk.open("Acme")
    desk.open("Bluebird", failure=first)
    desk.open("Cobalt", failure=first)
    shown = await desk.detail(first)
    assert shown.hit == 3
    assert shown.failure.startswith("F-")


async def test_events_have_the_names_that_commands_take(desk: Desk, desks: Desks) -> None:
    id_, other = desk.open(), desks("b")
    desk.meets(other)
    other.do(lambda tx: note(tx, id_, "from the other desk"))
    desk.meets(other)
    shown = await desk.detail(id_)
    for hash_, name in shown.names.items():
        assert desk.do(lambda tx, name=name: tx.event(name).hash) == hash_  # type: ignore[misc]


def test_short_names_are_clear() -> None:
    assert short_names(["aabbccdd0011", "aabbccdd0022", "ffff00000000"]) == {
        "aabbccdd0011": "aabbccdd001",
        "aabbccdd0022": "aabbccdd002",
        "ffff00000000": "ffff",
    }


async def test_a_break_that_was_joined_into_another_names_it_through_a_chain(desk: Desk) -> None:
    one, two, three = desk.open("Acme"), desk.open("Acme too"), desk.open("Acme as well")
    desk.do(lambda tx: join(tx, one, two))
    desk.do(lambda tx: join(tx, two, three))
    found = await read_detail(desk.live.reader, one, NOW, UTC)
    assert isinstance(found, Gone)
    assert found.into == three
    assert three.startswith(found.spoken)


async def test_a_break_whose_opening_was_taken_back_is_gone(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(undo)
    assert await read_detail(desk.live.reader, id_, NOW, UTC) == Gone("", "")


async def test_entries_of_a_joined_break_are_in_the_timeline(desk: Desk) -> None:
    one, two = desk.open("Acme"), desk.open("Acme too")
    desk.do(lambda tx: note(tx, one, "written on the first"), 30)
    desk.do(lambda tx: join(tx, one, two), 20)
    shown = await desk.detail(two)
    assert any("written on the first" in entry.text for entry in shown.entries)
