"""What was written, opened by the programs that people open it with."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.warroom.formats.casting import docx_text, html_text, letter_to, need, one_summary, pdf_text, read_mail, squeezed
from warroom.formats.rendering import render, rendered
from warroom.formats.setting import Setting

LETTER = r"""# What happened

Dear *Ōkubo* and Nguyễn Thị Ánh,

we **broke** the label API from 14:02 to 15:40 CET. Your 312 orders were late.

1. found at 14:20
2. mended at 15:40

- a second engineer
  - from 3 March

> Our van stood still.

| When | What | Paid |
| --- | --- | ---: |
| 15:40 | Credit | 250.00 EUR |

    code  stays

---

Yours,\
Ana Kovač\
<https://acme.example>
"""
SCRIPTS = {"Hebrew": "שלום", "Arabic": "مرحبا", "CJK": "李小龍", "Vietnamese": "Nguyễn", "long O": "Ōkubo"}


# -- PDF ------------------------------------------------------------------------------------------------------------------


def pages(pdf: bytes, folder: Path, dots: int = 50) -> list[tuple[int, int, bytes]]:
    """Each page as grey pixels: width, height, rows."""
    need("pdftoppm")
    (folder / "x.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-gray", "-r", str(dots), folder / "x.pdf", folder / "x"], check=True)
    found = []
    for path in sorted(folder.glob("x-*.pgm")):
        raw = path.read_bytes()
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
        assert head is not None
        found.append((int(head[1]), int(head[2]), raw[head.end() :]))
    return found


def inked(page: tuple[int, int, bytes]) -> tuple[int, int, int, int]:
    """The box around everything that is printed: left, top, right, bottom, in pixels."""
    width, _, pixels = page
    dark = [(at % width, at // width) for at, value in enumerate(pixels) if value < 160]
    columns, rows = [x for x, _ in dark], [y for _, y in dark]
    return min(columns), min(rows), max(columns), max(rows)


def test_a_pdf_says_what_the_letter_says(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    made = rendered(one_summary(LETTER, title="About *that*"), "pdf")
    assert made.warnings == ()
    found = pdf_text(made.data, tmp_path)
    for words in (
        "What happened",
        "Dear Ōkubo and Nguyễn Thị Ánh,",
        "1. found at 14:20",
        "Our van stood still.",
        "250.00 EUR",
        "Ana Kovač",
    ):
        assert words in found, words
    about = subprocess.run(["pdfinfo", tmp_path / "read.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Title: +About \*that\*\n", about)
    assert not re.search(r"^(CreationDate|ModDate|Author)", about, re.M)
    assert re.search(r"Page size: .*A4", about)


def test_a_pdf_has_the_same_bytes_each_time() -> None:
    pytest.importorskip("typst")
    assert render(one_summary(LETTER), "pdf") == render(one_summary(LETTER), "pdf")


def test_what_is_printed_stays_on_the_paper(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    long = LETTER + "x" * 400 + "\n\n| a | b |\n| - | - |\n| " + "y" * 300 + " | " + "z" * 300 + " |\n\n    " + "c" * 300 + "\n"
    for page in pages(render(one_summary(long), "pdf"), tmp_path):
        left, top, right, bottom = inked(page)
        width, height, _ = page
        assert left > width * 0.08
        assert right < width * 0.92
        assert 0 < top < bottom < height * 0.97


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_drawn_or_warned_about(script: str, tmp_path: Path) -> None:
    """Drawn: another word in the same script gives another picture, which boxes would not."""
    pytest.importorskip("typst")
    word = SCRIPTS[script]
    made = rendered(one_summary(word), "pdf")
    other = rendered(one_summary(word[::-1]), "pdf")
    if made.warnings:
        assert all(f"{char} (" in made.warnings[0] for char in word if not char.isascii())
        return
    assert squeezed(pdf_text(made.data, tmp_path)) in (word, word[::-1])
    (one,), (two,) = pages(made.data, tmp_path / "..", 100), pages(other.data, tmp_path, 100)
    assert one[2] != two[2]


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    made = rendered(one_summary("Dear \U00012000 of `\U00012000`"), "pdf")
    assert "\U00012000 (CUNEIFORM SIGN A)" in made.warnings[0]
    assert "html" in made.warnings[0]
    assert "Dear [U+12000] of [U+12000]" in pdf_text(made.data, tmp_path)


def test_text_that_runs_from_the_right_stands_at_the_right(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    made = rendered(one_summary("שלום"), "pdf")
    if made.warnings:
        pytest.skip("no Hebrew font here: warned about")
    (page,) = pages(made.data, tmp_path)
    assert inked(page)[0] > page[0] * 0.7


@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("us-letter", "612 x 792")])
def test_the_paper_is_the_one_that_was_set(paper: str, size: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    need("pdfinfo")
    (tmp_path / "x.pdf").write_bytes(render(one_summary(), "pdf", Setting("de-AT", paper)))
    assert size in subprocess.run(["pdfinfo", tmp_path / "x.pdf"], capture_output=True, text=True, check=True).stdout


# -- DOCX -----------------------------------------------------------------------------------------------------------------


def test_a_docx_has_real_styles_lists_and_tables() -> None:
    docx = pytest.importorskip("docx")
    content = render(one_summary(LETTER, title="About *that*"), "docx", Setting("en-GB", "us-letter"))
    made = docx.Document(io.BytesIO(content))
    styles = [(one.style.name, one.text) for one in made.paragraphs if one.text]
    assert styles == [
        ("Heading 1", "What happened"),
        ("Normal", "Dear Ōkubo and Nguyễn Thị Ánh,"),
        ("Normal", "we broke the label API from 14:02 to 15:40 CET. Your 312 orders were late."),
        ("List Number", "found at 14:20"),
        ("List Number", "mended at 15:40"),
        ("List Bullet", "a second engineer"),
        ("List Bullet 2", "from 3 March"),
        ("Quote", "Our van stood still."),
        ("Normal", "code  stays"),
        ("Normal", "Yours,\nAna Kovač\nhttps://acme.example"),
    ]
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["When", "What", "Paid"],
        ["15:40", "Credit", "250.00 EUR"],
    ]
    assert [run.text for run in made.paragraphs[1].runs if run.italic] == ["Ōkubo"]
    about = made.core_properties
    assert (about.title, about.language, about.author, about.last_modified_by, about.comments) == (
        "About *that*",
        "en-GB",
        "",
        "",
        "",
    )
    assert about.created is None
    assert round(made.sections[0].page_width.mm) == 216


def test_numbered_lists_begin_anew() -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document(io.BytesIO(render(one_summary("1. a\n2. b\n\ntext\n\n1. c\n\ntext\n\n7. d\n"), "docx")))
    numbers = [one._p.pPr.numPr.numId.val for one in made.paragraphs if one.style.name == "List Number"]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    numbering = made.part.numbering_part.element
    starts = [numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val for number in dict.fromkeys(numbers)]
    assert starts == [1, 1, 7]


def test_a_docx_has_the_same_bytes_each_time_and_no_trace_of_who_made_it() -> None:
    pytest.importorskip("docx")
    content = render(letter_to("Ann"), "docx")
    assert content == render(letter_to("Ann"), "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert {one.date_time[0] for one in packed.infolist()} == {1980}
        assert b"python-docx" not in packed.read("docProps/core.xml")


def test_right_to_left_is_marked_in_a_docx() -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document(io.BytesIO(render(one_summary("שלום Ann\n\nDear שלום"), "docx")))
    first, second = made.paragraphs
    assert ["w:bidi" in one._p.xml for one in (first, second)] == [True, False]
    assert [(run.text, bool(run.font.rtl)) for run in second.runs] == [("Dear ", False), ("שלום", True)]


@pytest.mark.parametrize("text", ["a\ufffe\uffffb", "\x00\x01\x0b\x0c", "\ud800", "\U0001ffff", "&#xfffe;", "&#12;"])
def test_what_xml_does_not_take_is_not_in_a_docx(text: str) -> None:
    pytest.importorskip("docx")
    assert "end" in docx_text(render(one_summary(f"x{text}end"), "docx"))


# -- HTML -----------------------------------------------------------------------------------------------------------------


def in_chromium(folder: Path, *options: str) -> bytes:
    """What headless Chromium answers; whatever it would load from elsewhere it could not reach."""
    command = [need("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}", *options]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def test_a_page_in_a_browser_and_printed(tmp_path: Path) -> None:
    """One letter with everything in it, and a script that would run if anything of it were markup."""
    hostile = letter_to("*Ann* <img src=x onerror=document.title=1> <script>document.title='run'</script> Ōkubo 李小龍").markdown
    page = tmp_path / "letter.html"
    page.write_bytes(render(one_summary(LETTER + "\n" + hostile, title="About <b>that</b>"), "html"))
    shown = in_chromium(tmp_path, "--dump-dom", page.as_uri()).decode()
    assert "<title>About &lt;b&gt;that&lt;/b&gt;</title>" in shown
    assert "<script>" not in shown.replace("&lt;script>", "")
    assert squeezed(html_text(shown)) == squeezed(html_text(page.read_text("utf-8")))
    in_chromium(tmp_path, f"--print-to-pdf={tmp_path / 'printed.pdf'}", "--no-pdf-header-footer", page.as_uri())
    printed = pdf_text((tmp_path / "printed.pdf").read_bytes(), tmp_path)
    for words in (
        "What happened",
        "Dear Ōkubo and Nguyễn Thị Ánh,",
        "250.00 EUR",
        "李小龍",
        "<script>document.title='run'</script>",
    ):
        assert squeezed(words) in squeezed(printed), words


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page = render(one_summary(LETTER), "html").decode()
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe|object|svg|base|form)\b|url\(|@import|\son\w+=", page)
    assert re.findall(r'href="([^"]*)"', page) == ["https://acme.example"]
    assert '<html lang="en">' in page
    assert all('dir="auto"' in tag for tag in re.findall(r"<(?:p|h\d|li|td|th|blockquote|pre)\b[^>]*>", page))
    assert "@media print" in page


def test_both_parts_of_a_mail_say_the_same() -> None:
    mail = read_mail(render(one_summary(LETTER), "eml"))
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    signs = re.compile(r"[•◦─═]|\b[12]\.")
    assert squeezed(signs.sub("", plain.get_content())) == squeezed(html_text(page.get_content()))
