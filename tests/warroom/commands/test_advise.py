"""advise, and what promise and repromise say of a time that will probably not hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.replica import Replica
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.commands.conftest import NOON, Desk


def with_history(desk: Desk, count: int = 60) -> str:
    """Gives the board a history of fixes that took up to an hour; the id of a break that was opened 10 minutes ago."""
    id_ = desk.good(
        "open", "--customer", "Acme Freight", "--what", "API down", "--severity", "3", "--category", "api", "--at", "10m"
    ).word
    folder = next(desk.home.glob("data/boards/*"))
    replica = Replica.open(folder, folder.name, desk.clock)
    fixed_before(replica, NOON, count, minutes=60, severity=3, category="api")
    replica.close()
    return id_


def test_of_an_open_break_by_the_age_that_it_has(desk: Desk) -> None:
    id_ = with_history(desk)
    found = desk.json("advise", id_, "--by", "15m")
    assert set(found) >= {"sample", "censored", "scope", "quantiles", "by"}
    assert (found["sample"], found["censored"], found["age"]) == (50, 0, 600)
    assert found["scope"] == "severity 3, category api"
    p50, p80, p90 = (found["quantiles"][name] for name in ("p50", "p80", "p90"))
    assert 15 * 60 < p50 < 40 * 60
    assert p50 < p80 < p90 < 120 * 60
    assert found["by"]["due_at"] == "2026-11-24T12:15:00Z"
    assert 0.05 < found["by"]["chance"] < 0.5
    assert desk.json("advise", id_)["by"] is None
    said = desk.good("advise", id_, "--by", "15m").out
    assert "50 fixed ones like it, still open at the age of 10 m" in said
    assert "holds in" in said


def test_of_one_that_is_opened_now_by_severity_and_category(desk: Desk) -> None:
    with_history(desk)
    found = desk.json("advise", "--severity", "3", "--category", "API")
    assert (found["sample"], found["censored"], found["age"]) == (60, 1, 0)
    rare = desk.json("advise", "--severity", "3", "--category", "elsewhere")
    assert (rare["scope"], rare["widened"]) == ("severity 3 (too few of its category)", ["category"])


def test_too_small_a_history_gives_no_number(desk: Desk) -> None:
    with_history(desk, 19)
    found = desk.json("advise", "--severity", "3", "--category", "api", "--by", "2h")
    assert found["sample"] == 19
    assert found["quantiles"] == {"p50": None, "p80": None, "p90": None}
    assert found["by"] == {"due_at": "2026-11-24T14:00:00Z", "chance": None}
    assert "too few to tell" in desk.good("advise", "--severity", "3").out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["zzzz"],
        ["ID", "--severity", "3"],
        ["ID", "--category", "api"],
        ["--category", "api"],
        ["--severity", "9"],
        ["ID", "--by", "soon"],
        ["ID", "--by", "yesterday 9"],
    ],
    ids=" ".join,
)
def test_wrong_use(desk: Desk, words: list[str]) -> None:
    id_ = desk.open()
    desk.bad("advise", *(id_ if word == "ID" else word for word in words))


def test_a_break_that_is_fixed_needs_no_advice(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("stage", id_, "fixed")
    assert "fixed already" in desk.bad("advise", id_)


def test_a_promise_that_will_probably_not_hold_is_made_and_warned_about(desk: Desk) -> None:
    id_ = with_history(desk)
    hopeful = desk.good("promise", id_, "--what", "full fix", "--by", "10m")
    assert hopeful.word == "1"
    assert "our history says that this holds in" in hopeful.err
    assert "80 % sure: 12:" in hopeful.err
    for words in (["--by", "6h"], ["--by", "10m", "--kind", "news"], ["--sure", "none", "--next", "10m"]):
        assert "our history" not in desk.good("promise", id_, "--what", "x", *words).err
    moved = desk.good("repromise", id_, "1", "--by", "11m", "--reason", "r", "--not-told")
    assert "our history says" in moved.err
    assert len(desk.show(id_)["promises"]) == 5
    desk.good("policy", "chance_firm.3=0")
    assert "our history" not in desk.good("promise", id_, "--what", "full fix", "--by", "10m").err


def test_neither_textual_nor_pydantic_is_loaded(desk: Desk) -> None:
    with_history(desk)
    code = (
        "import sys; from warroom.cli import run; code = run(['advise', '--severity', '3', '--offline', '--json']);"
        " print(code, sorted({'textual', 'pydantic', 'rich', 'aiosqlite'} & set(sys.modules)), file=sys.stderr)"
    )
    environment = {"WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "WARROOM_ACTOR": "ana", "PATH": ""}
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 []"
