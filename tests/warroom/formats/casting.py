"""Summaries that are made by hand, names that would break a careless format, and programs that open what was written."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from warroom.summaries.escaping import escaped
from warroom.summaries.model import Gap, Summary

NAMES = (
    "*Ann* <b> #let x",
    "Ōkubo",
    "Nguyễn Thị Ánh",
    "עברית",
    "عربي",
    "李小龍",
    "Ann 😀 Ito",
    "=1+1",
    "\n\nTo: evil@x",
    "[link](javascript:alert(1)) ![img](http://evil/x.png)",
    "{{ 7*7 }} {% raw %} $x$ \\alpha @ref <label> // no comment /* */",
    "&lt;b&gt; &#x202e; &amp;",
    "<!-- a comment --> <script>alert(1)</script>",
    "`code` ``` ~~~ | a | b |",
    "1. one - two + three > four # five",
    "__init__ _x_ **y** ~~z~~ ---",
    "https://evil.example/?a=1&b=2 and <https://other.example>",
    "O’Brien “quoted” 'single' \"double\"",
    "C:\\new\\table \\u{41} %s %n {0}",
    "x" * 300,
)
"""Names of customers, each of which means something else to some format."""


def one_summary(markdown: str = "Dear Ann,\n\nwe are sorry.\n", customer: str = "Acme Freight", **about: str) -> Summary:
    """A letter with that text."""
    gaps = tuple(Gap(*found) for found in re.findall(r"\[to fill: ([a-z]+): ([^\]]*)\]", markdown))
    given = {"name": "letter", "title": "Label API down", "spoken": "K7Q2", "to": "ann@acme.example", "to_name": "Ann Ito", **about}
    return Summary(**given, markdown=markdown, fields={"customer": customer}, gaps=gaps, customer=customer)  # type: ignore[arg-type]


def letter_to(name: str) -> Summary:
    """A letter in which a name stands in every construct: paragraph, heading, list, quote, table, bold."""
    said = escaped(name)
    markdown = (
        f"# For {said}\n\nDear {said},\n\n- {said}\n- **{said}**\n\n1. *{said}*\n\n> {said}\n\n"
        f"| Who | What |\n| --- | ---: |\n| {said} | x |\n\nYours,\\\n{said}\n"
    )
    return one_summary(markdown, name, title=f"About {name}", to_name=name)


def seen(name: str) -> str:
    """A name as it is read: on one line, cleaned, without spaces (which a line break may stand for)."""
    from warroom.formats.document import cleaned

    return squeezed(" ".join(cleaned(name).split()))


def squeezed(text: str) -> str:
    """`text` without spaces and without the marks that only steer the direction of text."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad]+", "", text)


class _Text(HTMLParser):
    """What a browser shows of a page's body, and what is in its markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.title = ""
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "background")]
        if tag not in ("br", "hr", "meta"):
            self._in.append(tag)
        self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        assert self._in.pop() == tag
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if "title" in self._in:
            self.title += data
        elif "body" in self._in:
            self.text.append(data)


def read_html(page: str) -> _Text:
    """A page as a parser reads it; every tag that opens closes."""
    found = _Text()
    found.feed(page)
    found.close()
    assert not found._in
    return found


def html_text(page: str) -> str:
    """The text of a page's body."""
    return "".join(read_html(page).text)


def read_mail(content: bytes) -> EmailMessage:
    """A mail as a mail program reads it."""
    found = message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def docx_text(content: bytes) -> str:
    """The text of a DOCX, tables too, in reading order of its XML."""
    import docx

    made = docx.Document(io.BytesIO(content))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    signs = {f"{space}br": "\n", f"{space}tab": "\t", f"{space}p": "\n"}
    return "".join(one.text or "" if one.tag == f"{space}t" else signs.get(str(one.tag), "") for one in made.element.body.iter())


def need(program: str) -> str:
    """Where a program is; skips the test where it is missing, and fails it with WARROOM_READERS=required."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("WARROOM_READERS") == "required":
            pytest.fail(f"{program} is not on this machine, and WARROOM_READERS says that it is required")
        pytest.skip(f"{program} is not on this machine")
    return found


def pdf_text(content: bytes, folder: Path) -> str:
    """What poppler reads in a PDF, in the order in which it was written."""
    path = folder / "read.pdf"
    path.write_bytes(content)
    done = subprocess.run([need("pdftotext"), "-raw", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()
