"""The door for foreign events: what is whole passes unchanged, byte for byte; everything else is bad input, never a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.bodies import BODIES, allowed_words
from store.errors import BadInput
from store.events import Body, Event, from_json, sealed, to_json
from store.fold import fold_break
from store.ids import canonical
from store.validate import MOST_BYTES, checked_event, read_event
from tests.store.by_hand import Author
from tests.store.strategies import FOLDS, SUBJECTS, bodies, histories, json_values, kinds_of

OPENING = {"opened", "failure_opened"}
whole = json_values.filter(lambda value: isinstance(value, dict))


def line_of(event: Event) -> bytes:
    """The event as a line of a log."""
    return canonical(to_json(event))


def noted(text: str = "they called twice") -> Event:
    """A note, sealed."""
    return Author("a").write("break:B", "noted", {"text": text})


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_honest_event_passes_and_comes_out_as_it_went_in(subject: str, data: st.DataObject) -> None:
    for event in data.draw(histories(subject)):
        if event.kind in OPENING:
            continue
        read = read_event(line_of(event))
        assert read == event
        assert line_of(read) == line_of(event)


@pytest.mark.parametrize("kind", sorted(BODIES))
@settings(max_examples=10, deadline=None)
@given(st.data())
def test_every_kind_is_taken_on_its_own_subjects_only(kind: str, data: st.DataObject) -> None:
    for subject_kind, subject in SUBJECTS.items():
        author = Author("a")
        made = data.draw(bodies(kind, subject_kind))
        event = author.open(kind, made) if kind in OPENING else author.write(subject, kind, made)
        if kind in OPENING or kind in kinds_of(subject_kind):
            assert read_event(line_of(event)) == event
        else:
            with pytest.raises(BadInput, match="can't be about"):
                read_event(line_of(event))


@settings(max_examples=80, deadline=None)
@given(whole, whole, st.sampled_from(sorted(BODIES.keys() - OPENING) + ["teleported"]), st.sampled_from(sorted(SUBJECTS)))
def test_what_a_newer_version_wrote_is_kept_as_it_came(body: Body, extra: Body, kind: str, subject: str) -> None:
    named = {f"x_{key}": value for key, value in extra.items()}
    event = Author("a").write(SUBJECTS[subject], kind, body, version=2, extra=named)
    read = read_event(line_of(event))
    assert read == event
    assert line_of(read) == line_of(event)
    assert from_json(json.loads(line_of(read))) == event
    assert FOLDS[subject]("X", [read]).newer == 1


def test_an_unknown_kind_of_our_version_counts_as_newer_too() -> None:
    event = Author("a").write("break:B", "teleported", {"whither": "home"})
    assert read_event(line_of(event)) == event
    assert fold_break("B", [event, noted()]).newer == 1


def test_a_blank_event_passes_without_salt_and_body() -> None:
    blank = noted()._replace(body=None, salt="")
    assert "salt" not in to_json(blank)
    assert read_event(line_of(blank)) == blank


def test_an_imported_event_keeps_its_origin() -> None:
    event = Author("a").open("opened", {"customer": "Acme", "what": "x", "failure": "F", "severity": 1}, origin=("csv", "INC1"))
    assert read_event(line_of(event)).origin == ("csv", "INC1")


def test_the_id_must_belong_to_the_opening() -> None:
    event = Author("a").write("break:KANOTHERID", "opened", {"customer": "Acme", "what": "x", "failure": "F", "severity": 1})
    with pytest.raises(BadInput, match="id does not belong"):
        read_event(line_of(event))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(to_json(noted()))), json_values)
def test_no_field_can_be_changed_unnoticed(name: str, value: Any) -> None:
    changed = {**to_json(noted()), name: value}
    try:
        read = checked_event(changed)
    except BadInput:
        return
    assert changed == to_json(read) == to_json(noted())


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), json_values.map(json.dumps)))
def test_a_line_of_anything_is_bad_input(line: str | bytes) -> None:
    with pytest.raises(BadInput):
        read_event(line)


@pytest.mark.parametrize("kind", sorted(BODIES.keys() - OPENING))
@settings(max_examples=15, deadline=None)
@given(body=whole)
def test_a_body_of_the_wrong_shape_is_bad_input_or_right(kind: str, body: Body) -> None:
    event = Author("a").write(SUBJECTS[BODIES[kind][1][0]], kind, body)
    try:
        assert read_event(line_of(event)) == event
    except BadInput:
        return
    FOLDS[BODIES[kind][1][0]]("X", [event])


@pytest.mark.parametrize(
    "seen",
    [[], [[1, 2]], [3, 1], [3, [1]], [3, [1, 2, 3]], -1, True, "3", None],
)
def test_what_was_seen_must_be_numbers_and_ranges(seen: Any) -> None:
    with pytest.raises(BadInput):
        read_event(line_of(sealed(noted()._replace(seen={"b" * 12: seen}))))
    with pytest.raises(BadInput):
        read_event(line_of(sealed(noted()._replace(seen={"B": 1}))))


def deep(levels: int) -> Any:
    """A value nested so deep."""
    value: Any = "x"
    for _ in range(levels):
        value = {"set": value}
    return value


@pytest.mark.parametrize("body", [{"text": 0.5}, {"text": "x", "more": [0.1]}, {"text": "x", "more": float("nan")}])
def test_the_record_holds_no_fractions(body: Body) -> None:
    event = Author("a").write("break:B", "noted", body)
    with pytest.raises(BadInput, match="fraction"):
        read_event(line_of(event))
    with pytest.raises(BadInput, match="fraction"):
        checked_event(to_json(event))


@pytest.mark.parametrize("levels", [100, 800, 5_000])
def test_a_body_nested_too_deep_is_bad_input(levels: int) -> None:
    line = json.dumps(to_json(noted())).replace('"they called twice"', '{"set":' * levels + "1" + "}" * levels)
    with pytest.raises(BadInput):
        read_event(line)
    if levels < 900:
        event = Author("a").write("break:B", "teleported", deep(levels))
        with pytest.raises(BadInput, match="deep"):
            checked_event(to_json(event))


def test_a_line_too_long_is_bad_input() -> None:
    with pytest.raises(BadInput, match="bytes"):
        read_event(line_of(noted("x" * MOST_BYTES)))
    assert read_event(line_of(noted("x" * (MOST_BYTES - 2_000)))).kind == "noted"


def test_a_lone_surrogate_is_bad_input() -> None:
    line = line_of(noted()).decode().replace("twice", "\\ud800")
    with pytest.raises(BadInput):
        read_event(line)


def test_closed_lists_of_words_are_known() -> None:
    assert allowed_words("promise_settled", "result") == ("kept", "broken", "withdrawn")
    assert allowed_words("contacted", "mood") == ("calm", "upset", "furious")
    assert allowed_words("noted", "text") == ()
