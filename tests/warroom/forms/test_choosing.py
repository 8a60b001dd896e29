"""What the keys offer, what the program makes of typed values, whom a typed name means, and what is new to a customer."""

from __future__ import annotations

import pytest

from store.actions.amends import move_restitution
from store.actions.contacts import log_contact
from store.actions.opening import open_breaks
from store.actions.promises import make_promise, settle_promise
from store.actions.stages import mark_fixed, set_stage
from store.clock import HOUR, MINUTE, ManualClock
from store.errors import Ambiguous, BadInput, NotFound, Refused
from store.replica import Replica
from tests.warroom.casting import NOW, ZONE, Write, about, act, opened, plain_break
from warroom.forms import Subject, verbs_named
from warroom.forms.entries import entry_options
from warroom.forms.house import PRIORITY_CASE
from warroom.forms.owner import TAKE_OVER
from warroom.forms.registry import FORMS
from warroom.forms.spec import Option
from warroom.forms.still_on_it import draft, news, run_without_news
from warroom.forms.understanding import back_dated, understand
from warroom.preview.choices import WRITE

Full = tuple[Replica, str]


def offered(subject: Subject, name: str) -> list[str]:
    """What a key offers, as key and form."""
    return [f"{option.key} {option.form}" for option in verbs_named(name).options(subject)]


def test_a_plain_break_is_offered_the_one_thing_that_can_be_new(replica: Replica) -> None:
    subject = about(replica, plain_break(replica))
    for name, form in (
        ("promise", "promise"),
        ("remedy", "remedy"),
        ("restitution", "restitution"),
        ("blocker", "blocker"),
        ("deadline", "deadline"),
        ("follow-up", "follow-up"),
        ("fixed", "fixed"),
    ):
        assert [option.form for option in verbs_named(name).options(subject)] == [form]


def test_a_full_break_is_offered_what_can_happen_to_its_entries(full: Full) -> None:
    subject = about(*full)
    assert offered(subject, "promise") == ["t told", "k settle", "m repromise", "b settle", "w settle", "n promise"]
    assert offered(subject, "remedy") == ["b answer", "m answer", "e answer", "n remedy"]
    assert offered(subject, "restitution") == ["a restitution-move", "i restitution-move", "d restitution-move", "n restitution"]
    assert offered(subject, "blocker") == ["c clear", "a nudge", "h :priority-case", "n blocker"]
    assert offered(subject, "deadline") == ["c deadline-chased", "m deadline-met", "s deadline-slipped", "n deadline"]
    assert offered(subject, "follow-up") == ["d follow-up-done", "n follow-up"]
    assert offered(subject, "dispute") == ["w withdraw-dispute", "a public-answer", "d dispute", "p public"]
    assert offered(subject, "handover")[0] == "t take-over"


def test_every_option_opens_its_form_with_its_presets_in_force(full: Full) -> None:
    subject = about(*full)
    event = next(event for event in subject.events if event.kind == "contacted")
    options: list[Option] = entry_options(subject, f"{event.replica}-{event.number}")
    assert [option.form for option in options] == ["amend-entry", "move-entry", "take-back"]
    for name in ("promise", "remedy", "restitution", "blocker", "deadline", "follow-up", "dispute", "why", "customer", "handover"):
        options += verbs_named(name).options(subject)
    for option in options:
        if option.form in (PRIORITY_CASE, TAKE_OVER, WRITE):
            continue
        form = FORMS[option.form]
        assert form.refuses(subject, option.presets) == ""
        values = {spec.name: spec.value for spec in form.fields(subject, option.presets)}
        assert option.presets.items() <= values.items()


def test_a_retraction_is_taken_back_like_an_entry(full: Full) -> None:
    replica, id_ = full
    subject = about(replica, id_)
    contact = next(event for event in subject.events if event.kind == "contacted")
    form, presets = FORMS["take-back"], {"event": f"{contact.replica}-{contact.number}"}
    act(replica, lambda tx: form.save(tx, subject, {**presets, "reason": ""}))
    assert replica.cases().brk(id_).contacts == ()
    after = about(replica, id_)
    assert "taken back" in form.refuses(after, presets)
    retraction = next(event for event in after.events if event.kind == "retracted")
    again = {"event": f"{retraction.replica}-{retraction.number}"}
    assert form.refuses(after, again) == ""
    assert form.fields(after, again)[0].hint.endswith("apology: Third time this month.")
    act(replica, lambda tx: form.save(tx, after, {**again, "reason": ""}))
    assert len(replica.cases().brk(id_).contacts) == 1


def test_over_the_limit_it_is_approved_before_it_is_issued(full: Full) -> None:
    subject = about(*full)
    over, small = subject.one.brk.restitution
    states = {line.n: FORMS["restitution-move"].fields(subject, {"n": line.n})[1].choices for line in (over, small)}
    assert [word for word, _ in states[over.n]] == ["approved", "declined"]
    assert [word for word, _ in states[small.n]] == ["approved", "issued", "declined"]
    noted = FORMS["restitution"].notes(subject, {"amount": "501", "kind": "credit"})
    assert "over the limit of 500 EUR" in noted["amount"]
    assert FORMS["restitution"].notes(subject, {"amount": "501", "kind": "correction"}) == {}
    assert FORMS["restitution"].notes(subject, {"amount": "420", "kind": "credit"}) == {}
    together = FORMS["restitution"].notes(subject, {"amount": "421", "kind": "credit"})
    assert together == {"amount": "two lines together €501, over what one may decide"}
    assert (
        "another currency always needs approval"
        in FORMS["restitution"].notes(subject, {"amount": "1 USD", "kind": "credit"})["amount"]
    )


def test_a_debrief_in_which_nothing_was_said_is_noted(full: Full) -> None:
    subject = about(*full)
    assert "not done" in FORMS["debrief"].notes(subject, {"who": "ben", "said": " "})["said"]
    assert FORMS["debrief"].notes(subject, {"who": "ben", "said": "saw it late"}) == {}


def test_what_was_decided_is_not_corrected_in_the_form_either(full: Full) -> None:
    replica, id_ = full
    act(replica, lambda tx: move_restitution(tx, id_, "2", "issued"))
    subject = about(*full)
    line = next(event for event in subject.events if event.kind == "restitution_proposed" and (event.body or {})["n"] == 2)
    form, presets = FORMS["amend-entry"], {"event": f"{line.replica}-{line.number}"}
    values = {field.name: field.value for field in form.fields(subject, presets)}
    with pytest.raises(Refused) as caught:
        act(replica, lambda tx: form.save(tx, subject, {**values, "amount": "90000 EUR"}))
    assert caught.value.field == "amount"


@pytest.mark.parametrize(
    ("kind", "text", "said", "fine"),
    [
        ("time", "in 2h", "→ today 16:32 CET, in 2 h (theirs 15:32)", True),
        ("time", "9 theirs", "→ tomorrow 10:00 CET, in 19 h 27 (theirs 09:00)", True),
        ("time", "2wh", "→ today 16:32 CET, in 2 h (theirs 15:32)", True),
        ("time", "2026-03-05 9:00", "today 09:00 CET, 5 h 32 ago (theirs 08:00): that is past", False),
        ("past", "20m", "→ today 14:12 CET, 20 m ago (theirs 13:12)", True),
        ("past", "in 5m", "today 14:37 CET, in 5 m (theirs 13:37): that has not happened yet", False),
        ("instant", "2026-03-05 9:00", "→ today 09:00 CET, 5 h 32 ago (theirs 08:00)", True),
        ("money", "250", "→ €250", True),
        ("money", "250 XYZ", "XYZ is no currency that we know", False),
        ("length", "1h30", "→ 1 h 30", True),
        ("cadence", "30m for 2h, then 1h", "→ a word every 30 m for 2 h, then every 1 h", True),
        ("cadence", "8wh", "→ a word every 8 h working", True),
        ("zone", "America/New_York", "→ 08:32 there now", True),
        ("hours", "mon-fri 8-17", "→ mon, tue, wed, thu, fri 08:00-17:00", True),
        ("lines", "A\nB\n\n- A", "→ 2 customers: one failure, a break for each", True),
        ("line", "x" * 501, "501 characters", False),
        ("line", "fine", "", True),
        ("time", "  ", "", True),
    ],
)
def test_what_was_typed_is_said_back(full: Full, kind: str, text: str, said: str, fine: bool) -> None:
    told, taken = understand(kind, text, about(*full), NOW)
    assert (told[: len(said)] if said else told, taken) == (said, fine)


def test_their_own_time_of_several_customers_is_each_their_own() -> None:
    several = Subject(None, ("A", "B"), ("Alder", "Birch"), ("A", "B"), now=NOW, zone=ZONE)
    assert understand("time", "9 theirs", several, NOW) == ("→ each customer's own time", True)
    assert understand("time", "soon theirs", several, NOW)[1] is False
    assert back_dated({"at": "20m"}, several, NOW) == NOW - 20 * MINUTE
    assert back_dated({"at": " "}, several, NOW) is None
    with pytest.raises(BadInput) as caught:
        back_dated({"at": "soon"}, several, NOW)
    assert caught.value.field == "at"


def test_a_typed_name_means_a_break_by_its_id_or_by_its_customer(replica: Replica) -> None:
    acme, again, zebra = opened(replica, "Acme Freight", "a"), opened(replica, "ACME Foods", "b"), opened(replica, "Zebra", "c")

    def found(typed: str) -> str:
        return str(act(replica, lambda tx: tx.find_named(typed)))

    assert found(zebra[:6].lower()) == zebra
    assert found("acme freight") == acme
    assert found("  Acme  Fo") == again
    assert found("zeb") == zebra
    with pytest.raises(Ambiguous) as caught:
        found("acme")
    assert len(caught.value.candidates) == 2
    with pytest.raises(NotFound):
        found("Quay")
    with pytest.raises(BadInput):
        found("  ")


def test_an_open_break_of_a_customer_comes_before_a_closed_one(replica: Replica) -> None:
    closed, there = opened(replica, "Zebra", "old"), opened(replica, "Zebra", "new")
    act(replica, lambda tx: set_stage(tx, closed, "closed"))
    assert act(replica, lambda tx: tx.find_named("zebra")) == there
    act(replica, lambda tx: set_stage(tx, there, "closed"))
    with pytest.raises(Ambiguous):
        act(replica, lambda tx: tx.find_named("zebra"))


def test_a_name_that_is_also_an_id_is_not_taken_for_either(replica: Replica) -> None:
    first = opened(replica, "Alder", "a")
    second = act(replica, lambda tx: open_breaks(tx, [f"{first[:5].lower()} GmbH"], "b")).ids[0]
    with pytest.raises(Ambiguous):
        act(replica, lambda tx: tx.find_named(first[:5]))
    assert act(replica, lambda tx: tx.find_named(first[:5] + " GmbH")) == second


def test_fixed_settles_the_promises_it_keeps_in_one_action(replica: Replica) -> None:
    id_ = plain_break(replica)
    act(replica, lambda tx: make_promise(tx, [id_], "one", by="1h"))
    act(replica, lambda tx: make_promise(tx, [id_], "two", by="1h"))
    receipt = act(replica, lambda tx: mark_fixed(tx, id_, kept=["2"], confirmed_by="Dana"))
    brk = replica.cases().brk(id_)
    assert (brk.stage, [promise.result for promise in brk.promises], brk.fix_confirmed_by) == ("fixed", ["", "kept"], "Dana")
    assert receipt.warnings == ("fix promise 1 is open: settle it (kept, broken)",)
    assert len(act(replica, lambda tx: tx.last_action())) == 3
    with pytest.raises(Refused):
        act(replica, lambda tx: mark_fixed(tx, id_, kept=["1"]))
    assert replica.cases().brk(id_).promises[0].is_open


def test_news_is_what_happened_since_they_last_heard(replica: Replica, clock: ManualClock) -> None:
    id_ = plain_break(replica)

    def after(minutes: int, write: Write) -> None:
        clock.advance(minutes * MINUTE)
        act(replica, write)

    after(1, lambda tx: log_contact(tx, [id_], "call"))
    assert news(about(replica, id_)) == []
    assert "There is nothing new to tell" in draft(about(replica, id_))
    after(1, lambda tx: make_promise(tx, [id_], "orders through", by="in 1h"))
    after(1, lambda tx: log_contact(tx, [id_], "call", attempt=True))
    assert news(about(replica, id_)) == ["orders through: by 15:34"]
    after(1, lambda tx: log_contact(tx, [id_], "mail", kind="still-on-it"))
    assert news(about(replica, id_)) == []
    assert run_without_news(about(replica, id_)) == 2
    after(1, lambda tx: settle_promise(tx, id_, "1", "kept"))
    assert news(about(replica, id_)) == ["orders through: done, 14:37"]
    assert run_without_news(about(replica, id_)) == 1
    clock.advance(HOUR)
    assert "What is new since 14:36:\n- orders through: done, 14:37" in draft(about(replica, id_))
