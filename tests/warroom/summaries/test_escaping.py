"""A value in Markdown is read as exactly its text, wherever it stands."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from warroom.summaries.escaping import escaped, on_one_line, paragraphs

HOSTILE = (
    "*Ann* <b> #let x [a](b) | ` `` ``` ", "# heading", "## a ##", "- item", "+ item", "* item", "1. one", "12) twelve",
    "> quote", "---", "===", "- - -", "***", "___", "~~~", "```", ":--", "--|--", "a\\", "\\", "\\\\", "a|b\\", "![x](y)",
    "[a]: http://b", "<!-- x -->", "--> x", "<script>", "&amp;", "&#35;", "AT&T &copy", "a_b_c", "_a_", "__a__", "**a**",
    "~~a~~", "a\n# b", "a\n\n- b", "    code", "\tcode", "a  \nb", "a\\\nb", "\u202e*a*", "Ōkubo", "Nguyễn", "עברית *x*",
    "李小龍_", "=1+1", "\n\nTo: evil@x", "http://a_b_c/*d*", "<http://x>", "C#", "# #", "-", "+", "=", ".", ") x", "1.", "a &amp",
    "!", "*", "_", "`", "-5", "5. ", "1.5", "www.x.com", ":-:", "a#b", "$x$", "^x^", "{x}", "@x", "%",
)  # fmt: skip

CONSTRUCTS = {
    "alone": ("{}", "<p>{}</p>"),
    "after": ("Sent: {} on time.", "<p>Sent: {} on time.</p>"),
    "item": ("- {}\n- next", "<ul>\n<li>{}</li>\n<li>next</li>\n</ul>"),
    "numbered": ("1. {}", "<ol>\n<li>{}</li>\n</ol>"),
    "cell": ("| a | b |\n| --- | --- |\n| {} | x |", "{}"),
    "tight cell": ("|a|b|\n|---|---|\n|{}|x|", "{}"),
    "heading": ("## {}\n\nx", "<h2>{}</h2>\n<p>x</p>"),
    "bold": ("**{}** x", "<p><strong>{}</strong> x</p>"),
    "bold in an item": ("- **{}**, then", "<ul>\n<li><strong>{}</strong>, then</li>\n</ul>"),
    "quoted": ("> {}", "<blockquote>\n<p>{}</p>\n</blockquote>"),
    "under a line": ("above\n{}\nbelow", "<p>above\n{}\nbelow</p>"),
    "under a pipe": ("a \\| b\n{}", "<p>a | b\n{}</p>"),
    "twice": ("{0}\n{0}", "<p>{0}\n{0}</p>"),
}
"""Where a value stands in a template → what is read."""

_READ = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def seen(markdown: str) -> str:
    return unescape(re.sub(r"\s*</p>", "</p>", _READ.render(markdown))).strip()


@pytest.mark.parametrize("construct", CONSTRUCTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_as_it_is(text: str, construct: str) -> None:
    check(text, construct)


TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="*_`#[]()<>!|\\&;-+=.:~1 a\n\t"),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map(" ".join),
)


@given(text=TEXTS, construct=st.sampled_from(sorted(CONSTRUCTS)))
@example(text="a|b\\", construct="tight cell")
def test_any_text_is_read_as_it_is(text: str, construct: str) -> None:
    check(text, construct)


def check(text: str, construct: str) -> None:
    line = on_one_line(text).strip()
    if not line:
        return
    template, read = CONSTRUCTS[construct]
    expected = read.format(line)
    shown = seen(template.format(escaped(text.strip())))
    if "cell" in construct:
        cells = re.findall(r"<td>(.*?)</td>", shown, re.DOTALL)
        assert [line, "x"] == cells, shown
    else:
        assert shown == expected


def test_ordinary_texts_stay_readable() -> None:
    for text in ("Ben & Co", "mary_osei@x.example", "C#", "1.5 h", "it took -5 minutes", "2026-03-04", "“Why?”", "a (b) c!"):
        assert escaped(text) == text


def test_paragraphs_and_line_breaks_are_kept() -> None:
    assert paragraphs("one\n- two\n\n\nthree") == "one\\\n\\- two\n\nthree"
    assert seen("> " + paragraphs("a\n# b\n\nc", "> ")) == "<blockquote>\n<p>a<br />\n# b</p>\n<p>c</p>\n</blockquote>"


@given(TEXTS)
def test_paragraphs_hold_nothing_but_paragraphs(text: str) -> None:
    kinds = {token.type for token in _READ.parse(paragraphs(text))}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    quoted = {token.type for token in _READ.parse("> " + paragraphs(text, "> "))}
    assert quoted <= {"blockquote_open", "blockquote_close", "paragraph_open", "inline", "paragraph_close"}
