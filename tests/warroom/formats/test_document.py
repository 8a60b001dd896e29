"""Markdown as it is read for every format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from tests.warroom.hostile import FORBIDDEN
from warroom.formats.document import (
    DEEPEST,
    LONGEST,
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain,
    read_markdown,
)


def blocks(text: str) -> tuple[Block, ...]:
    return read_markdown(text).blocks


def one(text: str) -> Paragraph:
    (found,) = blocks(text)
    assert isinstance(found, Paragraph)
    return found


def test_every_construct() -> None:
    found = blocks(
        "# A\n\np *e* **s** `c` [t](https://x.example)\\\nb\nc\n\n- 1\n- 2\n\n3. x\n\n> q\n\n---\n\n    code\n\n"
        "| a | b |\n|:-|-:|\n| 1 |\n"
    )
    assert found == (
        Heading(1, (Run("A"),)),
        Paragraph(
            (
                Run("p "),
                Run("e", emphasis=True),
                Run(" "),
                Run("s", strong=True),
                Run(" "),
                Run("c", code=True),
                Run(" "),
                Run("t", link="https://x.example"),
                Run("\nb c"),
            )
        ),
        Listing(None, ((Paragraph((Run("1"),)),), (Paragraph((Run("2"),)),))),
        Listing(3, ((Paragraph((Run("x"),)),),)),
        Quote((Paragraph((Run("q"),)),)),
        Rule(),
        Code("code"),
        Table(((Run("a"),), (Run("b"),)), (((Run("1"),), ()),), ("left", "right")),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<!-- b -->c", "ac"),
        ("<!-- tone: allow x.y: reason -->\nDear Ann", "Dear Ann"),
        ("<!-- several\n\nlines --> Dear Ann", "Dear Ann"),
        ("Dear\n<!-- c\n\nd -->\nAnn", "Dear|Ann"),
        ("Dear <!-- unclosed\n\nAnn", "Dear <!-- unclosed|Ann"),
        ("<!-- unclosed\n\nDear Ann\n\n<!-- closed -->\n\nYours", "<!-- unclosed|Dear Ann|Yours"),
        ("<!-- unclosed\nDear <!-- closed -->Ann", "<!-- unclosed Dear Ann"),
        ("> quoted <!-- open\n\nDear -->", "q:quoted <!-- open|Dear -->"),
        ("\\<!-- typed -->", "<!-- typed -->"),
        ("`<!-- code -->`", "<!-- code -->"),
        ("<!-- only -->", ""),
        ("<!---->x<!-- -->", "x"),
        ("<b>bold</b> <script>x</script>", "<b>bold</b> <script>x</script>"),
    ],
)
def test_comments_are_dropped_and_nothing_else(text: str, shown: str) -> None:
    def told(block: Block) -> str:
        if isinstance(block, Quote):
            return "q:" + "|".join(map(told, block.blocks))
        assert isinstance(block, Paragraph)
        return plain(block.runs)

    assert "|".join(map(told, blocks(text))) == shown


def test_what_turns_or_drives_text_is_gone_also_as_an_entity() -> None:
    (code,) = blocks("```\n\x1b[31mred\n```")
    assert code == Code("[31mred")
    assert plain(one("a\u202eb &#x202e;&#27;&#x200b;&#x7f;| \x1b[2J").runs).replace("\ufffd", "") == "ab | [2J"
    assert plain(one("\ufffe&#xfffe;&#xFFFF;x").runs).strip("\ufffd") == "x"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x.example", "x.html"])
def test_a_link_leads_to_the_web_mail_or_telephone_only(target: str) -> None:
    assert all(run.link == "" for run in one(f"[t]({target})").runs)


def test_a_picture_is_its_words() -> None:
    assert one("![a chart](https://x.example/p.png)").runs == (Run("a chart"),)


def test_what_lies_too_deep_stands_beside() -> None:
    block = blocks("> " * 20 + "deep")[0]
    depth = 0
    while isinstance(block, Quote):
        block, depth = block.blocks[0], depth + 1
    assert (depth, block) == (DEEPEST, Paragraph((Run("deep"),)))


@pytest.mark.parametrize("sign", ["> ", "- ", ">", "1. "])
def test_nothing_is_lost_where_nesting_is_absurd(sign: str) -> None:
    found = str(blocks(sign * 300 + "the letter\n\nand its end"))
    assert "the letter" in found
    assert "and its end" in found


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="shorten it"):
        read_markdown("x" * (LONGEST + 1))


@given(st.text())
def test_nothing_that_acts_comes_out_of_any_text(text: str) -> None:
    def runs(block: Block) -> str:
        match block:
            case Paragraph(inner) | Heading(_, inner):
                return plain(inner)
            case Code(text):
                return text
            case Quote(inner_blocks):
                return "".join(map(runs, inner_blocks))
            case Listing(_, items):
                return "".join(runs(one) for item in items for one in item)
            case Table(head, rows):
                return "".join(plain(cell) for row in (head, *rows) for cell in row)
            case _:
                return ""

    shown = "".join(map(runs, blocks(text)))
    assert not FORBIDDEN.search(shown.replace("\t", ""))
