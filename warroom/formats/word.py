"""A document as a DOCX, made by python-docx (extra `docx`): real styles, lists and tables, so that whoever opens it can go on
writing. No author stands in it, and the same document gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from warroom.formats.document import Block, Code, Document, Heading, Listing, Paragraph, Quote, Rule, Runs, Table
from warroom.formats.word_parts import fill, new_numbering, numbered, put_in_order, repeat_head, same_each_time

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_BULLET, _NUMBER, _MORE = "List Bullet", "List Number", "List Continue"
_LEVELS = 3
"""How deep the list styles of Word's own template go."""
_STEP = 0.25
"""Inches that a quote is moved in."""
_LEFT_OUT = ("created", "modified", "lastModifiedBy", "creator", "revision", "description")
"""What the template says of itself, of its author and of when it was made."""


def docx(document: Document, title: str, language: str = "en", paper: str = "a4") -> tuple[bytes, tuple[str, ...]]:
    """The DOCX, and what to warn of (nothing: fonts are those of whoever opens it). Raises MissingExtra without python-docx."""
    from warroom.formats.extras import needed

    made: WordDocument = needed("docx").Document()
    _set_up(made, title, language, paper)
    _Writer(made).write(document.blocks)
    target = io.BytesIO()
    made.save(target)
    return same_each_time(target.getvalue()), ()


def _set_up(made: Any, title: str, language: str, paper: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    about = made.core_properties
    about.title, about.language = title[:255], language
    for child in list(about._element):
        if child.tag.rpartition("}")[2] in _LEFT_OUT:
            about._element.remove(child)
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(210), Mm(297)) if paper == "a4" else (Mm(215.9), Mm(279.4))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    made.styles["Normal"].font.size = Pt(11)
    for spoken in made.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    for level in range(1, 7):
        made.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)


class _Writer:
    """Writes blocks at the end of a Word document, or of a cell."""

    def __init__(self, made: Any) -> None:
        self._made = made

    def write(self, blocks: Sequence[Block], style: str = "", depth: int = 0, quoted: int = 0) -> None:
        """Blocks in order; `style` is that of paragraphs, `depth` how many lists, `quoted` how many quotes are around them."""
        for block in blocks:
            match block:
                case Paragraph(runs):
                    self._paragraph(runs, style or ("Quote" if quoted else ""), quoted)
                case Heading(level, runs):
                    self._paragraph(runs, f"Heading {level}")
                case Code(text):
                    self._code(text, quoted + depth)
                case Rule():
                    self._rule()
                case Quote(inner):
                    self.write(inner, "", depth, quoted + 1)
                case Listing():
                    self._listing(block, depth + 1, quoted)
                case Table():
                    self._table(block)

    def _paragraph(self, runs: Runs, style: str, quoted: int = 0) -> Any:
        paragraph = self._made.add_paragraph(style=style or None)
        if quoted:
            from docx.shared import Inches

            paragraph.paragraph_format.left_indent = Inches(_STEP * quoted)
        fill(paragraph, runs)
        return paragraph

    def _code(self, text: str, steps: int) -> None:
        from docx.shared import Inches

        paragraph = self._made.add_paragraph()
        paragraph.paragraph_format.left_indent = Inches(_STEP * (steps + 1))
        for count, line in enumerate(text.split("\n")):
            run = paragraph.add_run()
            if count:
                run.add_break()
            run.add_text(line)
            run.font.name = "Courier New"

    def _rule(self) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        line = '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="AAAAAA"/>'
        put_in_order(self._made.add_paragraph(), parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"))

    def _listing(self, block: Listing, depth: int, quoted: int) -> None:
        level = min(depth, _LEVELS)
        ending = f" {level}" if level > 1 else ""
        number = None if block.start is None else new_numbering(self._made, f"{_NUMBER}{ending}", block.start)
        for item in block.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(()), item)
            paragraph = self._paragraph(first.runs, f"{_BULLET if number is None else _NUMBER}{ending}")
            if number is not None:
                numbered(paragraph, number)
            self.write(rest, f"{_MORE}{ending}", depth, quoted)

    def _table(self, block: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        sides = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
        made = self._made.add_table(rows=0, cols=len(block.head), style="Table Grid")
        for count, row in enumerate((block.head, *block.rows)):
            cells = made.add_row().cells
            for cell, runs, side in zip(cells, row, block.align, strict=True):
                paragraph = cell.paragraphs[0]
                fill(paragraph, tuple(run._replace(strong=True) for run in runs) if count == 0 else runs)
                if side in sides:
                    paragraph.alignment = sides[side]
        if made.rows:
            repeat_head(made.rows[0])
        self._made.add_paragraph()
