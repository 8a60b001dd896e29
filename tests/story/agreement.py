"""Whether record, board and call sheet say what the table says, and say the same."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.story.telling import After
from tests.warroom.commands.conftest import Desk

Json = dict[str, Any]


class Seen(NamedTuple):
    """What the three say of a break, as JSON."""

    record: Json
    row: Json
    """Its line of the board."""
    sheet: Json


def see(desk: Desk, id_: str, who: str) -> Seen:
    """What somebody is told of a break now. Its line is looked for where the board shows it."""
    record = desk.json("show", id_)
    everything = ("--all",) if record["view"] == "closed" else ()
    [row] = [row for row in desk.json("list", *everything)["breaks"] if row["id"] == record["id"]]
    return Seen(record, row, desk.json("call", id_, actor=who))


def names(lines: list[Json]) -> str:
    """The names of lines of the sheet."""
    return " ".join(line["name"] for line in lines)


def as_the_table_says(seen: Seen, after: After) -> None:
    """The record is as the table has it, and so is what the sheet says of it."""
    record, sheet = seen.record, seen.sheet
    assert (record["stage"], record["view"], record["disputed"], record["repeat"]) == (
        *(after.stage, after.view, after.disputed, after.repeat),
    )
    assert next_of(record) == after.next
    done = [step["id"] for step in record["steps"] if step["done_at"]]
    assert sorted(done) == sorted(after.done)
    assert next((step["id"] for step in record["steps"] if not step["done_at"]), "") == after.step
    assert promise_of(record) == after.promise
    assert ", ".join(f"{line['kind']} {line['state']}" for line in pending(record)) == after.owed
    assert tuple(record["closed_without"]) == after.without
    assert (sheet["kind"], names(sheet["say"])) == (after.sheet, after.say)
    assert (names(sheet["avoid"]), names(sheet["alarms"])) == (after.avoid, after.alarms)


def next_of(record: Json) -> tuple[str, str, str]:
    """Whose the next action is, its rule, and what it says after whom to call."""
    if record["next"] is None:
        return "", "", ""
    what = record["next"]["what"]
    return record["next"]["who"] or "", record["next"]["rule"], what.partition(": ")[2] if what.startswith("Call ") else what


def promise_of(record: Json) -> str:
    """How the promise of the fix stands."""
    promise = next((promise for promise in record["promises"] if promise["kind"] == "fix"), None)
    if promise is None:
        return ""
    moved = f", moved {len(promise['slips'])}×" if promise["slips"] else ""
    return f"{promise['state']}{moved}{'' if promise['told'] else ', not told'}"


def pending(record: Json) -> list[Json]:
    """The lines of the ledger that the customer has not confirmed."""
    return [line for line in record["restitution"] if line["state"] not in ("confirmed", "declined")]


def agree(seen: Seen) -> None:
    """Record, line of the board and call sheet say the same of everything that two of them know."""
    record, row, sheet = seen
    assert {name: record[name] for name in row} == row
    assert (record["steps_done"], record["step_count"]) == (
        sum(1 for step in record["steps"] if step["done_at"]),
        len(record["steps"]),
    )
    assert (sheet["id"], sheet["customer"], sheet["what"]) == (record["id"], record["customer"], record["what"])
    for name in ("trouble", "expectation", "must_tell", "must_tell_by"):
        assert sheet[name] == record[name], name
    _of_contacts(record, sheet)
    _of_promises(record, row, sheet)
    _of_amends(record, sheet)
    facts = {line["name"]: line["text"] for line in sheet["facts"]}
    action = record["next"]
    told = f"{action['who']}: {action['what']}" if action and action["who"] else action["what"] if action else None
    assert facts.get("next") == told
    assert ("disputed" in names(sheet["avoid"]).split()) is record["disputed"]
    if sheet["kind"] == "call":
        assert ("own-it" in names(sheet["say"]).split()) is (record["owned_at"] is None)


def _of_contacts(record: Json, sheet: Json) -> None:
    talked = [contact for contact in record["contacts"] if contact["result"] != "attempt"]
    assert sheet["mood"] == next((contact["mood"] for contact in reversed(talked) if contact["mood"]), None)
    assert sheet["words"] == next((contact["said"] for contact in reversed(talked) if contact["said"]), None)
    assert record["last_contact_at"] == (talked[-1]["at"] if talked else None)


def _of_promises(record: Json, row: Json, sheet: Json) -> None:
    there = {promise["n"]: promise for promise in record["promises"] if promise["settled_at"] is None}
    for promise in sheet["promises"]:
        known = there.pop(promise["n"])
        assert promise == {name: known[name] for name in promise}
    assert there == {}
    if row["promise"] is not None:
        [shown] = [promise for promise in record["promises"] if promise["n"] == row["promise"]["n"]]
        assert row["promise"] == {**{name: shown[name] for name in row["promise"]}, "slips": len(shown["slips"])}
    moved = any(not promise["told"] for promise in sheet["promises"])
    assert ("moved" in names(sheet["say"]).split()) is moved


def _of_amends(record: Json, sheet: Json) -> None:
    open_lines, facts = pending(record), names(sheet["facts"]).split()
    gifts = [line for line in open_lines if line["kind"] == "gift-card"]
    assert [f"owed-{line['n']}" for line in open_lines if line not in gifts] == [name for name in facts if name.startswith("owed-")]
    assert [f"remedy-{remedy['n']}" for remedy in record["remedies"]] == [name for name in facts if name.startswith("remedy-")]
    avoid = names(sheet["avoid"]).split()
    assert ("gift-card" in avoid) is bool(gifts)
    assert ("not-approved" in avoid) is any(line["needs_approval"] for line in open_lines if line not in gifts)
    total = sum(float(line["amount"]["amount"]) for line in open_lines)
    assert [float(sum_["amount"]) for sum_ in record["owed"]] == ([total] if open_lines else [])
    assert not any(word in line["text"] for line in sheet["say"] for word in ("gift", "€40"))
