"""The door for text: nothing that acts on a terminal passes, in events, in rows, in timelines or in errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import Ambiguous, BadInput
from store.events import Body, Event
from store.plan import plan_row
from store.policy import policy_of
from store.row import Row
from store.text import LINE_LIMIT, clean, name_key, one_line
from store.timeline import describe, timeline
from tests.store.by_hand import NOW
from tests.store.conftest import UTC
from tests.store.strategies import FOLDS, ID, histories

HOSTILE = "\x1b[31m\u202eevil\x9b31m\r\n\x07[/foo]\u2066 \x00x"
_CODES = (*range(0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0))
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF)
FORBIDDEN = frozenset(map(chr, (*_CODES, *_BIDI)))
texts = st.text(st.one_of(st.characters(), st.sampled_from([*FORBIDDEN, " ", "\n", "\t", "a", "é"])))


def strings(value: Any) -> Iterator[str]:
    """Every string inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from strings(inner)


def soiled(value: Any) -> Any:
    """A JSON value in which every free string carries hostile codes; times, hashes and words of lists stay."""
    if isinstance(value, str):
        return value if value[:2] in ("20", "00") or len(value) == 32 else value + HOSTILE
    if not isinstance(value, dict):
        return value
    found = {key: soiled(inner) for key, inner in value.items()}
    if isinstance(found.get("set"), dict):
        found["set"] = {**found["set"], HOSTILE: HOSTILE, "a" + HOSTILE: HOSTILE}
    return found


@given(texts, st.integers(1, 60))
def test_clean_removes_what_acts_on_a_terminal_never_grows_and_is_idempotent(text: str, limit: int) -> None:
    for found in (clean(text), one_line(text), clean(text, limit), one_line(text, limit)):
        assert not FORBIDDEN & set(found)
        assert len(found) <= len(text)
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)
    assert len(clean(text, limit)) <= limit
    assert len(one_line(text, limit)) <= limit
    assert clean(clean(text, limit), limit) == clean(text, limit)
    assert one_line(one_line(text, limit), limit) == one_line(text, limit)
    assert "\n" not in one_line(text)
    assert one_line(text) == one_line(text).strip()
    clean(text).encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=100))
def test_clean_leaves_letters_alone(text: str) -> None:
    assert clean(text) == text
    assert one_line(text) == text


def test_line_breaks_and_tabs_stay_in_free_text() -> None:
    assert clean("one\r\ntwo\tthree\u2028four") == "one\ntwo\tthree\nfour"
    assert one_line("one\r\ntwo\tthree\u2028four") == "one two three four"


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert one_line("x" * (LINE_LIMIT + 1)) == "x" * (LINE_LIMIT - 1) + "…"


@settings(max_examples=300)
@given(texts)
def test_a_name_has_one_key(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key
    assert name_key(f"  {text}\n") == key
    assert not FORBIDDEN & set(key)


@pytest.mark.parametrize("name", ["Acme  Freight", "ACME FREIGHT", " acme\tfreight ", "Ａｃｍｅ Freight", "acme\u00a0freight"])
def test_spellings_of_one_name_are_one_customer(name: str) -> None:
    assert name_key(name) == "acme freight"


@pytest.mark.parametrize("name", ["Straße", "STRASSE", "strasse"])
def test_sharp_s_is_one_with_ss(name: str) -> None:
    assert name_key(name) == "strasse"


@pytest.mark.parametrize("subject", sorted(FOLDS))
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_hostile_text_in_foreign_events_reaches_nobody(subject: str, data: st.DataObject) -> None:
    events = [event._replace(body=soiled(event.body), actor=event.actor + HOSTILE) for event in data.draw(histories(subject))]
    state = FOLDS[subject](ID[subject], events)
    for text in strings(state):
        assert not FORBIDDEN & set(text), repr(text)
    for entry in timeline(events, UTC, NOW):
        assert not FORBIDDEN & set(entry.text), repr(entry.text)
        assert not FORBIDDEN & set(entry.event.actor), repr(entry.event.actor)
        assert "\n" not in entry.text + entry.event.actor
    for event in events:
        assert not FORBIDDEN & set(describe(event, UTC, NOW))


@settings(max_examples=40, deadline=None)
@given(histories("break"), histories("failure", most=6), histories("customer", most=6))
def test_a_row_has_clean_lines(about_break: list[Event], about_failure: list[Event], about_customer: list[Event]) -> None:
    parts = {
        name: FOLDS[name](ID[name], [event._replace(body=soiled(event.body), actor=event.actor + HOSTILE) for event in events])
        for name, events in (("break", about_break), ("failure", about_failure), ("customer", about_customer))
    }
    row: Row = plan_row(parts["break"], parts["failure"], parts["customer"], policy_of())
    for name, value in row._asdict().items():
        for text in strings(value):
            assert not FORBIDDEN & set(text), (name, text)
            assert "\n" not in text or name == "trouble", (name, text)


@pytest.mark.parametrize(
    "body",
    [
        {"amount": "250.00", "currency": "EUR" + HOSTILE},
        {"amount": "250.00", "currency": "\x1b[2J"},
        {"amount": "250.00", "currency": "eur"},
    ],
)
def test_a_currency_is_three_letters(body: Body) -> None:
    from store.money import from_json

    assert from_json(body) is None


def test_an_error_shows_no_control_codes_and_stays_short() -> None:
    error = BadInput("what", f"“{HOSTILE}” is nothing" + "x" * 100_000, HOSTILE)
    for text in (error.title, error.next_step, str(error)):
        assert not FORBIDDEN & set(text)
        assert "\n" not in text
        assert len(text) < 2_000
    listed = Ambiguous("id", "K7 is not clear", (HOSTILE, "K7Q2"))
    assert not FORBIDDEN & set(str(listed))


def test_what_joins_letters_and_emoji_stays() -> None:
    assert clean("👩\u200d🔧 क\u200dष") == "👩\u200d🔧 क\u200dष"
