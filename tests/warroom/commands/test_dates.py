"""deadline, followup, prevent: making one, and what becomes of it."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_a_deadline_of_a_supplier_is_met_or_slips(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    answer = desk.good("deadline", id_, "--of", "supplier", "--who", "Kern", "--what", "parts", "--by", "3h")
    assert answer.word == "1"
    assert "later than promise 1" in answer.err
    assert desk.json("deadline", id_, "--of", "law", "--what", "report", "--by", "72h") == {"id": id_, "n": 2}
    assert desk.json("deadline", id_, "1", "slipped", "--to", "5h", "--reason", "snow") == {"id": id_, "n": 1}
    desk.good("deadline", id_, "1", "chased", "--said", "on its way")
    first, second = desk.show(id_)["deadlines"]
    assert {key: first[key] for key in ("n", "of", "who", "what", "due_at", "state", "slips")} == {
        "n": 1,
        "of": "supplier",
        "who": "Kern",
        "what": "parts",
        "due_at": "2026-11-24T17:00:00Z",
        "state": "open",
        "slips": 1,
    }
    assert (first["chased"], second["who"]) == (1, None)
    desk.good("deadline", id_, "2", "slipped")
    desk.good("deadline", id_, "1", "met")
    assert [deadline["state"] for deadline in desk.show(id_)["deadlines"]] == ["met", "slipped"]
    assert "met already" in desk.bad("deadline", id_, "1", "slipped")


def test_a_suppliers_deadline_is_entered_once_for_all_customers(desk: Desk) -> None:
    made = desk.good("open", "--customers", "-", "--what", "x", "--json", typed="Acme\nElm\n").json
    desk.good("deadline", made["ids"][0], "--of", "supplier", "--what", "parts", "--by", "3h")
    assert desk.show(made["ids"][1])["deadlines"][0]["what"] == "parts"
    desk.good("deadline", made["ids"][1], "1", "met")
    assert desk.show(made["ids"][0])["deadlines"][0]["state"] == "met"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["1"],
        ["1", "met"],
        ["--of", "supplier", "--what", "parts"],
        ["--of", "fate", "--what", "parts", "--by", "3h"],
        ["--of", "law", "--by", "3h"],
        ["--of", "law", "--what", "w", "--by", "3h ago"],
        ["1", "met", "--of", "law"],
        ["--to", "3h"],
    ],
)
def test_deadlines_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("deadline", desk.open(), *words)


def test_a_mixture_names_both_forms(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("deadline", id_, "--of", "law", "--what", "w", "--by", "3h")
    for words in (["1", "met", "--what", "w"], ["1"], [], ["1", "--by", "4h"]):
        refused = desk.bad("deadline", id_, *words)
        assert "deadline ID --of" in refused
        assert "deadline ID N met|slipped" in refused
    desk.bad("deadline", id_, "1", "met", "--to", "4h")
    desk.bad("deadline", id_, "1", "met", "--said", "thanks")
    desk.bad("deadline", id_, "1", "forgotten")


def test_followups_are_planned_and_done(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.good("followup", id_, "--channel", "mail", "--due", "2d").word == "1"
    assert desk.json("followup", id_, "--channel", "call", "--due", "fri 17:00") == {"id": id_, "n": 2}
    assert desk.json("followup", id_, "1", "done", "--said", "all well") == {"id": id_, "n": 1}
    first, second = desk.show(id_)["followups"]
    assert (first["channel"], first["due_at"], first["done_at"]) == ("mail", "2026-11-26T12:00:00Z", "2026-11-24T12:00:00Z")
    assert (second["due_at"], second["done_at"]) == ("2026-11-27T17:00:00Z", None)
    assert "done already" in desk.bad("followup", id_, "1", "done")
    desk.bad("followup", id_, "--channel", "letter", "--due", "2d")
    desk.bad("followup", id_, "--channel", "mail")
    desk.bad("followup", id_, "2", "skipped")
    assert "followup ID --channel" in desk.bad("followup", id_, "2", "done", "--due", "3d")


def test_prevention_outlives_the_break(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.good("prevent", id_, "--what", "second supplier", "--owner", "cem", "--due", "10d").word == "1"
    desk.good("stage", id_, "closed", "--reason", "a trial")
    assert desk.json("prevent", id_, "1", "done", "--said", "signed") == {"id": id_, "n": 1}
    (action,) = desk.show(id_)["prevention"]
    assert {key: action[key] for key in ("n", "what", "owner", "due_at", "done_at")} == {
        "n": 1,
        "what": "second supplier",
        "owner": "cem",
        "due_at": "2026-12-04T12:00:00Z",
        "done_at": "2026-11-24T12:00:00Z",
    }
    desk.bad("prevent", id_, "--what", "x")
    desk.bad("prevent", id_, "--owner", "x")
    desk.bad("prevent", id_, "1", "done")
    assert "prevent ID --what" in desk.bad("prevent", id_)
