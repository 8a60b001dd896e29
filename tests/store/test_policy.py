"""The policy: what may be set, that whatever is set is read back, and that nonsense in the record counts as not set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actions import board
from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.errors import BadInput, Refused
from store.policy import BY_NAME, SETTINGS, Cadence, cadence_text, checked, in_force, parse_cadence, policy_of, split_key
from store.replica import Replica
from store.spans import Span
from tests.store.by_hand import Author
from tests.store.desk import Desk

names = st.sampled_from([setting.name for setting in SETTINGS])


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_defaults_are_what_may_be_typed(setting: object) -> None:
    name = setting.name  # type: ignore[attr-defined]
    for number, default in enumerate(BY_NAME[name].defaults, 1):
        key = name if len(BY_NAME[name].defaults) == 1 else f"{name}.{number}"
        assert checked(key, default) == {key: default}


def test_every_value_in_force_comes_from_a_setting() -> None:
    policy = policy_of()
    fields = set(policy._fields) - {"hours"}
    assert fields | {"zone", "days", "hours", "holidays"} == {setting.name for setting in SETTINGS}
    assert all(len(getattr(policy, setting.name)) == 4 for setting in SETTINGS if len(setting.defaults) == 4)


def test_defaults_as_the_people_at_night_have_them() -> None:
    policy = policy_of()
    assert policy.first_word == (Span(10 * MINUTE), Span(20 * MINUTE), Span(2 * HOUR), Span(1, "days"))
    assert policy.cadence[0] == Cadence(Span(HOUR), Span(30 * MINUTE), 2 * HOUR)
    assert policy.cadence[2:] == (Cadence(Span(8 * HOUR, "working")), Cadence(Span(2, "days")))
    assert policy.night == (True, False, False, False)
    assert [str(limit) for limit in policy.approval] == ["500", "250", "100", "50"]
    assert policy.followups[0] == (("mail", 2 * DAY), ("call", 5 * DAY))
    assert policy.watch == (90 * DAY, 45 * DAY, 14 * DAY, 0)
    assert policy.hours.zone == "UTC"


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("colour", "red", "key"),
        ("cadence.5", "1h", "key"),
        ("cadence.", "1h", "key"),
        ("cadence.one", "1h", "key"),
        ("currency.1", "EUR", "key"),
        ("cadence", "often", "cadence"),
        ("cadence.1", "30m for, then 1h", "cadence.1"),
        ("cadence", "1h, then 2h", "cadence"),
        ("first_word", "0m", "first_word"),
        ("night.2", "maybe", "night.2"),
        ("deputy_after", "²", "deputy_after"),
        ("deputy_after", "-1", "deputy_after"),
        ("bell", "1e3", "bell"),
        ("chance_firm", "101", "chance_firm"),
        ("chance_firm", "٩", "chance_firm"),
        ("approval", "much", "approval"),
        ("approval", "1.2.3", "approval"),
        ("approval", "NaN", "approval"),
        ("followups", "pigeon 2d", "followups"),
        ("followups", "mail", "followups"),
        ("check_ins", "14d, soon", "check_ins"),
        ("closing", "champagne", "closing"),
        ("resets", "mail, pigeon", "resets"),
        ("currency", "EURO", "currency"),
        ("zone", "Narnia", "zone"),
        ("days", "monfri", "days"),
        ("hours", "18-8", "hours"),
        ("holidays", "christmas", "holidays"),
        ("holidays", "2026-02-30", "holidays"),
        ("watch", "x" * 100_000, "watch"),
        ("playbook", "\x1b\x07", "playbook"),
        ("owner_statistics", "", "owner_statistics"),
    ],
)
def test_what_cannot_be_set_is_bad_input_and_writes_nothing(
    key: str, value: str, field: str, replica: Replica, clock: ManualClock
) -> None:
    desk = Desk(replica, clock)
    with pytest.raises(BadInput) as caught:
        checked(key, value)
    assert caught.value.field == field
    if value:
        desk.refuses(field, lambda tx: board.set_policy(tx, [f"{key}={value}"]))


@settings(max_examples=300, deadline=None)
@given(names, st.text(max_size=20))
def test_any_text_is_a_value_or_bad_input(name: str, text: str) -> None:
    try:
        found = checked(name, text)
    except BadInput:
        return
    policy_of(found.items())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.one_of(names, st.text(max_size=9)), st.text(max_size=12)), max_size=6))
def test_nonsense_in_the_record_counts_as_not_set(settings_: list[tuple[str, str]]) -> None:
    written = [(f"{name}.{n}", text) for name, text in settings_ for n in (1, 2)] + settings_
    assert policy_of(written)
    assert set(in_force(written)) == set(in_force())


spans = st.one_of(
    st.integers(1, 5_000).map(lambda n: Span(n * MINUTE)),
    st.integers(1, 900).map(lambda n: Span(n, "days")),
    st.integers(1, 900).map(lambda n: Span(n * HOUR, "working")),
)


@given(st.builds(Cadence, spans, st.none() | spans, st.integers(1, 5_000).map(lambda n: n * MINUTE)))
def test_a_cadence_as_text_is_read_back(cadence: Cadence) -> None:
    expected = cadence if cadence.first is not None else Cadence(cadence.then)
    assert parse_cadence(cadence_text(cadence)) == expected


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("2h", Cadence(Span(2 * HOUR))),
        ("30m for 2h, then 1h", Cadence(Span(HOUR), Span(30 * MINUTE), 2 * HOUR)),
        ("30M  FOR 2h,1h", Cadence(Span(HOUR), Span(30 * MINUTE), 2 * HOUR)),
        ("8 working hours", Cadence(Span(8 * HOUR, "working"))),
    ],
)
def test_cadences_as_typed(text: str, cadence: Cadence) -> None:
    assert parse_cadence(text) == cadence


def test_one_value_for_all_severities_and_one_for_each(replica: Replica, clock: ManualClock) -> None:
    desk = Desk(replica, clock)
    desk.do(
        lambda tx: board.set_policy(
            tx, ["cadence=1h", "cadence.2=3h", "Night.3 = yes", "resets=none", "holidays=2026-12-25, 2026-01-01"]
        )
    )
    policy = replica.cases().policy()
    assert [cadence.then.amount // HOUR for cadence in policy.cadence] == [1, 3, 1, 1]
    assert (policy.night[2], policy.resets, policy.hours.holidays) == (True, (), ("2026-01-01", "2026-12-25"))
    desk.do(lambda tx: board.set_policy(tx, ["cadence=", "resets="]))
    assert replica.cases().policy().cadence == policy_of().cadence
    desk.refuses("set", lambda tx: board.set_policy(tx, []))
    desk.refuses("set", lambda tx: board.set_policy(tx, ["cadence"]))
    desk.refuses("key", lambda tx: board.set_policy(tx, ["colour="]))


def test_many_holidays_are_all_kept(replica: Replica, clock: ManualClock) -> None:
    """A list longer than a line: it must not be cut and then silently count as not set."""
    dates = [f"20{year}-{month:02d}-01" for year in range(26, 32) for month in range(1, 13)]
    desk = Desk(replica, clock)
    desk.do(lambda tx: board.set_policy(tx, ["holidays=" + ", ".join(dates)]))
    assert replica.cases().policy().hours.holidays == tuple(dates)


def test_what_a_newer_version_set_is_kept_beside_ours(replica: Replica) -> None:
    author = Author("b")
    board_ = f"board:{replica.board_id}"
    replica.ingest(
        [author.write(board_, "policy_set", {"set": {"teleport": "yes", "bell": "3", "cadence.1": ["x"], "retry": "5m"}})]
    )
    replica.catch_up()
    assert replica.cases().policy().bell == 3
    assert dict(replica.cases().board().settings)["teleport"] == "yes"


def test_keys_as_typed() -> None:
    assert split_key("First-Word.2") == (BY_NAME["first_word"], 2)
    assert split_key(" bell ") == (BY_NAME["bell"], None)


def test_duty_and_handover(replica: Replica, clock: ManualClock) -> None:
    desk = Desk(replica, clock)
    desk.do(lambda tx: board.name_board(tx, "ops · Northwind"))
    desk.do(lambda tx: board.set_duty(tx, True))
    desk.do(lambda tx: board.set_duty(tx, True, "Ben"))
    desk.do(lambda tx: board.set_duty(tx, False, "ana"))
    found = replica.cases().board()
    assert (found.name, found.on_duty, found.off_duty) == ("ops · Northwind", ("Ben",), ("ana",))
    error = desk.refuses("who", lambda tx: board.set_duty(tx, True, "BEN"))
    assert isinstance(error, Refused)
    desk.refuses("name", lambda tx: board.name_board(tx, " \x00 "))


def test_a_handover_takes_what_was_offered(replica: Replica, clock: ManualClock) -> None:
    from store.actions import fields

    desk = Desk(replica, clock)
    desk.do(lambda tx: fields.take(tx, desk.acme))
    desk.do(lambda tx: fields.take(tx, desk.blue), "cem")
    desk.refuses("to", lambda tx: board.offer_handover(tx, "Ana"))
    desk.refuses("to", lambda tx: board.offer_handover(tx, ""))
    desk.refuses("who", lambda tx: board.accept_handover(tx), "ben")
    desk.do(lambda tx: board.offer_handover(tx, "ben", "all calm"))
    assert (desk.brk().owner, desk.brk().owner_offered, desk.brk(desk.blue).owner_offered) == ("ana", "ben", "")
    assert [offer.said for offer in replica.cases().board().handovers] == ["all calm"]
    desk.do(lambda tx: board.accept_handover(tx), "Ben")
    assert (desk.brk().owner, desk.brk().owner_offered, desk.brk(desk.blue).owner) == ("Ben", "", "cem")
    assert replica.cases().board().handovers == ()
