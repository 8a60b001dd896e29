"""Canaries: a token in every field of every event and card; what a customer reads holds those that are meant for them, and no
other (design §7)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Literal, NotRequired, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import get_type_hints

from store.bodies import BODIES
from store.bodies.shared import Amount
from store.errors import Refused
from store.facing import facing
from store.money import Money
from store.words import REFERENCES
from tests.store.by_hand import NOW
from tests.warroom.summaries.breaks import SIGNER, ZONE
from tests.warroom.summaries.canaries import OWNER, PUBLIC_NAME, SET_FIELDS, Planted
from warroom.summaries.making import summary_of
from warroom.summaries.model import TO_CUSTOMER, Summary

MAY_BE_READ = frozenset(
    (
        "opened.customer customer_edited.name opened.contact_name edited.break.contact_name edited.break.customer "
        "person_edited.role person_edited.mail person_edited.call_name person_edited.language "
        "opened.what edited.break.what failure_opened.what edited.failure.what edited.break.trouble explained.text "
        "promised.what promise_moved.say remedy_proposed.what prevention_planned.what public_marked.where "
        "contacted.with written.break.text written.break.summary restitution_proposed.amount"
    ).split()
)
"""Every field of the record that `Facing` holds: all that can get out to a customer. Names of ours are not among them: who sees
to a change is named by the name that the configuration gives for customers."""
NAMES = {OWNER: PUBLIC_NAME}
STRUCTURAL = frozenset(("set", "event", "into", "kind", "body", "keep", "was_on", "to_break"))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in nested values, amounts as they are read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Money):
        yield str(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from texts_in(inner)


def made_of(planted: Planted) -> Iterator[Summary]:
    """The four summaries, as far as there are any of it."""
    for name in TO_CUSTOMER:
        try:
            yield summary_of(name, planted.case(**{"approve-above": "off"}), "K7Q2", SIGNER, ZONE, NOW, None, NAMES)
        except Refused:
            assert name in ("followup", "gift")


def everything_in(summary: Summary) -> str:
    return "\n".join((*texts_in(tuple(summary._replace(fields={}))), json.dumps(dict(summary.fields), ensure_ascii=False)))


SCENARIOS: dict[str, Planted] = {
    "all": Planted(),
    "unedited": Planted(skip=("edited", "customer_edited")),
    "nothing named": Planted(skip=("edited", "customer_edited", "opened.what")),
    "edited failure": Planted(skip=("customer_edited", "opened.what", "edited.break.what")),
    "not fixed": Planted(fixed=False),
}


def test_every_text_that_can_be_written_is_planted() -> None:
    planted = set(SCENARIOS["all"].tokens.values())
    for kind, (body, _) in BODIES.items():
        for name, hint in get_type_hints(body, include_extras=True).items():
            if repr(get_origin(hint)) == repr(NotRequired):
                hint = get_args(hint)[0]
            closed = repr(get_origin(hint)) == repr(Literal) or hint in (int, bool)
            reference = name in (*REFERENCES, *STRUCTURAL) or name.endswith("_at") or name == "until"
            if closed or reference or kind in ("moved_out", "redacted", "joined", "policy_set"):
                continue
            if (kind, name) in (("person_edited", "person"), ("opened", "failure")):
                continue  # the contact's name, an id
            is_money = hint is Amount
            places = {f"{kind}.{name}", f"{kind}.break.{name}"}
            assert places & planted, f"{kind}.{name}{' (money)' if is_money else ''} is not planted"
    for about, kind in (("break", "edited.break"), ("failure", "edited.failure"), ("customer", "customer_edited")):
        free = {"trouble", "exposure", "must_tell", "cause", "category", "do_not_contact", "hours"} & set(SET_FIELDS[about])
        assert {f"{kind}.{name}" for name in free} <= planted
    for inner in ("noted.break.text", "lesson_learned.text", "debriefed.said", "blocker_raised.what", "deadline_set.break.who"):
        assert inner in planted
    assert len({name for name in planted if name.startswith("actor.")}) > 50


def test_the_list_is_what_the_projection_holds() -> None:
    found: set[str] = set()
    for planted in SCENARIOS.values():
        case = planted.case(**{"approve-above": "off"})
        view = facing(case.brk, case.failure, case.customer, case.policy, NOW, NAMES)
        found |= planted.found_in("\n".join(texts_in(tuple(view))))
        assert any(change.owner == PUBLIC_NAME for change in view.changes)
    assert found == MAY_BE_READ


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_else_gets_out(name: str) -> None:
    planted = SCENARIOS[name]
    summaries = list(made_of(planted))
    assert {"letter", "brief"} <= {summary.name for summary in summaries}
    for summary in summaries:
        found = planted.found_in(everything_in(summary))
        assert found, "a text that says nothing of the record proves nothing"
        assert found <= MAY_BE_READ, (summary.name, found - MAY_BE_READ)


def test_the_brief_names_nobody_of_ours() -> None:
    for summary in made_of(SCENARIOS["all"]):
        assert (PUBLIC_NAME in everything_in(summary)) == (summary.name != "brief")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1 << 30), fixed=st.booleans(), edits=st.booleans())
def test_nothing_else_gets_out_whatever_the_words_are(seed: int, fixed: bool, edits: bool) -> None:
    """Other kinds, channels, states, faults and answers, by chance."""
    dice = Random(seed)

    def choose(words: Sequence[str]) -> str:
        return dice.choice(list(words))

    planted = Planted(choose, () if edits else ("edited", "customer_edited"), fixed)
    for summary in made_of(planted):
        found = planted.found_in(everything_in(summary))
        assert found <= MAY_BE_READ, (summary.name, found - MAY_BE_READ)
