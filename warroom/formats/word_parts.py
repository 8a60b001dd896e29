"""What a DOCX needs that python-docx has no words for: numbering anew, links, direction, heads that repeat, equal bytes."""

from __future__ import annotations

import io
from typing import Any

from warroom.formats.direction import by_direction, right_to_left
from warroom.formats.document import Run, Runs, plain

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP file can name."""
_ORDER = (
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap "
    "outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()
"""What a paragraph's properties hold, in the order that Word asks for, from borders on."""
_LINK_COLOUR = "0645AD"
_CODE_FONT = "Courier New"


def put_in_order(paragraph: Any, element: Any) -> None:
    """Adds a property to a paragraph, where it belongs among the others."""
    name = element.tag.rpartition("}")[2]
    paragraph._p.get_or_add_pPr().insert_element_before(element, *(f"w:{later}" for later in _ORDER[_ORDER.index(name) + 1 :]))


def fill(paragraph: Any, runs: Runs) -> None:
    """Runs into a paragraph, which turns with its first letter; text that runs from right to left is marked so."""
    from docx.oxml import OxmlElement

    if right_to_left(plain(runs)):
        put_in_order(paragraph, OxmlElement("w:bidi"))
    for run in runs:
        target = _link(paragraph, run.link) if run.link else paragraph._p
        for count, line in enumerate(run.text.split("\n")):
            if count:
                _run(paragraph, target).add_break()
            for text, turned in by_direction(line):
                made = _run(paragraph, target)
                made.add_text(text)
                _dress(made, run, turned)


def _run(paragraph: Any, target: Any) -> Any:
    """A new run at the end of a paragraph, or of a link in it."""
    from docx.oxml import OxmlElement
    from docx.text.run import Run as WordRun

    element = OxmlElement("w:r")
    target.append(element)
    return WordRun(element, paragraph)


def _link(paragraph: Any, target: str) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(element)
    return element


def _dress(made: Any, run: Run, turned: bool) -> None:
    from docx.shared import RGBColor

    made.bold, made.italic = run.strong or None, run.emphasis or None
    if run.code:
        made.font.name = _CODE_FONT
    if run.link:
        made.font.color.rgb, made.font.underline = RGBColor.from_string(_LINK_COLOUR), True
    if turned:
        made.font.rtl = True
        made.font.cs_bold, made.font.cs_italic = run.strong or None, run.emphasis or None


def new_numbering(made: Any, style: str, start: int) -> int:
    """The id of a numbering that begins at `start`, in the manner of a list style."""
    numbering = made.part.numbering_part.element
    of_style = made.styles[style].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def numbered(paragraph: Any, number: int) -> None:
    """Puts a paragraph into a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def repeat_head(row: Any) -> None:
    """Has a table's first row stand on each page that the table runs over."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def same_each_time(packed: bytes) -> bytes:
    """The same ZIP file without the time at which it was packed."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    target = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            about = ZipInfo(name, _DAY)
            about.compress_type = ZIP_DEFLATED
            made.writestr(about, source.read(name))
    return target.getvalue()
