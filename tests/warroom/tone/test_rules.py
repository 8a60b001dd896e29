"""Every rule's own examples hold, and broken files are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from warroom.tone.checking import check
from warroom.tone.loading import load_rules
from warroom.tone.proving import failures
from warroom.tone.rule import joined

RULE = """
id = "hedge.mine"
message = "m"
why = "w"
trigger = ["perchance"]
bad = ["Perchance it rained."]
good = ["It rained."]
"""


def test_every_example_of_every_rule_holds() -> None:
    assert list(failures(load_rules())) == []


def test_every_pattern_is_one() -> None:
    for compiled in (*load_rules().faults, *load_rules().elements):
        compiled.check_patterns()


def test_a_teams_rule_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(RULE)
    found = check("We lost it, perchance.", "text", rules=load_rules(tmp_path)).findings
    assert [(one.rule, one.level, one.text) for one in found] == [("hedge.mine", "warning", "perchance")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("good = ", "# "), "it needs examples of both kinds"),
        (("hedge.mine", "mine"), "its id is to be FAMILY.NAME"),
        (("perchance", "{nobody}"), "there is no class {nobody}"),
        (("perchance", "(per"), "missing )"),
        (("trigger", "triger"), "did you mean trigger?"),
        (('["It rained."]', '"It rained."'), "good is to be a list of texts"),
        (("id =", "id"), "line 2"),
    ],
)
def test_a_broken_rule_is_named_and_the_rest_works(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    (tmp_path / "a.toml").write_text(RULE.replace(*change))
    (tmp_path / "b.toml").write_text(RULE)
    rules = load_rules(tmp_path)
    assert [(problem.file, reason in problem.reason) for problem in rules.problems] == [(str(tmp_path / "a.toml"), True)]
    assert "hedge.mine" in rules.ids


def test_a_pattern_may_be_written_over_several_lines() -> None:
    assert joined("\n    (?:we|our team) take\n    |we have") == "(?:we|our team) take|we have"
    assert joined("as it was ") == "as it was "
