"""The plain text of a summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.formats.document import read_markdown
from warroom.formats.plain_text import WIDTH, text_of
from warroom.formats.wrapping import cells, padded, wrapped


def text(markdown: str) -> str:
    return text_of(read_markdown(markdown))


def test_a_letter() -> None:
    assert text(
        "# Title\n\nDear *Ann*,\n\nwe **broke** `it`.\n\n- one\n  - two\n- three\n\n9. a\n10. b\n\n> said\n\n---\n\nYours,\\\nBen"
    ) == (
        "Title\n═════\n\nDear Ann,\n\nwe broke it.\n\n• one\n  ◦ two\n• three\n\n 9. a\n10. b\n\n    said\n\n"
        "────────────────────────\n\nYours,\nBen\n"
    )


def test_a_table_in_columns_and_one_that_is_too_wide() -> None:
    assert text("| When | n |\n| --- | --: |\n| 14:00 | 5 |\n| 李小龍 | 1,200 |") == (
        "When        n\n──────  ─────\n14:00       5\n李小龍  1,200\n"
    )
    wide = text(f"| When | What |\n| --- | --- |\n| 14:00 | {'word ' * 20} |\n| 15:00 | b |")
    assert wide.startswith("When: 14:00\nWhat: word word")
    assert wide.endswith("\n\nWhen: 15:00\nWhat: b\n")


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[the page](https://x.example/a)", "the page (https://x.example/a)"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("[**the** page](https://x.example)", "the page (https://x.example)"),
        ("[ann@x.example](mailto:ann@x.example)", "ann@x.example"),
        ("[ring us](tel:+4420)", "ring us (+4420)"),
    ],
)
def test_where_a_link_leads(markdown: str, shown: str) -> None:
    assert text(markdown) == shown + "\n"


def test_lines_are_counted_in_cells() -> None:
    found = text("漢字" * 60).splitlines()
    assert [cells(line) for line in found[:-1]] == [WIDTH] * (len(found) - 1)
    assert "".join(found) == "漢字" * 60
    assert (cells("e\u0301"), cells("漢"), cells("ab"), padded("漢", 4, "right"), padded("a", 4, "center")) == (
        1,
        2,
        2,
        "  漢",
        " a  ",
    )


def test_no_line_begins_with_a_closing_sign() -> None:
    assert not any(line.startswith(("。", "」")) for line in wrapped("「漢字」。" * 40, 20))


def test_a_word_that_is_wider_stays_whole() -> None:
    address = "https://x.example/" + "a" * 100
    assert address in text(f"Look at {address} please").splitlines()


@given(st.text(st.sampled_from("ab 漢字、。\u0301😀\n")), st.integers(4, 30))
def test_wrapping_loses_nothing(typed: str, width: int) -> None:
    lines = wrapped(typed, width)
    assert "".join(lines).replace(" ", "") == typed.replace(" ", "").replace("\n", "")
    assert all(cells(line) <= width or " " not in line.strip() for line in lines)
