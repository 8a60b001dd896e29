"""How lines fall into rows: nothing is wider than the panel, nothing is lost but what an ellipsis stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from widgets.panel_lines import PanelLine, Parts, flowed, rows_of, wrapped

WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Mn", "Me", "Mc")), max_size=80)
PARTS = st.lists(st.tuples(WORDS, st.sampled_from(["plain", "dim"])), min_size=1, max_size=4)


def texts(rows: list[Parts] | tuple[Parts, ...]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


@given(PARTS, st.integers(2, 60), st.integers(1, 4))
def test_no_row_is_wider_than_it_may_be(parts: list[tuple[str, str]], width: int, most: int) -> None:
    rows = wrapped(parts, width, most)
    assert len(rows) <= most
    assert all(cell_len(text) <= width for text in texts(rows))


@given(PARTS, st.integers(4, 60))
def test_nothing_is_lost_while_there_are_rows(parts: list[tuple[str, str]], width: int) -> None:
    rows = wrapped(parts, width, 1_000)
    assert "".join("".join(texts(rows)).split()) == "".join("".join(text for text, _ in parts).split())


@pytest.mark.parametrize(
    ("text", "width", "most", "expected"),
    [
        ("one two three", 7, 3, ["one two", "three"]),
        ("one two three", 7, 1, ["one tw…"]),
        ("a" * 20, 8, 2, ["a" * 8, "a" * 7 + "…"]),
        ("one two… three", 9, 1, ["one two…"]),
        ("漢字漢字漢", 5, 3, ["漢字", "漢字", "漢"]),
        ("tab\there\nand \x1b[2J", 40, 2, ["tab here and [2J"]),
        ("", 10, 2, [""]),
    ],
)
def test_wrapping(text: str, width: int, most: int, expected: list[str]) -> None:
    assert texts(wrapped([(text, "plain")], width, most)) == expected


def line(body: str, lead: str = "", tail: str = "", under: tuple[str, ...] = ()) -> PanelLine:
    return PanelLine(
        "k",
        ((body, "plain"),),
        ((lead, "dim"),) if lead else (),
        ((tail, "soon"),) if tail else (),
        tuple(((t, "dim"),) for t in under),
    )


@pytest.mark.parametrize(
    ("given_line", "width", "expected"),
    [
        (line("full fix", "1 ", "in 1 h"), 30, ["1 full fix              in 1 h"]),
        (line("full fix of the label", "1 ", "late 18 m"), 26, ["1 full fix of the label", "                 late 18 m"]),
        (line("full fix of the label API", "1 "), 18, ["1 full fix of the", "  label API"]),
        (line("call", "13:20 ", under=("“third time”",)), 24, ["13:20 call", "      “third time”"]),
        (line("body", "a lead that is far too wide "), 24, ["a lead tbody"]),
    ],
)
def test_what_stands_before_behind_and_below(given_line: PanelLine, width: int, expected: list[str]) -> None:
    assert texts(rows_of(given_line, width)) == expected


@given(PARTS, PARTS, PARTS, st.integers(5, 80))
def test_a_line_fits_its_width(
    body: list[tuple[str, str]], lead: list[tuple[str, str]], tail: list[tuple[str, str]], width: int
) -> None:
    rows = rows_of(PanelLine("k", tuple(body), tuple(lead), tuple(tail)), width)
    assert all(cell_len(text) <= width for text in texts(rows))


def test_the_text_of_a_line_is_its_rows_unless_it_has_a_fuller_one() -> None:
    assert line("full fix", "1 ", "in 1 h", ("because", "so")).text == "1 full fix in 1 h\nbecause\nso"
    assert line("short")._replace(full="the whole of it").text == "the whole of it"


def pieces(*words: str) -> list[Parts]:
    return [((word, "plain"),) for word in words]


@pytest.mark.parametrize(
    ("left", "right", "width", "expected"),
    [
        (["a", "b"], ["c"], 12, ["a · b      c"]),
        (["a", "b"], [], 12, ["a · b"]),
        (["aaaa", "bbbb"], ["cccc", "dddd"], 12, ["aaaa · bbbb", "cccc · dddd"]),
        (["a" * 20], ["b"], 12, ["a" * 11 + "…", "b"]),
        ([], [], 12, []),
        (["a"] * 20, ["b"], 9, ["a · a · a"] * 4),
    ],
)
def test_pieces_stand_at_both_ends_or_flow(left: list[str], right: list[str], width: int, expected: list[str]) -> None:
    assert texts(flowed(pieces(*left), pieces(*right), width)) == expected
