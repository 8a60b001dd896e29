"""The timeline, the latest first, with corrections and what was taken back in words; notes of every kind."""

from __future__ import annotations

from store.actions.contacts import log_contact
from store.actions.corrections import amend, move_entry, retract, undo
from store.actions.house import debrief, learn, note
from store.replica.transaction import Transaction
from tests.warroom.desk import NOW, UTC, Desk
from tests.warroom.detail.by_hand import read, tone_of
from warroom.detail.record import note_count, note_lines, timeline_lines


def last_event(desk: Desk, id_: str, kind: str) -> str:
    """The name of the last event of a kind."""
    events = [event for event in desk.replica.cases().events(f"break:{id_}") if event.kind == kind]
    last = max(events, key=lambda event: event.number)
    return f"{last.replica}-{last.number}"


async def test_the_latest_stands_first_with_when_and_who(desk: Desk) -> None:
    id_ = desk.open(minutes_ago=120)
    desk.do(lambda tx: note(tx, id_, "certificate ran out"), 30, who="benjamin the second")
    lines = timeline_lines(await desk.detail(id_), NOW, UTC)
    assert [read(line) for line in lines] == [
        "13:30 benjamin … note: certificate ran out",
        "12:00 ana opened for Acme Freight: Label API down, severity 1",
        "12:00 ana failure opened: Label API down",
    ]


async def test_what_was_taken_back_is_struck_and_says_by_whom(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "wrong customer"), 30)
    desk.do(lambda tx: undo(tx, id_), 29)
    took, gone, *_ = timeline_lines(await desk.detail(id_), NOW, UTC)
    assert read(took) == "13:31 ana took back: note: wrong customer"
    assert read(gone) == "13:30 ana note: wrong customer (taken back by ana)"
    assert tone_of(gone, "note: wrong customer") == "struck"


async def test_a_correction_shows_on_both(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(lambda tx: log_contact(tx, [id_], "call", said="wrong words"), 30)
    name = last_event(desk, id_, "contacted")
    desk.do(lambda tx: amend(tx, name, {"said": "right words"}), 20, who="ben")
    correction, corrected, *_ = timeline_lines(await desk.detail(id_), NOW, UTC)
    assert read(correction).startswith("13:40 ben corrected (call to them, reached: wrong words): said right words")
    assert read(corrected) == "13:30 ana call to them, reached: right words (corrected)"


async def test_an_entry_that_was_moved_says_so_on_both_breaks(desk: Desk) -> None:
    wrong, right = desk.open("Acme"), desk.open("Bluebird")
    desk.do(lambda tx: note(tx, wrong, "about Bluebird"), 30)
    name = last_event(desk, wrong, "noted")
    desk.do(lambda tx: move_entry(tx, name, right), 20)
    assert "(moved away by ana)" in read(timeline_lines(await desk.detail(wrong), NOW, UTC)[1])
    assert "about Bluebird (moved here)" in read(timeline_lines(await desk.detail(right), NOW, UTC)[0])


async def test_reading_an_entry_in_full_tells_its_name_and_when_it_was_written_down(desk: Desk) -> None:
    id_ = desk.open()
    words = "word " * 100
    desk.replica.act(lambda tx: log_contact(tx, [id_], "call", said=words), "ana", at=NOW - 20 * 60_000)
    first = timeline_lines(await desk.detail(id_), NOW, UTC)[0]
    head, *_ = first.text.splitlines()
    name = last_event(desk, id_, "contacted")
    assert head == f"13:40 ana, written down 14:00 · {name[:4]}-{name.partition('-')[2]}"
    assert first.text.endswith(words.strip())


async def test_notes_lessons_and_debriefs_stand_together(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "a note"), 30)
    desk.do(lambda tx: learn(tx, id_, "watch the certificates"), 20)
    desk.do(lambda tx: debrief(tx, id_, "cem", "nobody reads that mailbox"), 10)
    shown = await desk.detail(id_)
    assert [read(line) for line in note_lines(shown, NOW, UTC)] == [
        "13:50 cem debrief: nobody reads that mailbox",
        "13:40 ana lesson: watch the certificates",
        "13:30 ana a note",
    ]
    assert note_count(shown) == "3"


async def test_a_retraction_of_one_entry_keeps_the_others(desk: Desk) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "one"), 30)
    name = last_event(desk, id_, "noted")
    desk.do(lambda tx: note(tx, id_, "two"), 20)

    def take_back(tx: Transaction) -> None:
        retract(tx, name, "not ours")

    desk.do(take_back, 10)
    shown = await desk.detail(id_)
    assert [read(line) for line in note_lines(shown, NOW, UTC)] == ["13:40 ana two"]
