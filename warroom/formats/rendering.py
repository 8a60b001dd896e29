"""A summary in a format: the one door for commands and screens."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
import os
from typing import Any, NamedTuple

from store.errors import BadInput
from store.text import one_line, quoted, without_controls
from warroom.formats.document import cleaned, read_markdown
from warroom.formats.setting import Setting
from warroom.summaries.model import Summary

FORMATS = ("md", "txt", "html", "eml", "json", "pdf", "docx")
"""Every format that a summary can be written in; each is the ending of its files too."""
ABOUT = {
    "md": ("the text as it is, comments too", "nothing more: names and free text were escaped when it was made", "-"),
    "txt": (
        "lines of 72 cells; lists, quotes and tables as text; where a link leads behind it",
        "nothing: no sign means anything",
        "-",
    ),
    "html": (
        "one file: the text, a style sheet that prints well, its language",
        "`< > & \" '`; no script, nothing loaded, a policy that forbids both",
        "-",
    ),
    "eml": (
        "a draft to the contact person, the text plain and as HTML",
        "headers by the standard library: no line break, names encoded; an address is one address",
        "-",
    ),
    "json": ("fields, Markdown, plain text, title, to whom, gaps", "as JSON, control characters as `\\u…`", "-"),
    "pdf": ("pages with numbers, tagged, its fonts in it", "handed over as data: no text is ever part of the source", "`pdf`"),
    "docx": (
        "real styles, lists, tables with a head that repeats, its language; no author",
        "as XML, without what XML does not take",
        "`docx`",
    ),
}
"""Format → what it holds, how it escapes, and the extra that it needs; for docs/formats.md."""
BINARY = ("pdf", "docx")
"""Those that are no text."""
_ENDINGS = {".markdown": "md", ".text": "txt", ".htm": "html"}
"""Other endings that mean a format."""


class Rendered(NamedTuple):
    """A summary in a format, and what to say of it: characters that no font has, an address that is none."""

    data: bytes
    warnings: tuple[str, ...] = ()


def render(summary: Summary, format: str, setting: Setting = Setting()) -> bytes:
    """The bytes of a summary in a format. Raises BadInput for one that there is not, MissingExtra where a PDF or DOCX needs
    what is not installed."""
    return rendered(summary, format, setting).data


def rendered(summary: Summary, format: str, setting: Setting = Setting()) -> Rendered:
    """As `render`, with the warnings. The modules that a format needs are loaded with its first use."""
    wanted, title = format_named(format), one_line(summary.title)
    if wanted == "md":
        return Rendered(cleaned(summary.markdown).encode())
    if wanted == "json":
        return Rendered((without_controls(json.dumps(summary_json(summary), ensure_ascii=False, indent=1)) + "\n").encode())
    document = read_markdown(summary.markdown)
    if wanted == "txt":
        from warroom.formats.plain_text import text_of

        return Rendered(text_of(document).encode())
    if wanted == "html":
        from warroom.formats.page import html_page

        return Rendered(html_page(document, title, setting.language).encode())
    if wanted == "eml":
        from warroom.formats.mail import mail_draft

        return Rendered(*mail_draft(document, title, summary.to, summary.to_name, setting.language))
    if wanted == "pdf":
        from warroom.formats.portable import pdf

        return Rendered(*pdf(document, title, *setting))
    from warroom.formats.word import docx

    return Rendered(*docx(document, title, *setting))


def plain_text(markdown: str) -> str:
    """The plain text of a summary's Markdown, as for the clipboard."""
    from warroom.formats.plain_text import text_of

    return text_of(read_markdown(markdown))


def summary_json(summary: Summary) -> dict[str, Any]:
    """A summary for machines: its text in Markdown and plain, what the template was given, and what is still missing."""
    return {
        "summary": summary.name,
        "title": one_line(summary.title),
        "id": summary.spoken or None,
        "customer": one_line(summary.customer) or None,
        "to": {"name": one_line(summary.to_name) or None, "mail": one_line(summary.to) or None},
        "markdown": cleaned(summary.markdown),
        "text": plain_text(summary.markdown),
        "gaps": [{"element": gap.element, "text": gap.text} for gap in summary.gaps],
        "fields": dict(summary.fields),
    }


def format_named(name: str) -> str:
    """The format of that name. Raises BadInput."""
    found = name.strip().lower().removeprefix(".")
    if found not in FORMATS:
        raise BadInput("format", f"{quoted(name)} is no format", f"one of {', '.join(FORMATS)}")
    return found


def format_for(path: str, named: str, usual: str = "md") -> str:
    """The format of a file: the one that is named, else that of its ending, else the usual one. Raises BadInput where the two
    contradict each other, and where neither says anything that there is."""
    ending = os.path.splitext(path)[1].lower()
    of_ending = _ENDINGS.get(ending) or (ending[1:] if ending[1:] in FORMATS else "")
    if named:
        wanted = format_named(named)
        if of_ending and of_ending != wanted:
            raise BadInput(
                "format", f"--format {wanted} and a file that ends in {ending} contradict each other", "leave one of them out"
            )
        return wanted
    if path and not of_ending:
        said = f"{quoted(ending)} is no ending of a format" if ending else "the file's name has no ending"
        raise BadInput("format", f"{said}, and there is no --format", f"one of {', '.join(FORMATS)}")
    return of_ending or usual
