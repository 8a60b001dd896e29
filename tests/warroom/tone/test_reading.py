"""Places: whatever stands in a text, what is read of it lies where it is said to lie; what is quoted or code is not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.tone.checking import KINDS, check
from warroom.tone.reading import Reading

ANY = "We apologise for any inconvenience."
PIECES = (
    ANY, "We are sorry", "Dear Ms Osei,", "\n", "\r\n", "\r", "\n\n", "\t", " ", "  ", "“", "”", "‘", "’", '"', "'",
    "> ", "- ", "1. ", "```\n", "`", "    ", "| a | b |\n|---|---|\n", "# ", "<!-- ", " -->",
    "<!-- tone: allow hedge.any-inconvenience: x -->", "[to fill: fix: x]", "-- \n", "Yours sincerely,\n", "Subject: x\n", "---\n",
    "👩🏽‍🔧", "e\u0301", "İ", "ﬁ", "…", "—", "\u00ad", "\u202e", "\ue000", "\ue001", "\u2028", "e.g. ", "a.m. ", "Mr. ", "3.5 ",
    "https://example.com/a.b ", "ann@example.com", "[x](y) ", "&amp;", "\\*", "*", "_", "**we**", "日本語。",
    "Wir bitten um Entschuldigung.", ". ", "! ", "? ", "...", "\0", "\x85",
)  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=80))


def sliced(text: str, place: tuple[int, int, int, int]) -> str:
    """What lies between two places, counted by hand: lines end at \\n, \\r\\n or \\r."""
    starts = [0]
    for at, letter in enumerate(text):
        if letter == "\n" or (letter == "\r" and text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    line, column, end_line, end_column = place
    return text[starts[line - 1] + column - 1 : starts[end_line - 1] + end_column - 1]


@given(TEXTS, st.sampled_from(KINDS))
def test_every_finding_lies_where_it_says(text: str, kind: str) -> None:
    report = check(text, kind)
    for one in report.findings:
        assert sliced(text, one[2:6]) == one.text
    assert list(report.findings) == sorted(report.findings, key=lambda one: (one.line, one.column))


@given(TEXTS)
def test_places_never_fall_and_stay_inside(text: str) -> None:
    for sentence in Reading(text).sentences:
        assert len(sentence.text) == len(sentence.low) == len(sentence.places) > 0
        assert list(sentence.places) == sorted(sentence.places)
        assert 0 <= sentence.start < sentence.end <= len(text)


@given(TEXTS)
def test_the_same_text_gives_the_same_report(text: str) -> None:
    assert check(text) == check(text)


@pytest.mark.parametrize(
    "text",
    [
        f"“{ANY}”",
        f'They wrote "{ANY}" to us.',
        f"He said ‘{ANY}’ to me.",
        f"> {ANY}",
        f">> {ANY}\n> {ANY}",
        f"```\n{ANY}\n```",
        f"~~~ md\n{ANY}\n~~~\n",
        f"    if x:\n        {ANY};\n    return (x)\n",
        f"`{ANY}`",
        f"``a ` {ANY}``",
        f"We broke it.\n\n-- \n{ANY}\n",
        f"We broke it.\n-----Original Message-----\n{ANY}\n",
        f"See [this](x 'We apologise for any inconvenience').\n<!-- {ANY} -->",
        f"<!--\n{ANY}\n-->",
        f"From: a\nX-Note: {ANY}\n\nIt broke.",
    ],
)
def test_what_is_quoted_or_code_is_not_read(text: str) -> None:
    assert check(text, "text").findings == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (ANY, (1, 4)),
        (f"\ufeff{ANY}", (1, 5)),
        (f"Dear Ann,\r\n\r\n{ANY}", (3, 4)),
        (f"Dear Ann,\r\r{ANY}", (3, 4)),
        (f"\t{ANY}", (1, 5)),
        (f"👩🏽‍🔧 é {ANY}", (1, 11)),
        (f"e\u0301 {ANY}", (1, 7)),
        (f"İ {ANY}", (1, 6)),
        (f"# {ANY}", (1, 6)),
        (f"- {ANY}", (1, 6)),
        (f"  2) {ANY}", (1, 9)),
        (f"| a | {ANY} |\n| - | - |\n", (1, 10)),
        (f"| a | b |\n| - | - |\n| {ANY} | c |\n", (3, 6)),
        ("We **apologise**\nfor any inconvenience.", (1, 6)),
        (f"```\nnothing closes this\n{ANY}", (3, 4)),
        (f"Subject: {ANY}\n\nIt broke.", (1, 13)),
        (f"<!-- left open\n{ANY}", (2, 4)),
        (f"    {ANY} That is moved in, and it is a letter all the same.", (1, 8)),
        (f"Thanks,\n\nAnn\n\nP.S. {ANY}", (5, 9)),
        (f"Regards,\nWe lost it all.\n{ANY}", (3, 4)),
        (f"It's 5\" wide. {ANY} It's 6\" high.", (1, 18)),
        (f"The guests' and the users' words. {ANY}", (1, 38)),
    ],
)
def test_lines_and_columns_count_characters_from_one(text: str, place: tuple[int, int]) -> None:
    found = [(one.line, one.column) for one in check(text, "text").findings if one.rule == "hedge.any-inconvenience"]
    assert found == [place]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Osei called at 9 a.m. Monday. We did not answer.", 2),
        ("It ended at 5 p.m. We were late.", 2),
        ("E.g. this one, i.e. No. 5 of approx. 12.5 hours.", 1),
        ("The answer is no. We lost it.", 2),
        ("J. R. Smith wrote to Ann B. Cole of Acme Inc. about it.", 1),
        ("We waited... and waited. Then it rang... We rang back.", 3),
        ("Really?! Yes. “We left.” Nobody stayed.", 4),
        ("At 14.30 version 2.1.0 ran out. It's fixed.", 2),
        ("we broke it. we mend it now.", 2),
        ("See https://example.com/a.b. It is there.", 2),
        ("It cost $4.50. That is ours.", 2),
        ("It was I. We had plan B. It failed.", 3),
    ],
)
def test_sentences_end_where_people_end_them(text: str, count: int) -> None:
    assert len(Reading(text).sentences) == count


@given(st.text(alphabet="ab“”\"'.\n ", max_size=60), st.sampled_from(["“", '"']))
def test_what_a_quotation_says_changes_nothing(said: str, sign: str) -> None:
    close = "”" if sign == "“" else sign
    inside = "".join(letter for letter in said if letter not in '“”"\n').strip()
    if not inside.endswith("."):
        framed = f"We wrote {sign}x{inside}x{close} and apologise for any delay."
        plain = f"We wrote {sign}{'x' * (len(inside) + 2)}{close} and apologise for any delay."
        assert [one[:6] for one in check(framed, "text").findings] == [one[:6] for one in check(plain, "text").findings]


def test_a_long_text_without_an_end_takes_no_long_time() -> None:
    text = "we apologise for " * 20_000 + "“" * 2_000 + "`" * 2_000 + "[" * 2_000 + "<" * 2_000
    assert check(text, "text").checked
