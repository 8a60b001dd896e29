"""Ids: of what people say, the shortest that is clear; of what is hashed, the one form."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actions import corrections, opening
from store.clock import ManualClock
from store.errors import Ambiguous, BadInput, NotFound
from store.ids import (
    ALPHABET,
    FAILURE_PREFIX,
    ID_LENGTH,
    LETTERS,
    canonical,
    digest,
    entity_id,
    is_failure_id,
    salted_digest,
    shortest,
    typed_id,
)
from store.replica import Replica, queries
from store.replica.finding import find_break, find_failure, spoken_break, spoken_failure
from tests.store.conftest import Opener
from tests.store.desk import Desk


@given(
    st.lists(st.one_of(st.text(max_size=20).filter(lambda text: text.isascii()), st.integers(0, 1 << 50)), min_size=1, max_size=4)
)
def test_an_id_begins_with_a_letter_and_says_itself(parts: list[str | int]) -> None:
    id_ = entity_id(*parts)
    assert len(id_) == ID_LENGTH
    assert id_[0] in LETTERS
    assert set(id_) <= set(ALPHABET)
    assert typed_id(id_) == id_ == typed_id(id_.lower()) == typed_id(f" {id_[:4]}-{id_[4:]} ")
    assert not is_failure_id(id_)
    assert typed_id(FAILURE_PREFIX + id_) == id_


def test_ids_are_well_spread() -> None:
    found = {entity_id("opened", "a" * 12, number) for number in range(5_000)}
    assert len(found) == 5_000
    assert {id_[0] for id_ in found} == set(LETTERS)
    assert all({id_[place] for id_ in found} == set(ALPHABET) for place in (2, 3, 12, 24, 25))


@pytest.mark.parametrize(
    ("typed", "meant"), [("koil", "K011"), ("KO1L", "K011"), ("oil", "O11"), ("f-k7q2", "K7Q2"), ("K7 Q2", "K7Q2")]
)
def test_letters_that_are_misread_are_mended(typed: str, meant: str) -> None:
    assert typed_id(typed) == meant


@settings(max_examples=100)
@given(st.sets(st.text("ABC", min_size=6, max_size=6), min_size=1, max_size=60))
def test_every_spoken_prefix_is_of_one_only(ids: set[str]) -> None:
    ordered = sorted(ids)
    for index, id_ in enumerate(ordered):
        before = ordered[index - 1] if index else ""
        after = ordered[index + 1] if index + 1 < len(ordered) else ""
        spoken = shortest(id_, before, after)
        assert len(spoken) >= 4
        assert [other for other in ordered if other.startswith(spoken)] == [id_]
        assert len(spoken) == 4 or len([other for other in ordered if other.startswith(spoken[:-1])]) > 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_a_hash_depends_on_the_value_only(value: object) -> None:
    try:
        text = canonical(value)
    except UnicodeEncodeError:
        return
    turned = json.loads(text)
    if isinstance(turned, dict):
        turned = dict(reversed(turned.items()))
    assert digest(turned) == digest(value)
    assert salted_digest("a", value) != salted_digest("b", value)
    assert len(digest(value)) == 32


def plant(replica: Replica, sid: int, id_: str) -> None:
    """A line of the board with an id of our choice."""
    found = replica.db.execute("SELECT * FROM break_rows LIMIT 1")
    line = dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))
    line |= {"sid": sid, "id": id_, "row": json.dumps([id_, *json.loads(line["row"])[1:]])}
    replica.db.execute(f"INSERT INTO break_rows VALUES ({','.join('?' * len(line))})", tuple(line.values()))


@pytest.fixture
def crowd(replica: Replica) -> list[str]:
    """Some breaks whose ids begin alike: rows of other ids in the table that ids are found in."""
    found = replica.act(lambda tx: opening.open_breaks(tx, [f"Customer {n}" for n in range(6)], "API"), "ana").ids
    for sid, id_ in enumerate(("K7Q2AAAA", "K7Q2AABB", "K7Q2B", "K7R", "Z"), 1_000):
        plant(replica, sid, id_.ljust(26, "0"))
    return sorted([*found, *(id_ for (id_,) in replica.db.execute("SELECT id FROM break_rows WHERE sid >= 1000"))])


def test_what_is_spoken_is_found(replica: Replica, crowd: list[str]) -> None:
    for id_ in crowd:
        spoken = spoken_break(replica.db, id_)
        for typed in (spoken, spoken.lower(), f" {spoken} ", id_):
            assert find_break(replica.db, typed) == id_
    rows = queries.loaded(queries.rows([sid for (sid,) in replica.db.execute("SELECT sid FROM break_rows")]).run(replica.db))
    spoken_of_rows = sorted(loaded.spoken for loaded in rows.values())
    assert spoken_of_rows == sorted(spoken_break(replica.db, id_) for id_ in crowd)


def test_an_unclear_prefix_lists_what_it_could_be(replica: Replica, crowd: list[str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        find_break(replica.db, "k7q2")
    assert caught.value.candidates == ("K7Q2AAA", "K7Q2AAB", "K7Q2B")
    for candidate in caught.value.candidates:
        find_break(replica.db, candidate)


@pytest.mark.parametrize(
    "typed", ["", "8", "-", "K%", "K_7", "K7Q2\x00", "💥💥", "ünï", "x" * 100_000, "' OR 1=1 --", "K7 Q2;", "\x1b[31mK7"]
)
def test_what_is_no_id_is_bad_input(typed: str, replica: Replica, crowd: list[str]) -> None:
    for find in (find_break, find_failure):
        with pytest.raises(BadInput) as caught:
            find(replica.db, typed)
        assert caught.value.field in ("id", "failure")
        assert "\x1b" not in str(caught.value)
        assert len(str(caught.value)) < 1_100


def test_a_failure_s_id_is_no_break_s(replica: Replica, crowd: list[str]) -> None:
    """F-K7Q2… must never log a call on the break K7Q2…, which belongs to somebody else."""
    with pytest.raises(NotFound, match="failure"):
        find_break(replica.db, "F-" + crowd[0])
    failure = replica.db.execute("SELECT id FROM failures").fetchone()[0]
    spoken = spoken_failure(replica.db, failure)
    assert spoken.startswith("F-")
    assert find_failure(replica.db, spoken.lower()) == failure
    with pytest.raises(BadInput):
        find_break(replica.db, spoken)


def test_a_spoken_id_stays_clear_beside_one_that_was_joined(open_replica: Opener, clock: ManualClock) -> None:
    """The id of a joined break still means what it goes on as: nobody else's short form may be its beginning."""
    desk = Desk(open_replica(), clock)
    desk.do(lambda tx: corrections.join(tx, desk.acme, desk.blue))
    near = desk.acme[:5] + ("0" if desk.acme[5] != "0" else "1") + desk.acme[6:]
    plant(desk.replica, 999, near)
    assert find_break(desk.replica.db, spoken_break(desk.replica.db, near)) == near
    rows = queries.loaded(queries.rows([999]).run(desk.replica.db))
    assert find_break(desk.replica.db, rows[999].spoken) == near
