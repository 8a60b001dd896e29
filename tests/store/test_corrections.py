"""Undo, retraction, correction, moving an entry, blanking: each an event, each whole or refused with what stands in its way."""

from __future__ import annotations

from functools import partial

import pytest

from store.actions import amends, contacts, corrections, dates, fields, house, opening, promises, stages
from store.clock import HOUR, MINUTE, ManualClock
from store.errors import Refused
from store.replica import Replica
from store.replica.finding import find_event, spoken_event
from store.replica.log import events_since
from store.timeline import timeline
from tests.store.by_hand import NOW, Author
from tests.store.conftest import UTC, Opener
from tests.store.desk import Desk
from tests.store.test_replica_exchange import send


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A fresh desk."""
    return Desk(replica, clock)


def undo(desk: Desk, id_: str = "", actor: str = "ana") -> tuple[str, ...]:
    """Undoes; returns what it says it took back."""
    return desk.do(lambda tx: corrections.undo(tx, id_), actor).said


def test_undo_takes_back_one_action_after_another(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    desk.do(lambda tx: house.note(tx, desk.acme, "two"))
    assert undo(desk) == ("took back: note: two",)
    assert undo(desk) == ("took back: note: one",)
    assert desk.brk().notes == ()
    undo(desk)
    assert desk.brk(desk.blue).customer == ""
    undo(desk)
    assert desk.replica.db.execute("SELECT count(*) FROM break_rows").fetchone() == (0,)
    desk.refuses("id", lambda tx: corrections.undo(tx))


def test_undo_on_a_break_leaves_the_others(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "ours"))
    desk.do(lambda tx: house.note(tx, desk.blue, "theirs"))
    undo(desk, desk.acme)
    assert (len(desk.brk().notes), len(desk.brk(desk.blue).notes)) == (0, 1)


def test_undo_takes_back_the_whole_action(desk: Desk) -> None:
    """A contact on two marked breaks, each with a promise of news, is one action: four events."""
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme, desk.blue], "call", next_="2h"))
    receipt = desk.do(lambda tx: corrections.undo(tx, desk.blue))
    assert receipt.customer == "Acme, Bluebird"
    for id_ in (desk.acme, desk.blue):
        assert (desk.brk(id_).contacts, desk.brk(id_).promises) == ((), ())


def test_what_an_undo_would_take_back_can_be_asked_first(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    before = desk.size
    found = desk.do(lambda tx: corrections.what_undo_takes_back(tx))
    assert (found.customer, found.lines, desk.size) == ("Acme", ("note: one",), before)


def test_undo_skips_what_is_taken_back_already(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme, desk.blue], "call"))
    name = desk.name_of_last("contacted")
    desk.do(lambda tx: corrections.retract(tx, name, "wrong customer"))
    assert desk.brk(desk.blue).contacts == ()
    undo(desk)
    assert desk.brk().contacts == ()
    taken = [event for event in events_since(desk.replica.db, 0) if event.kind == "retracted"]
    assert len(taken) == 2, "the one that was taken back is not taken back twice"


def test_everyone_undoes_their_own(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "ana's"))
    desk.do(lambda tx: house.note(tx, desk.acme, "ben's"), "ben")
    assert undo(desk) == ("took back: note: ana's",)
    assert [note.text for note in desk.brk().notes] == ["ben's"]
    desk.refuses("id", lambda tx: corrections.undo(tx), "cem")


def test_an_undo_is_no_action_to_undo_and_a_retraction_of_it_brings_everything_back(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    undo(desk)
    retraction = desk.name_of_last("retracted")
    desk.do(lambda tx: corrections.retract(tx, retraction))
    assert [note.text for note in desk.brk().notes] == ["one"]
    assert undo(desk) == ("took back: note: one",), "what is back can be undone again"


def test_undo_is_refused_where_live_entries_rest_on_it(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    desk.do(lambda tx: promises.settle_promise(tx, desk.acme, "1", "kept"), "ben")
    error = desk.refuses("event", lambda tx: corrections.undo(tx))
    assert isinstance(error, Refused)
    assert "kept" in error.title
    undo(desk, actor="ben")
    undo(desk)
    assert desk.brk().promises == ()


def test_an_opening_with_anything_on_it_is_not_undone(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.blue, "x"), "ben")
    error = desk.refuses("event", lambda tx: corrections.undo(tx, desk.blue))
    assert "note: x" in error.title


def test_an_opening_of_a_failure_that_others_joined_is_not_undone(desk: Desk) -> None:
    desk.do(lambda tx: opening.open_breaks(tx, ["Cobalt"], "", failure=desk.blue), "ben")
    error = desk.refuses("event", lambda tx: corrections.undo(tx, desk.blue))
    assert "Cobalt" in error.title


def test_a_long_list_of_what_rests_on_it_is_cut(desk: Desk) -> None:
    for index in range(8):
        desk.do(partial(house.note, typed_id=desk.blue, text=f"{index} " + "x" * 300), "ben")
    error = desk.refuses("event", lambda tx: corrections.undo(tx, desk.blue))
    assert "and 4 more" in error.title


def test_garbage_of_others_does_not_keep_anyone_from_undoing(desk: Desk) -> None:
    """A newer version may write anything where ours writes the name of an entry."""
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    odd = Author("b", "ben").write(f"break:{desk.acme}", "promise_settled", {"promise": [{"n": 1}], "result": 3}, version=2)
    moved = Author("c").write(f"break:{desk.acme}", "moved_in", {"kind": "promised", "body": ["x"], "event": {}}, version=2)
    desk.replica.ingest([odd, moved])
    desk.replica.catch_up()
    undo(desk)
    assert desk.brk().promises == ()
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))


def test_retracting_names_its_event_and_reason(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    name = desk.name_of_last()
    receipt = desk.do(lambda tx: corrections.retract(tx, name.upper(), "not about them"))
    assert (receipt.customer, receipt.said) == ("Acme", ("took back: note: one",))
    desk.refuses("event", lambda tx: corrections.retract(tx, name))
    events = desk.replica.act(lambda tx: tx.events(f"break:{desk.acme}"), "ana")
    lines = [(entry.text, bool(entry.taken_back_by)) for entry in timeline(events, UTC, desk.clock.now())]
    assert lines[-2:] == [("note: one", True), ("took back: note: one because not about them", False)]


@pytest.mark.parametrize(
    "name", ["", "x", "7", "-7", "abc-", "zz-1", "abcd-99999999999999999", "ab cd-1", "ünï-1", "abcd-1-1", "%-1", "a" * 99_999]
)
def test_what_names_no_event_is_bad_input(name: str, desk: Desk) -> None:
    desk.refuses("event", lambda tx: corrections.retract(tx, name))
    desk.refuses("event", lambda tx: corrections.amend(tx, name, {"said": "x"}))
    desk.refuses("event", lambda tx: corrections.move_entry(tx, name, desk.blue))
    desk.refuses("event", lambda tx: corrections.redact(tx, name))


def test_an_event_of_two_replicas_is_named_by_more_of_the_first_s_id(desk: Desk, open_replica: Opener) -> None:
    events = [Author(letter).write(f"break:{desk.acme}", "noted", {"text": letter}) for letter in "ab"]
    twins = [event._replace(replica="abcdef" + event.replica[6:]) for event in events]
    desk.replica.ingest(twins)
    names = [spoken_event(desk.replica.db, event.replica, event.number) for event in twins]
    assert names == ["abcdefa-1", "abcdefb-1"]
    for name, event in zip(names, twins, strict=True):
        assert find_event(desk.replica.db, name) == (event.replica, event.number, event.subject)
    assert "abcdefaaaaaa-1" in desk.refuses("event", lambda tx: tx.event("abcd-1")).next_step


def test_amending_shows_the_corrected_entry_and_keeps_the_first_one(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", said="third tme", mood="calm"))
    name = desk.name_of_last("contacted")
    desk.do(lambda tx: corrections.amend(tx, name, {"said": "third time", "mood": "furious", "at": "20m", "with": "Mary"}))
    [contact] = desk.brk().contacts
    assert (contact.said, contact.mood, contact.with_, contact.at) == (
        "third time",
        "furious",
        "Mary",
        desk.clock.now() - 20 * MINUTE,
    )
    desk.do(lambda tx: corrections.amend(tx, name, {"mood": ""}))
    assert desk.brk().contacts[0].mood == ""
    first = next(event for event in events_since(desk.replica.db, 0) if event.kind == "contacted")
    assert first.body is not None
    assert first.body["said"] == "third tme"
    undo(desk)
    undo(desk)
    assert desk.brk().contacts[0].said == "third tme"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("field", {}),
        ("field", {"colour": "red"}),
        ("field", {"n": "3"}),
        ("field", {"set": "x"}),
        ("field", {"promise": "x"}),
        ("channel", {"channel": ""}),
        ("channel", {"channel": "pigeon"}),
        ("mood", {"mood": "enraged"}),
        ("next_at", {"next": "soon"}),
        ("at", {"at": "in 2h"}),
        ("at", {"at": "whenever"}),
        ("said", {"said": "x" * 100_000}),
        ("conflict", {"conflict": "perhaps"}),
    ],
)
def test_what_a_contact_cannot_be_corrected_to(field: str, changes: dict[str, str], desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", said="x"))
    name = desk.name_of_last("contacted")
    desk.refuses(field, lambda tx: corrections.amend(tx, name, changes))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("severity", {"severity": "9"}),
        ("severity", {"severity": "²"}),
        ("severity", {"severity": ""}),
        ("cadence", {"cadence": "often"}),
        ("value", {"value": "much"}),
        ("value", {"value": "-3 EUR"}),
        ("found_at", {"found_at": "in 3h"}),
        ("found_by", {"found_by": "them"}),
        ("customer", {"customer": "\x1b\x07"}),
        ("customer", {"customer": "x" * 600}),
        ("id", {"failure": "nonsense"}),
        ("failure", {"failure": "F-ZZZZ"}),
        ("failure", {"failure": ""}),
    ],
)
def test_what_an_opening_cannot_be_corrected_to(field: str, changes: dict[str, str], desk: Desk) -> None:
    name = desk.do(lambda tx: tx.spoken_event(tx.events(f"break:{desk.acme}")[0]))
    desk.refuses(field, lambda tx: corrections.amend(tx, name, changes))


def test_an_opening_is_corrected_as_its_fields_are_set(desk: Desk) -> None:
    name = desk.do(lambda tx: tx.spoken_event(tx.events(f"break:{desk.acme}")[0]))
    other = desk.case(desk.blue).failure.id
    changes = {"severity": "1", "found_at": "2h", "cadence": "45 min", "failure": desk.blue, "value": "5 usd"}
    desk.do(lambda tx: corrections.amend(tx, name, changes))
    brk = desk.brk()
    assert (brk.severity, brk.found_at, brk.cadence, brk.failure) == (1, desk.clock.now() - 2 * HOUR, "45m", other)
    assert str(brk.value) == "$5"


def test_a_field_called_by_is_corrected_where_an_entry_has_one(desk: Desk) -> None:
    """`by` is short for due_at only where nobody's name is meant."""
    desk.do(lambda tx: stages.set_stage(tx, desk.acme, "fixed"))
    desk.do(lambda tx: house.confirm_fix(tx, desk.acme, "Bne"))
    name = desk.name_of_last()
    desk.do(lambda tx: corrections.amend(tx, name, {"by": "Ben"}))
    assert desk.brk().fix_confirmed_by == "Ben"
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    name = desk.name_of_last()
    desk.do(lambda tx: corrections.amend(tx, name, {"by": "3h"}))
    assert desk.brk().promises[0].due_at == desk.clock.now() + 3 * HOUR


def test_counts_and_money_are_corrected_as_such(desk: Desk) -> None:
    desk.do(lambda tx: amends.count_affected(tx, desk.acme, "41200", "9"))
    name = desk.name_of_last()
    desk.do(lambda tx: corrections.amend(tx, name, {"count": "65,000"}))
    assert desk.brk().affected == 65_000
    for field in ("count", "corrected"):
        for wrong in ("many", "²", "-3", "9" * 30):
            desk.refuses(field, partial(corrections.amend, typed_event=name, changes={field: wrong}))
    desk.do(lambda tx: amends.owe(tx, desk.acme, "credit", "90 EUR"))
    name = desk.name_of_last()
    desk.do(lambda tx: corrections.amend(tx, name, {"amount": "80.50"}))
    assert str(desk.brk().restitution[0].amount) == "€80.50"
    desk.refuses("amount", lambda tx: corrections.amend(tx, name, {"amount": "0"}))


def test_what_cannot_be_corrected_at_all(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    note = desk.name_of_last()
    undo(desk)
    retraction = desk.name_of_last()
    for name in (note, retraction):
        desk.refuses("event", partial(corrections.amend, typed_event=name, changes={"text": "x"}))
    desk.do(lambda tx: corrections.join(tx, desk.acme, desk.blue))
    name = desk.name_of_last()
    desk.refuses("field", lambda tx: corrections.amend(tx, name, {"into": "x"}))
    newer = Author("b").write(f"break:{desk.blue}", "teleported", {"said": "x"}, version=2)
    desk.replica.ingest([newer])
    desk.refuses("event", lambda tx: corrections.amend(tx, "bbbbbbbbbb-1", {"said": "y"}))
    desk.refuses("event", lambda tx: corrections.move_entry(tx, "bbbbbbbbbb-1", desk.acme))


def test_an_entry_is_moved_to_the_right_break_and_back_by_undo(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.blue], "theirs", by="1h"))
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "meant for Bluebird", by="2h"), "ben", NOW)
    name = desk.name_of_last()
    receipt = desk.do(lambda tx: corrections.move_entry(tx, name, desk.blue))
    assert receipt.customer == "Bluebird"
    assert desk.brk().promises == ()
    moved = desk.brk(desk.blue).promises[1]
    assert (moved.n, moved.what, moved.actor, moved.made_at) == ("2", "meant for Bluebird", "ben", NOW)
    desk.do(lambda tx: promises.settle_promise(tx, desk.blue, "2", "kept"))
    desk.refuses("event", lambda tx: corrections.move_entry(tx, desk.name_of_last("moved_in"), desk.acme))
    undo(desk)
    undo(desk)
    assert [promise.what for promise in desk.brk().promises] == ["meant for Bluebird"]
    assert [promise.what for promise in desk.brk(desk.blue).promises] == ["theirs"]


def test_what_is_moved_back_again_is_where_it_was(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", said="x"))
    desk.do(lambda tx: corrections.move_entry(tx, desk.name_of_last("contacted"), desk.blue))
    desk.do(lambda tx: corrections.move_entry(tx, desk.name_of_last("moved_in"), desk.acme))
    assert (len(desk.brk().contacts), len(desk.brk(desk.blue).contacts)) == (1, 0)
    undo(desk)
    assert (len(desk.brk().contacts), len(desk.brk(desk.blue).contacts)) == (0, 1)
    desk.do(lambda tx: corrections.move_entry(tx, _live_move(desk), desk.acme))
    assert (len(desk.brk().contacts), len(desk.brk(desk.blue).contacts)) == (1, 0)


def _live_move(desk: Desk) -> str:
    key = desk.brk(desk.blue).contacts[0].key
    event = next(event for event in events_since(desk.replica.db, 0) if event.hash == key)
    return spoken_event(desk.replica.db, event.replica, event.number)


def test_two_who_move_one_entry_at_once_move_it_once(desk: Desk, open_replica: Opener, clock: ManualClock) -> None:
    """A restitution line on the wrong customer, seen by two colleagues at once, is not owed twice."""
    desk.do(lambda tx: amends.owe(tx, desk.acme, "credit", "90 EUR"))
    name = desk.name_of_last()
    other = open_replica("b")
    send(desk.replica, other)
    desk.do(lambda tx: corrections.move_entry(tx, name, desk.blue))
    other.act(lambda tx: corrections.move_entry(tx, name, desk.blue), "ben")
    send(other, desk.replica)
    send(desk.replica, other)
    assert [line.n for line in desk.brk(desk.blue).restitution] == ["1"]
    desk.do(lambda tx: amends.move_restitution(tx, desk.blue, "1", "approved"), "cem")
    assert desk.brk(desk.blue).restitution[0].state == "approved"
    desk.do(lambda tx: corrections.undo(tx, desk.blue), "cem")
    desk.do(lambda tx: corrections.undo(tx, desk.blue))
    assert (len(desk.brk().restitution), len(desk.brk(desk.blue).restitution)) == (0, 1), "ben's move still stands"


@pytest.mark.parametrize("kind", ["opened", "staged", "retracted", "promise_settled"])
def test_what_cannot_be_moved(kind: str, desk: Desk) -> None:
    desk.do(lambda tx: stages.set_stage(tx, desk.acme, "owned"))
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    desk.do(lambda tx: promises.settle_promise(tx, desk.acme, "1", "kept"))
    desk.do(lambda tx: house.note(tx, desk.acme, "x"))
    undo(desk)
    name = desk.name_of_last(kind)
    desk.refuses("event", lambda tx: corrections.move_entry(tx, name, desk.blue))


def test_moving_to_where_it_stands_or_to_nowhere(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "x"))
    name = desk.name_of_last()
    desk.refuses("id", lambda tx: corrections.move_entry(tx, name, desk.acme))
    desk.refuses("id", lambda tx: corrections.move_entry(tx, name, "ZZZZ"))
    undo(desk)
    desk.refuses("event", lambda tx: corrections.move_entry(tx, name, desk.blue))


def test_a_blanked_entry_says_that_its_corrections_keep_their_text(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", said="card 4111"))
    name = desk.name_of_last("contacted")
    desk.do(lambda tx: corrections.amend(tx, name, {"said": "gave us a card number"}))
    amendment = desk.name_of_last("amended")
    receipt = desk.do(lambda tx: corrections.redact(tx, name))
    assert receipt.warnings == (f"its corrections keep their text: {amendment}",)
    assert desk.brk().contacts[0].said == "gave us a card number"
    desk.refuses("event", lambda tx: corrections.redact(tx, name))
    redaction = desk.name_of_last("redacted")
    desk.refuses("event", lambda tx: corrections.retract(tx, redaction))


def test_a_blanked_retraction_goes_on_counting(desk: Desk) -> None:
    desk.do(lambda tx: house.note(tx, desk.acme, "one"))
    desk.do(lambda tx: corrections.retract(tx, desk.name_of_last(), "secret reason"))
    desk.do(lambda tx: corrections.redact(tx, desk.name_of_last("retracted")))
    assert desk.brk().notes == ()


def test_joining_says_who_goes_on_as_whom(desk: Desk) -> None:
    receipt = desk.do(lambda tx: corrections.join(tx, desk.acme, desk.blue))
    assert receipt.customer == "Bluebird"
    assert "Acme and Bluebird" in receipt.warnings[0]
    desk.refuses("b", lambda tx: corrections.join(tx, desk.acme, desk.blue))
    desk.refuses("b", lambda tx: corrections.join(tx, desk.acme, "F-" + desk.case(desk.blue).failure.id))
    undo(desk)
    assert desk.replica.db.execute("SELECT count(*) FROM break_rows").fetchone() == (2,)


def test_undo_of_fields_and_dates_brings_back_what_was(desk: Desk) -> None:
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"owner": "ana", "cause": "certificate"}))
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"cause": "disk"}))
    assert desk.case().failure.cause == "disk"
    undo(desk)
    assert desk.case().failure.cause == "certificate"
    desk.do(lambda tx: dates.set_deadline(tx, desk.acme, "supplier", "part", "2h"))
    undo(desk)
    assert desk.case().failure.deadlines == ()
