"""What a search found as lines: the words in their place, by id first, everything behind a hit."""

from __future__ import annotations

import pytest

from store.actions.corrections import join
from store.actions.customers import edit_customer
from store.actions.fields import set_fields
from store.actions.house import note
from store.replica.queries import MOST_OF_ONE
from tests.warroom.desk import Desk
from warroom.search_view import MARKS, find, found_lines, marked


def indexed(desk: Desk) -> None:
    """Indexes everything."""
    while desk.replica.index_step():
        pass


async def ids(desk: Desk, text: str) -> list[str]:
    """The ids that a search finds."""
    indexed(desk)
    return [hit.row.id for hit in await find(desk.live.reader, text)]


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        (f"the {MARKS[0]}print{MARKS[1]} gateway", [("the ", "dim"), ("print", "soon"), (" gateway", "dim")]),
        (f"{MARKS[0]}a{MARKS[1]}{MARKS[0]}b{MARKS[1]}", [("a", "soon"), ("b", "soon")]),
        ("nothing", [("nothing", "dim")]),
        (f"never closed {MARKS[0]}word", [("never closed ", "dim"), ("word", "soon")]),
        (f"stray {MARKS[1]} end", [("stray  end", "dim")]),
    ],
)
def test_the_words_found_have_another_tone(snippet: str, expected: list[tuple[str, str]]) -> None:
    assert list(marked(snippet)) == expected


async def test_every_text_of_a_break_its_failure_and_its_customer_is_found(desk: Desk) -> None:
    id_ = desk.open("Acme Freight", "Label API down")
    desk.open("Bluebird", "Guests charged twice")
    desk.do(lambda tx: note(tx, id_, "the certificate of the gateway"))
    desk.do(lambda tx: set_fields(tx, id_, {"cause": "Zeitüberschreitung"}))
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", person="Mary Osei", about_person={"phone": "+44 20 7946"}))
    for words in ("certif gate", "zeituber", "mary", "7946", "ACME label"):
        assert await ids(desk, words) == [id_], words


async def test_a_failure_s_words_stand_for_all_its_breaks_and_a_joined_break_for_the_other(desk: Desk) -> None:
    one, two = desk.open("Acme"), desk.open("Bluebird", "Login fails")
    other = desk.open("Cobalt", failure=two)
    desk.do(lambda tx: set_fields(tx, two, {"cause": "expired token"}))
    assert sorted(await ids(desk, "expired")) == sorted([two, other])
    desk.do(lambda tx: note(tx, one, "walrus"))
    desk.do(lambda tx: join(tx, one, other))
    assert await ids(desk, "walrus") == [other]


async def test_a_customer_with_many_breaks_leaves_room_for_others(desk: Desk) -> None:
    for number in range(MOST_OF_ONE + 5):
        desk.open("Prolific Ltd", f"thing {number}")
    lonely = desk.open("Lonely Ltd")
    desk.do(lambda tx: note(tx, lonely, "as with prolific"))
    found = await ids(desk, "prolific")
    assert lonely in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize("text", ["", "   ", '"', "*", "«»", "a" * 200, "NEAR(", "x OR", "--", "title:acme", "\x1b[2J"])
async def test_odd_queries_fail_nothing(desk: Desk, text: str) -> None:
    desk.open()
    assert await ids(desk, text) in ([], await ids(desk, "acme"))


async def test_a_search_takes_three_awaited_calls_at_most(desk: Desk) -> None:
    id_ = desk.open()
    indexed(desk)
    before = desk.live.reader.calls
    await find(desk.live.reader, id_[:6])
    await find(desk.live.reader, "acme")
    assert desk.live.reader.calls - before <= 6


async def test_a_line_names_break_customer_what_stage_and_the_place(desk: Desk) -> None:
    id_ = desk.open("Acme Freight", "Label API down")
    desk.do(lambda tx: note(tx, id_, "the certificate ran out"))
    indexed(desk)
    [line] = found_lines(await find(desk.live.reader, "certificate"))
    assert line.key == id_
    first, place = line.text.splitlines()
    assert first == f"{id_[:4]} Acme Freight · Label API down open · sev 1"
    assert "the certificate ran out" in place
    assert ("certificate", "soon") in line.under[0]
