"""Pasted text: escape codes in it are taken out before Textual reads it, wherever the input is cut; nothing else changes."""

from __future__ import annotations

import itertools
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from widgets.pasting import END, PARSER, START, PasteFilter, keep_pastes_whole

PIECES = st.sampled_from(
    ["a", "é", "\n", "\r", "q", "y", "[31m", "\x1b", "\x1b[31m", "\x1b]0;t\x07", "\x1bO", "m", "201~", "[", "]", "👩"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def cut(text: str, places: list[int]) -> list[str]:
    """The text in pieces."""
    at = sorted({min(place, len(text)) for place in places} | {0, len(text)})
    return [text[one:other] for one, other in itertools.pairwise(at)]


@given(TEXTS, st.lists(st.integers(0, 60)))
def test_what_is_pasted_comes_out_in_one_piece_without_escape_codes(pasted: str, places: list[int]) -> None:
    if END in pasted:
        return
    found = PasteFilter()
    passed = "".join(found.clean(piece) for piece in cut(f"ab{START}{pasted}{END}\x1b[Ac", places))
    assert passed.startswith(f"ab{START}")
    assert passed.endswith(f"{END}\x1b[Ac")
    inside = passed[len(START) + 2 : -len(END) - 4]
    assert "\x1b" not in inside
    if "\x1b" not in pasted:
        assert inside == pasted


@given(TEXTS, st.lists(st.integers(0, 60)))
def test_what_is_typed_passes_as_it_is_and_at_once(typed: str, places: list[int]) -> None:
    if START in typed:
        return
    found = PasteFilter()
    assert [found.clean(piece) for piece in cut(typed, places)] == cut(typed, places)


@pytest.mark.parametrize("size", [1, 3, 7, 4096])
def test_textual_gives_one_paste_and_no_keys(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    driver: Any = import_module("textual.drivers.linux_driver")
    monkeypatch.setattr(driver, PARSER, getattr(driver, PARSER))
    assert keep_pastes_whole()
    parser = getattr(driver, PARSER)()
    typed = f"a{START}One\nT \x1b[31m Red \x1b[0m Alert\ry\nThree \x1b]0;title\x07q\x1b{END}b"
    found = [event for start in range(0, len(typed), size) for event in parser.feed(typed[start : start + size])]
    assert [event.text for event in found if isinstance(event, events.Paste)] == ["One\nT  Red  Alert\ry\nThree q"]
    assert [event.key for event in found if isinstance(event, events.Key)] == ["a", "b"]


def test_an_endless_code_is_let_go() -> None:
    found = PasteFilter()
    passed = found.clean(START) + "".join(found.clean("\x1b]" + "x" * 3000) for _ in range(3)) + found.clean(END)
    assert passed.endswith("x" * 100 + END)
    assert "\x1b" not in passed[len(START) : -len(END)]
