"""How well the rules do on the sentences that they are only measured on, and that those are set apart."""

from __future__ import annotations

from functools import cache

import pytest

from tests.bench.tone import FAULTS, GIVEN, Judged, judge
from tests.warroom.tone.corpus import labelled
from warroom.tone.loading import load_rules

RECALL = {"hedge": 60, "self-praise": 60, "overpromise": 60, "blame": 50, "denial": 50, "agentless": 50, "drama": 50}
"""Family → the least share of its sentences that is found, in per cent."""
ELEMENT_RECALL = 80
MOST_CLEAN, MOST_CLEAN_ERRORS = 5, 1
"""The largest shares of clean sentences that draw a warning or an error; an error."""


@cache
def judged() -> list[Judged]:
    """The measured part."""
    return judge(labelled("measured"))


def test_the_parts_are_large_enough_and_apart() -> None:
    made, measured = ({one.text for one in labelled(part)} for part in ("made", "measured"))
    assert len(made | measured) >= 400
    assert not made & measured
    clean = [one for one in judged() if not one.sentence.faults]
    assert len(clean) >= len(judged()) / 2
    assert all(sum(family in one.sentence.faults for one in judged()) >= 20 for family in FAULTS)


def test_no_example_of_a_rule_comes_from_the_measured_part() -> None:
    measured = {one.text for one in labelled("measured")}
    examples = {
        text for rule in (one.rule for one in (*load_rules().faults, *load_rules().elements)) for text in rule.bad + rule.good
    }
    assert not measured & examples


# The shares are worked out apart from the assertions: one that fails shows figures only, no sentence that is to be measured on.
def share_of_family(family: str) -> int:
    """Per cent of the family's sentences that are found."""
    of = [one for one in judged() if family in one.sentence.faults]
    return 100 * sum(family in one.families for one in of) // len(of)


def share_of_element(element: str) -> int:
    """Per cent of the sentences that give the element and are recognised."""
    of = [one for one in judged() if element in one.sentence.elements]
    return 100 * sum(element in one.elements for one in of) // len(of)


def clean_hit(levels: tuple[str, ...]) -> float:
    """Per cent of the clean sentences that draw a finding of these levels."""
    clean = [one for one in judged() if not one.sentence.faults]
    return 100 * sum(any(level in levels for level in one.rules.values()) for one in clean) / len(clean)


@pytest.mark.parametrize("family", FAULTS)
def test_faults_are_found(family: str) -> None:
    assert share_of_family(family) >= RECALL[family]


@pytest.mark.parametrize("element", GIVEN)
def test_elements_are_recognised(element: str) -> None:
    assert share_of_element(element) >= ELEMENT_RECALL


@pytest.mark.parametrize(("levels", "most"), [(("warning", "error"), MOST_CLEAN), (("error",), MOST_CLEAN_ERRORS)])
def test_clean_sentences_are_let_be(levels: tuple[str, ...], most: int) -> None:
    assert clean_hit(levels) <= most
