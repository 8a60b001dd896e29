"""Events of others coming in: in any order, twice, blank, forked, or with a hostile clock; and what a redaction leaves."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest

from store.actions import contacts, corrections, house, opening
from store.clock import DAY, MAX_AHEAD, MINUTE, ManualClock, hlc_instant
from store.errors import BadInput, Refused
from store.events import Event, to_json
from store.fold import fold_break
from store.ids import canonical
from store.replica import Replica
from store.replica.log import MOST_GAPS, events_since, seen_of
from store.replica.transaction import Transaction
from store.validate import checked_event, read_event
from tests.store.by_hand import NOW, Author, id_of
from tests.store.conftest import Opener
from tests.store.doing import folded
from tests.store.test_replica_exchange import check_all_show_the_same, send

OPENED = {"customer": "Acme", "what": "API", "failure": "F", "severity": 3}


def opened_by(replica: Replica, name: str = "Acme") -> str:
    """Opens a break. Returns its id."""
    return replica.act(partial(opening.open_breaks, customers=[name], what="API"), "ana").ids[0]


def stored(replica: Replica, event: Event) -> Event:
    """The event as this replica holds it."""
    return next(held for held in events_since(replica.db, 0) if held.hash == event.hash)


def take_in(replica: Replica, *events: Event) -> int:
    """Validates and takes in events. How many were new."""
    return replica.ingest([read_event(canonical(to_json(event))) for event in events])


def test_what_is_here_already_changes_nothing(replica: Replica, open_replica: Opener) -> None:
    opened_by(replica)
    events = list(events_since(replica.db, 0))
    other = open_replica("b")
    assert take_in(other, *events) == len(events)
    other.catch_up()
    assert take_in(other, *events, *events) == 0
    assert other.behind == 0


@pytest.mark.parametrize("full_first", [True, False])
def test_a_placeholder_is_replaced_by_the_full_event(full_first: bool, replica: Replica) -> None:
    author = Author("b", "ben")
    opened = author.open("opened", dict(OPENED))
    note = author.write(opened.subject, "noted", {"text": "look at the certificate"})
    blank = note._replace(body=None, salt="")
    take_in(replica, opened, *((note, blank) if full_first else (blank, note)))
    replica.catch_up()
    assert stored(replica, note) == note
    assert [hit.subject for hit in replica.search("certificate")] == [opened.subject]
    fresh = Author("c", "cem").write(opened.subject, "noted", {"text": "same batch"})
    take_in(replica, fresh._replace(body=None, salt=""))
    assert take_in(replica, fresh) == 0, "it is no new event"
    assert replica.behind == 1, "but its subject is behind"
    assert stored(replica, fresh) == fresh


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_redaction_blanks_the_body_in_whatever_order_it_arrives(order: tuple[int, ...], replica: Replica) -> None:
    author = Author("b", "ben")
    opened = author.open("opened", dict(OPENED))
    secret = author.write(opened.subject, "noted", {"text": "card 4111 xyzzy"})
    redaction = author.write(opened.subject, "redacted", {"event": secret.hash, "keep": {}})
    events = (opened, secret, redaction)
    for index in order:
        take_in(replica, events[index])
        replica.catch_up()
        replica.search("anything")
    held = stored(replica, secret)
    assert (held.body, held.salt) == (None, "")
    assert replica.search("xyzzy") == []
    brk = replica.cases().case(id_of(opened)).brk
    assert [note.text for note in brk.notes] == [""]
    assert take_in(replica, secret) == 0
    assert stored(replica, secret).body is None


def test_search_forgets_what_was_blanked_at_once(replica: Replica, open_replica: Opener) -> None:
    """Not only when the subject is folded again."""
    id_ = opened_by(replica)
    replica.act(lambda tx: house.note(tx, id_, "card 4111 xyzzy"), "ana")
    other = open_replica("b")
    send(replica, other)
    assert other.search("xyzzy")
    replica.act(lambda tx: corrections.redact(tx, tx.spoken_event(tx.last_action()[0])), "ana")
    other.ingest(list(events_since(replica.db, 0)))
    assert other.search("xyzzy") == []
    assert replica.search("xyzzy") == []


def test_a_redaction_blanks_every_copy_of_the_entry(replica: Replica) -> None:
    """An entry that was moved lies on two breaks; an import may have come in twice."""
    wrong, right = opened_by(replica, "Acme"), opened_by(replica, "Bluebird")
    replica.act(lambda tx: contacts.log_contact(tx, [wrong], "call", said="card 4111 xyzzy"), "ana")
    replica.act(lambda tx: corrections.move_entry(tx, tx.spoken_event(tx.last_action()[0]), right), "ana")
    moved = next(event for event in events_since(replica.db, 0) if event.kind == "moved_in")
    replica.act(lambda tx: corrections.redact(tx, tx.spoken_event(moved)), "ana")
    assert "xyzzy" not in "".join(map(repr, events_since(replica.db, 0)))
    assert replica.search("xyzzy") == []
    assert replica.cases().case(right).brk.contacts[0].channel == "call"
    with pytest.raises(Refused, match="blank already"):
        replica.act(lambda tx: corrections.redact(tx, tx.spoken_event(moved)), "ana")


def test_a_redaction_of_the_first_of_a_moved_entry_blanks_the_copy_too(replica: Replica) -> None:
    wrong, right, back = (opened_by(replica, name) for name in ("Acme", "Bluebird", "Cobalt"))
    replica.act(lambda tx: contacts.log_contact(tx, [wrong], "call", said="card 4111 xyzzy"), "ana")
    first = next(event for event in events_since(replica.db, 0) if event.kind == "contacted")
    replica.act(lambda tx: corrections.move_entry(tx, tx.spoken_event(first), right), "ana")
    moved = next(event for event in events_since(replica.db, 0) if event.kind == "moved_in")
    replica.act(lambda tx: corrections.move_entry(tx, tx.spoken_event(moved), back), "ana")
    replica.act(lambda tx: corrections.redact(tx, tx.spoken_event(first)), "ana")
    assert "xyzzy" not in "".join(map(repr, events_since(replica.db, 0)))


def imported(tx: Transaction, key: str, name: str) -> str:
    """Imports one incident with a note, as an importer does it."""
    id_ = tx.create("break", "opened", {**OPENED, "customer": name}, origin=("csv", key), at=NOW - DAY)
    tx.add(f"break:{id_}", "noted", {"text": f"card xyzzy {name}"}, origin=("csv", key + "/note"), at=NOW - DAY)
    return id_


def test_an_incident_that_two_imported_exists_once(open_replica: Opener) -> None:
    replicas = [open_replica(name) for name in "ab"]
    ids = [
        replica.act(lambda tx: imported(tx, "INC1", "Acme"), name) for replica, name in zip(replicas, ("ana", "ben"), strict=True)
    ]
    assert ids[0] == ids[1]
    for index, replica in enumerate(replicas):
        replica.act(partial(house.note, typed_id=ids[0], text=f"own {index}"), "ana")
    send(replicas[0], replicas[1])
    send(replicas[1], replicas[0])
    check_all_show_the_same(replicas)
    brk = replicas[0].cases().case(ids[0]).brk
    assert sorted(note.text for note in brk.notes) == ["card xyzzy Acme", "own 0", "own 1"]
    assert brk.imported
    assert brk.conflicts == ()


def test_a_redaction_of_an_imported_entry_blanks_its_twins(open_replica: Opener) -> None:
    replicas = [open_replica(name) for name in "ab"]
    for replica in replicas:
        replica.act(lambda tx: imported(tx, "INC1", "Acme"), "ana")
    note = next(event for event in events_since(replicas[0].db, 0) if event.kind == "noted")
    replicas[0].act(lambda tx: corrections.redact(tx, tx.spoken_event(note)), "ana")
    send(replicas[0], replicas[1])
    send(replicas[1], replicas[0])
    for replica in replicas:
        assert "xyzzy" not in "".join(map(repr, events_since(replica.db, 0)))
    check_all_show_the_same(replicas)


def test_two_events_with_one_number_are_both_kept(replica: Replica) -> None:
    one, other = Author("b", "ben"), Author("b", "ben")
    opened = one.open("opened", dict(OPENED))
    other.number, other.prev = one.number, one.prev
    fork = [author.write(opened.subject, "noted", {"text": text}) for author, text in ((one, "left"), (other, "right"))]
    assert fork[0].number == fork[1].number
    take_in(replica, opened, *fork)
    replica.catch_up()
    assert {note.text for note in replica.cases().case(id_of(opened)).brk.notes} == {"left", "right"}


def test_what_was_seen_names_the_gaps(replica: Replica) -> None:
    author = Author("b", "ben")
    opened = author.open("opened", dict(OPENED))
    notes = [author.write(opened.subject, "noted", {"text": str(n)}) for n in range(5)]
    take_in(replica, opened, notes[0], notes[3])
    assert seen_of(replica.db, opened.subject, replica.id) == {author.replica: [5, [3, 4]]}
    take_in(replica, notes[1])
    assert seen_of(replica.db, opened.subject, replica.id) == {author.replica: [5, [4, 4]]}
    take_in(replica, notes[2], notes[4])
    assert seen_of(replica.db, opened.subject, replica.id) == {author.replica: 6}


def test_what_was_seen_stays_short_and_honest_where_history_is_full_of_holes(replica: Replica) -> None:
    """Else the own next event would be too large for everyone."""
    author = Author("b", "ben")
    opened = author.open("opened", dict(OPENED))
    notes = [author.write(opened.subject, "noted", {"text": str(n)}) for n in range(400)]
    take_in(replica, opened, *notes[1::2])
    replica.catch_up()
    (highest, *gaps) = seen_of(replica.db, opened.subject, replica.id)[author.replica]
    assert len(gaps) == MOST_GAPS
    here = {event.number for event in (opened, *notes[1::2])}
    seen = {number for number in range(1, highest + 1) if not any(first <= number <= last for first, last in gaps)}
    assert seen == {number for number in here if number <= highest}


@pytest.mark.parametrize("days", [400, -400, 365 * 100])
def test_a_clock_far_off_moves_the_own_one_five_minutes_at_most(days: int, replica: Replica, clock: ManualClock) -> None:
    author = Author("b", "ben")
    take_in(
        replica, author.open("opened", dict(OPENED)), author.write("break:X", "noted", {"text": "x"}, hlc=(NOW + days * DAY) << 16)
    )
    opened_by(replica)
    own = [event for event in events_since(replica.db, 0) if event.replica == replica.id]
    assert all(NOW <= hlc_instant(event.hlc) <= NOW + MAX_AHEAD for event in own)
    assert len({event.hlc for event in own}) == len(own)


def test_the_own_clock_comes_back_with_the_machine_s(replica: Replica, clock: ManualClock) -> None:
    """A machine whose clock was a year ahead for a while does not order its entries a year ahead for ever after."""
    clock.advance(365 * DAY)
    first = opened_by(replica)
    clock.advance(-365 * DAY)
    for _ in range(3):
        replica.act(lambda tx: house.note(tx, first, "later"), "ana")
    own = list(events_since(replica.db, 0))
    assert all(hlc_instant(event.hlc) <= NOW + MAX_AHEAD for event in own if event.kind == "noted")
    assert len({event.hlc for event in own}) == len(own)
    assert [event.number for event in own] == list(range(1, len(own) + 1))


FAR = "9999-12-30T23:59:59.999Z"


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_times_at_the_end_of_the_calendar_stop_nothing(severity: int, replica: Replica) -> None:
    """One hostile event must not keep the replica from folding."""
    author = Author("b", "ben")
    opened = author.open("opened", {**OPENED, "severity": severity, "found_at": FAR}, at=253_402_214_300_000)
    late = 253_402_214_300_000
    subject = opened.subject
    events = [
        opened,
        author.write(subject, "contacted", {"channel": "call", "direction": "out", "result": "spoke", "next_at": FAR}, at=late),
        author.write(subject, "contacted", {"channel": "mail", "direction": "in", "result": "wrote"}, at=late),
        author.write(subject, "contacted", {"channel": "call", "direction": "out", "result": "attempt"}, at=late),
        author.write(subject, "promised", {"n": 1, "kind": "fix", "what": "x", "sure": "firm", "due_at": FAR}, at=late),
        author.write(subject, "public_marked", {"n": 1, "where": "x"}, at=late),
        author.write("customer:acme", "customer_edited", {"set": {"hours": "8-18", "zone": "Pacific/Kiritimati"}}, at=late),
        author.write("customer:acme", "silence_agreed", {"until": FAR}, at=late),
    ]
    take_in(replica, *events)
    replica.catch_up()
    assert replica.behind == 0
    assert replica.db.execute("SELECT count(*) FROM break_rows").fetchone() == (1,)
    replica.act(lambda tx: house.note(tx, id_of(opened), "still here"), "ana")


def test_events_of_a_newer_version_are_kept_and_passed_on(replica: Replica, open_replica: Opener) -> None:
    author = Author("b", "ben")
    opened = author.open("opened", dict(OPENED))
    newer = author.write(opened.subject, "teleported", {"whither": ["home", {"by": 3}]}, version=3, extra={"signed": "yes"})
    take_in(replica, opened, newer)
    replica.catch_up()
    assert replica.cases().case(id_of(opened)).brk.newer == 1
    other = open_replica("b")
    send(replica, other)
    assert canonical(to_json(stored(other, newer))) == canonical(to_json(newer))
    assert folded(other) == folded(replica)


def test_what_is_read_back_is_what_was_written(replica: Replica) -> None:
    id_ = opened_by(replica)
    replica.act(lambda tx: house.note(tx, id_, "„ünï\u2028cødé“ 🔧 \\ \" '"), "ana")
    for event in events_since(replica.db, 0):
        assert checked_event(to_json(event)) == event


def test_folding_the_log_is_what_the_replica_shows(replica: Replica, clock: ManualClock) -> None:
    id_ = opened_by(replica)
    clock.advance(MINUTE)
    replica.act(lambda tx: house.note(tx, id_, "looked at it"), "ana")
    events = [event for event in events_since(replica.db, 0) if event.subject == f"break:{id_}"]
    assert fold_break(id_, events) == replica.cases().case(id_).brk


def test_an_event_too_large_for_others_is_not_written(replica: Replica) -> None:
    """What no one else would take in must not enter the record: it would be a gap for ever."""
    id_ = opened_by(replica)
    before = replica.arrivals()
    with pytest.raises(BadInput, match="too large"):
        replica.act(lambda tx: tx.add(f"break:{id_}", "written", {"summary": "letter", "text": "x" * 300_000}), "ana")
    assert replica.arrivals() == before


@pytest.mark.parametrize("subject", ["break:", "failure:", "customer:", "break"])
def test_an_event_about_nothing_is_not_written(subject: str, replica: Replica) -> None:
    with pytest.raises(BadInput):
        replica.act(lambda tx: tx.add(subject, "noted", {"text": "x"}), "ana")
    assert replica.arrivals() == 0
