"""Whatever a customer is called, every format shows that name and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warroom.formats.casting import (
    NAMES,
    docx_text,
    html_text,
    letter_to,
    pdf_text,
    read_html,
    read_mail,
    seen,
    squeezed,
)
from warroom.formats.direction import right_to_left
from warroom.formats.rendering import render, rendered

PLACES = 8
"""How often a name stands in the letter."""
ALLOWED = {"html", "head", "meta", "title", "style", "body", "h1", "p", "ul", "ol", "li", "strong", "em", "blockquote", "br"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip

ids = [name.strip()[:16] for name in NAMES]


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_text(name: str) -> None:
    text = render(letter_to(name), "txt").decode()
    assert squeezed(text).count(seen(name)) == PLACES


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_html_with_no_markup_of_its_own(name: str) -> None:
    page = render(letter_to(name), "html").decode()
    found = read_html(page)
    assert squeezed(html_text(page)).count(seen(name)) == PLACES
    assert squeezed(found.title) == squeezed("About" + seen(name))
    assert found.tags <= ALLOWED
    assert not found.links


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_a_mail_with_no_header_of_its_own(name: str) -> None:
    mail = read_mail(render(letter_to(name), "eml"))
    assert set(mail.keys()) <= {"X-Unsent", "To", "Subject", "MIME-Version", "Content-Type", "Content-Language"}
    assert squeezed(mail["Subject"]) in squeezed("About" + seen(name)) or len(name) > 190
    assert len(mail["To"].addresses) == 1
    address = mail["To"].addresses[0]
    assert address.addr_spec == "ann@acme.example"
    assert seen(name).startswith(squeezed(address.display_name).rstrip("…"))
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert squeezed(plain.get_content()).count(seen(name)) == PLACES
    assert squeezed(html_text(page.get_content())).count(seen(name)) == PLACES


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_json_and_markdown(name: str) -> None:
    told = json.loads(render(letter_to(name), "json"))
    assert squeezed(told["text"]).count(seen(name)) == PLACES
    assert told["fields"]["customer"] == name
    assert told["markdown"] == letter_to(name).markdown == render(letter_to(name), "md").decode()


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_docx(name: str) -> None:
    pytest.importorskip("docx")
    assert squeezed(docx_text(render(letter_to(name), "docx"))).count(seen(name)) == PLACES


@pytest.mark.parametrize("name", NAMES, ids=ids)
def test_in_pdf_or_it_is_warned_about(name: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    made = rendered(letter_to(name), "pdf")
    missing = {char for char in seen(name) if not char.isascii() and any(f"{char} (" in warning for warning in made.warnings)}
    assert bool(missing) == bool(made.warnings)
    if missing:
        pytest.skip(f"no font here has {sorted(missing)}: warned about")
    wanted = {seen(name), seen(name)[::-1]} if right_to_left(name) else {seen(name)}
    found = squeezed(pdf_text(made.data, tmp_path))
    assert sum(found.count(one) for one in wanted) == PLACES


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines)
def test_any_name_in_text_html_and_mail(name: str) -> None:
    summary, wanted = letter_to(name), seen(name)
    if not wanted:
        return
    assert squeezed(render(summary, "txt").decode()).count(wanted) >= PLACES
    page = render(summary, "html").decode()
    assert squeezed(html_text(page)).count(wanted) >= PLACES
    assert read_html(page).tags <= ALLOWED
    mail = read_mail(render(summary, "eml"))
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert squeezed(plain.get_content()) == squeezed(render(summary, "txt").decode())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines)
def test_any_name_in_docx(name: str) -> None:
    pytest.importorskip("docx")
    if seen(name):
        assert squeezed(docx_text(render(letter_to(name), "docx"))).count(seen(name)) >= PLACES


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_at_all_makes_every_format(markdown: str) -> None:
    """What was edited by hand is any Markdown, also one that is wrong."""
    summary = letter_to("Ann")._replace(markdown=markdown)
    for ending in ("txt", "html", "eml", "json", "docx", "pdf"):
        assert render(summary, ending)
