"""call: the sheet as text and as JSON, which say the same, in one order, and write nothing."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


@pytest.fixture
def id_(desk: Desk) -> str:
    """A break of a customer far away, to whom some things happened."""
    made = desk.open(
        "Acme Freight", "Label API down", "--severity", "1", "--fault", "ours", "--contact-name", "Mary Osei", "--owner", "ana"
    )
    desk.good("customer", "Acme Freight", "--contact", "Mary Osei", "--phone", "+44 20 7946 0018", "--role", "head of logistics")
    desk.good("customer", "Acme Freight", "--zone", "America/New_York", "--hours", "8-18")
    desk.good("contact", made, "--channel", "call", "--said", "Third time.", "--mood", "upset")
    desk.good("promise", made, "--what", "full fix", "--by", "3h")
    desk.good("restitution", made, "--kind", "gift-card", "--amount", "77 EUR")
    return made


def test_the_number_is_the_first_line_and_all_stands_in_its_order(desk: Desk, id_: str) -> None:
    lines = desk.good("call", id_).out.splitlines()
    assert lines[0] == "+44 20 7946 0018  Mary Osei"
    assert lines[1] == "‼ OUT OF THEIR HOURS: it is 07:00 there, they can be reached from 13:00 (08:00 theirs)"
    assert lines[2] == f"{id_}  Acme Freight · Label API down"
    starts = ["name  ", "their time", "mood", "last said", "promised", "may promise", "next", "say", "not here"]
    places = [next(index for index, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert places == sorted(places)
    assert "77" not in "\n".join(lines)


def test_json_and_text_say_the_same(desk: Desk, id_: str) -> None:
    text, found = desk.good("call", id_).out, desk.json("call", id_)
    for section in ("alarms", "facts", "say", "avoid"):
        for line in found[section]:
            assert line["text"] in text
    assert (found["number"], found["call_name"], found["their_time"], found["out_of_hours"]) == (
        *("+44 20 7946 0018", "Mary", "07:00", True),
    )
    assert found["reachable_at"] == "2026-11-24T13:00:00Z"
    assert found["promises"] == [{"n": 1, "what": "full fix", "told_due_at": "2026-11-24T15:00:00Z", "told": True}]
    assert (found["mood"], found["words"], found["calling"], found["kind"]) == ("upset", "Third time.", None, "call")
    assert found["may_promise"] == {"sample": 0, "half_s": None, "most_s": None, "sure_at": None}


def test_it_only_reads(desk: Desk, id_: str) -> None:
    before = desk.events()
    desk.good("call", id_)
    assert desk.events() == before
    assert "ZZZZ" in desk.bad("call", "ZZZZ")


def test_apologies_on_another_break_of_the_customer_count(desk: Desk, id_: str) -> None:
    other = desk.open("Acme Freight", "Invoices wrong")
    for one in (id_, other):
        desk.hours(0.1)
        desk.good("contact", one, "--channel", "call", "--kind", "apology")
    names = [line["name"] for line in desk.json("call", id_)["avoid"]]
    assert "apologised" in names
    assert any(line["name"] == f"other-{other}" for line in desk.json("call", id_)["facts"])
    desk.hours(0.1)
    desk.good("stage", other, "contained")
    assert "apologised" not in [line["name"] for line in desk.json("call", id_)["avoid"]]


def test_a_follow_up_call_says_so(desk: Desk, id_: str) -> None:
    for stage in ("owned", "fixed", "follow-up"):
        desk.good("stage", id_, stage)
    found = desk.json("call", id_)
    assert found["kind"] == "follow-up"
    assert found["may_promise"] is None
    assert "follow-up call" in desk.good("call", id_).out


def test_hostile_texts_leave_as_text(desk: Desk) -> None:
    id_ = desk.open("Acme [/foo] \x1b[2J", "\x1b]0;x\x07[b]", "--trouble", "a\nnumber: 666\n\u202e")
    out = desk.good("call", id_).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.startswith("number:") for line in out.splitlines())
