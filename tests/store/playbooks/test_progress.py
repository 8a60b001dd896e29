"""What proves a step of a playbook, and what does not: by the event, by hand, taken back, idle; when it is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actions import contacts, corrections, fields, house
from store.clock import HOUR, MINUTE, ManualClock
from store.entries import Contact
from store.fold import fold_break, fold_failure
from store.playbooks.model import PROOFS, Playbook
from store.playbooks.progress import StepState, asked_at_closing, counted, deed_words, next_step, progress
from store.playbooks.reading import parsed
from store.playbooks.texts import BUILT_IN, built_in_text
from store.policy import policy_of
from store.replica import Replica
from tests.store.attending import NAMELESS_FAILURE, told
from tests.store.by_hand import NOW
from tests.store.desk import Desk
from tests.store.playbooks.proving import PROVINGS, Deed, Proving, contact, follow_up, plan, promise, settle, stage
from tests.store.strategies import ID, histories

RECOVERY = parsed("recovery", built_in_text("recovery") or "")


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A desk at a replica."""
    return Desk(replica, clock)


def one_step(proof: str, more: str = "") -> Playbook:
    """A playbook of one step."""
    return parsed("one", f'[[step]]\nid = "one"\ntitle = "do it"\nwhy = "so"\nproof = {proof}\n{more}')


def states(desk: Desk, playbook: Playbook) -> tuple[StepState, ...]:
    """How the desk's first break stands."""
    case = desk.case()
    return progress(playbook, case.brk, case.failure, case.policy)


def state(desk: Desk, playbook: Playbook) -> StepState:
    """How its only step stands."""
    (found,) = states(desk, playbook)
    return found


def act(desk: Desk, deed: Deed) -> None:
    """Does something to the desk's first break."""
    desk.do(lambda tx: deed(tx, desk.acme))


@pytest.mark.parametrize("proving", PROVINGS, ids=lambda proving: proving.proof)
def test_the_event_proves_it_and_nothing_else(desk: Desk, proving: Proving) -> None:
    playbook = one_step(proving.proof)
    for deed in proving.not_yet:
        assert state(desk, playbook).done is None
        for one in deed if isinstance(deed, tuple) else (deed,):
            act(desk, one)
    before = state(desk, playbook)
    assert (before.done, bool(before.missing)) == (None, True)
    desk.do(lambda tx: proving.then(tx, desk.acme), actor="ben")
    after = state(desk, playbook)
    assert after.done is not None
    assert (after.done.at, after.by_hand, after.missing) == (desk.clock.now(), False, ())
    assert after.done.key
    assert after.done.by == "ben" or "debrief" in proving.proof


def test_everything_that_can_prove_is_tried() -> None:
    assert {what for what in PROOFS if any(f"{{ {what} = " in proving.proof for proving in PROVINGS)} == set(PROOFS)


def test_the_break_of_another_customer_proves_nothing(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.blue], "call", kind="apology"))
    assert state(desk, one_step('{ contact = "apology" }')).done is None


def test_what_is_retracted_proves_nothing_any_more(desk: Desk) -> None:
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", kind="apology"))
    assert state(desk, one_step('{ contact = "apology" }')).done is not None
    event = desk.name_of_last()
    desk.do(lambda tx: corrections.retract(tx, event))
    assert state(desk, one_step('{ contact = "apology" }')).done is None


def apology(at: int, n: int) -> Contact:
    """An apology that reached them."""
    return Contact(n, f"k{n}", at, "call", "out", "spoke", "apology", "", "", "", None, "ana")


def test_a_step_that_was_taken_back_counts_again_when_it_is_proved_anew(desk: Desk) -> None:
    own_it, id_ = RECOVERY.steps[0], desk.acme
    desk.do(lambda tx: fields.set_fields(tx, id_, {"playbook": "recovery"}))
    desk.do(lambda tx: contact(kind="apology")(tx, id_))
    assert states(desk, RECOVERY)[0].done is not None
    desk.do(lambda tx: house.mark_step(tx, id_, "own-it", False, "it was no apology"))
    back = states(desk, RECOVERY)[0]
    assert (back.done, back.missing, back.reason, back.idle) == (None, own_it.proofs, "it was no apology", False)
    desk.do(lambda tx: contact(kind="update")(tx, id_))
    assert states(desk, RECOVERY)[0].done is None
    desk.do(lambda tx: contact(kind="apology")(tx, id_))
    again = states(desk, RECOVERY)[0]
    assert again.done is not None
    assert (again.done.at, again.missing, again.by_hand) == (desk.clock.now(), (), False)


def test_a_mark_by_hand_stands_until_it_is_taken_back_and_a_proof_takes_its_place(desk: Desk) -> None:
    id_ = desk.acme
    desk.do(lambda tx: fields.set_fields(tx, id_, {"playbook": "recovery"}))
    desk.do(lambda tx: house.mark_step(tx, id_, "listen", True, "in the corridor"), actor="ben")
    marked = states(desk, RECOVERY)[1]
    assert marked.done is not None
    assert (marked.by_hand, marked.done.by, marked.reason) == (True, "ben", "in the corridor")
    desk.do(lambda tx: fields.set_fields(tx, id_, {"trouble": "nine trucks wait"}))
    proved = states(desk, RECOVERY)[1]
    assert proved.done is not None
    assert (proved.by_hand, proved.done.at) == (False, desk.clock.now())
    desk.do(lambda tx: house.mark_step(tx, id_, "listen", False))
    assert states(desk, RECOVERY)[1].done is None


def test_who_asks_for_two_follow_ups_gets_done_at_the_second(desk: Desk) -> None:
    playbook = one_step('[{ follow-up = "mail" }, { follow-up = "call" }]')
    for deed in (plan("mail"), plan("call"), follow_up("2")):
        act(desk, deed)
    (missing,) = state(desk, playbook).missing
    assert missing.words == ("mail",)


def test_a_step_about_what_is_in_the_way_is_nobodys_while_nothing_is(desk: Desk) -> None:
    playbook = parsed("two", '[[step]]\nid = "red-tape"\nproof = { cleared = "blockers" }\n[[step]]\nid = "go"\n')
    assert states(desk, playbook)[0].idle
    assert counted(states(desk, playbook)) == (0, 1)
    following = next_step(states(desk, playbook))
    assert following is not None
    assert following.step.id == "go"
    desk.do(lambda tx: house.raise_blocker(tx, desk.acme, "budget"))
    assert not states(desk, playbook)[0].idle
    assert counted(states(desk, playbook)) == (0, 2)


def test_nobody_owns_what_is_not_our_fault(desk: Desk) -> None:
    """As everywhere: no apology is asked for while the fault is not ours."""
    assert not states(desk, RECOVERY)[0].idle
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"fault": "not-ours"}))
    found = states(desk, RECOVERY)
    following = next_step(found)
    assert following is not None
    assert (found[0].idle, found[0].due_at, following.step.id) == (True, None, "listen")
    assert "own-it" not in [state.step.id for state in asked_at_closing(found)]


def test_promises_are_kept_once_none_is_open(desk: Desk) -> None:
    for deed in (promise("fix"), promise("other"), settle("1", "kept")):
        act(desk, deed)
    assert state(desk, one_step('{ kept = "any" }')).done is None
    act(desk, settle("2", "withdrawn"))
    assert state(desk, one_step('{ kept = "any" }')).done is not None


def test_what_closing_asks_for_is_what_is_not_done(desk: Desk) -> None:
    wanted = [step.id for step in RECOVERY.steps if step.closing]
    assert [found.step.id for found in asked_at_closing(states(desk, RECOVERY))] == wanted
    desk.do(lambda tx: contact(kind="apology")(tx, desk.acme))
    assert [found.step.id for found in asked_at_closing(states(desk, RECOVERY))] == wanted[1:]


DUES: tuple[tuple[str, int, int | None], ...] = (
    ('within = "45m"', 3, 45 * MINUTE),
    ('within = ["10m", "20m", "2h", "off"]', 1, 10 * MINUTE),
    ('within = ["10m", "20m", "2h", "off"]', 4, None),
    ('within = "first_word"', 2, 20 * MINUTE),
    ('within = "amends_within"', 4, None),
    ('within = "bell"', 1, None),
    ('within = "soon"', 1, None),
    ('within = "1wh"', 2, HOUR),
    ('within = "1h"\nafter = "fixed"', 2, None),
    ('within = "1h"\nafter = "no such"', 2, None),
    ("", 2, None),
)


@pytest.mark.parametrize(("text", "severity", "after"), DUES)
def test_a_step_is_due_by_severity_after_its_anchor(text: str, severity: int, after: int | None) -> None:
    """Of a break that was opened at NOW, a Monday at ten."""
    playbook = one_step('{ written = "letter" }', text)
    (found,) = progress(playbook, told(severity=severity), NAMELESS_FAILURE, policy_of())
    assert found.due_at == (None if after is None else NOW + after)


def test_a_step_is_due_after_the_step_before_it() -> None:
    playbook = parsed("two", '[[step]]\nid = "a"\nproof = { contact = "apology" }\n[[step]]\nid = "b"\nafter = "a"\nwithin = "1h"')
    waiting = progress(playbook, told(), NAMELESS_FAILURE, policy_of())[1]
    assert (waiting.begin_at, waiting.due_at) == (None, None)
    begun = progress(playbook, told(apology(NOW + MINUTE, 2)), NAMELESS_FAILURE, policy_of())[1]
    assert (begun.begin_at, begun.due_at) == (NOW + MINUTE, NOW + MINUTE + HOUR)


def test_a_contact_after_a_step_must_come_after_what_proved_it() -> None:
    playbook = parsed(
        "two", '[[step]]\nid = "a"\nproof = { stage = "fixed" }\n[[step]]\nid = "b"\nproof = { contact = "any", since = "a" }'
    )
    fixed = told(stage="fixed", fixed_at=NOW + HOUR)
    assert progress(playbook, fixed, NAMELESS_FAILURE, policy_of())[1].done is None
    later = fixed._replace(contacts=(*fixed.contacts, apology(NOW + 2 * HOUR, 2)))
    assert progress(playbook, later, NAMELESS_FAILURE, policy_of())[1].done is not None


def test_closing_and_opening_again_takes_the_stages_back(desk: Desk) -> None:
    for word in ("owned", "fixed", "closed", "reopened"):
        act(desk, stage(word))
    fix = next(found for found in states(desk, RECOVERY) if found.step.id == "fix")
    assert fix.done is None


BOOKS = [parsed(name, built_in_text(name) or "") for name in BUILT_IN] + [one_step(proving.proof) for proving in PROVINGS]
some: Callable[[Any], Any] = settings(max_examples=60, deadline=None)


@some
@given(histories("break", most=16), histories("failure", most=8), st.sampled_from(BOOKS))
def test_progress_never_fails_and_says_the_same_twice(events: Any, about: Any, playbook: Playbook) -> None:
    brk, failure = fold_break(ID["break"], events), fold_failure(ID["failure"], about)
    found = progress(playbook, brk, failure, policy_of())
    assert found == progress(playbook, brk, failure, policy_of())
    assert [one.step for one in found] == list(playbook.steps)
    done, asked = counted(found)
    assert 0 <= done <= asked <= len(found)
    for one in found:
        assert not (one.done and one.idle)
        assert one.done is None or one.by_hand or not one.missing
        assert one.step.proofs == () or one.done or one.missing
    following = next_step(found)
    assert (following is None) == (done == asked)


def test_nobody_is_led_to_an_apology_for_what_is_not_our_fault() -> None:
    """What else proves the step is asked for first, whichever of it the playbook names first."""
    theirs = NAMELESS_FAILURE._replace(fault="not-ours")
    both = one_step('[{ contact = "apology" }, { stage = "contained" }]')
    either = one_step('{ contact = ["apology", "explanation"] }')
    brk = told(stage="owned", contained_at=None)
    for playbook, deed in ((both, "stage contained"), (either, "contact explanation")):
        (state,) = progress(playbook, brk, theirs, policy_of())
        assert (deed_words(state), state.idle) == (deed, False)
        (ours,) = progress(playbook, brk, NAMELESS_FAILURE._replace(fault="ours"), policy_of())
        assert deed_words(ours) == "contact apology"
    (state,) = progress(both, told(), theirs, policy_of())
    assert state.idle, "nothing is left of it but the apology"
