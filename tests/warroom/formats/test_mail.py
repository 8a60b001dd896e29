"""Mail drafts: opened as unsent, and no text of ours can add a header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warroom.formats.casting import html_text, one_summary, read_mail, squeezed
from warroom.formats.mail import mail_address
from warroom.formats.rendering import render, rendered

HEADERS = ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type", "Content-Language"]


def test_a_draft() -> None:
    content = render(one_summary("Dear Ōkubo,\n\n- one\n- *two*\n"), "eml")
    mail = read_mail(content)
    assert mail.keys() == HEADERS
    assert (mail["X-Unsent"], mail["Subject"], mail["To"]) == ("1", "Label API down", "Ann Ito <ann@acme.example>")
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().replace("\r\n", "\n") == "Dear Ōkubo,\n\n• one\n• two\n"
    assert squeezed(plain.get_content()).replace("•", "") == squeezed(html_text(page.get_content()))
    assert mail.is_multipart()
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert content == render(one_summary("Dear Ōkubo,\n\n- one\n- *two*\n"), "eml")


@pytest.mark.parametrize(
    "to",
    ["evil@x\n\nTo: a@b",
     "a@b, c@d", "a@b;c@d", "<a@b>", "Ann <a@b>", "ü@b.example", "a@", "@b", "plain", "a b@c", "a@b@c", '"a"@b'],
)  # fmt: skip
def test_what_is_no_address_is_left_out_and_said(to: str) -> None:
    made = rendered(one_summary(to=to), "eml")
    assert read_mail(made.data)["To"] is None
    assert "To is left empty" in made.warnings[0]


def test_no_address_at_all_is_no_warning() -> None:
    made = rendered(one_summary(to="", to_name="Ann"), "eml")
    assert (read_mail(made.data)["To"], made.warnings) == (None, ())


def test_an_international_domain() -> None:
    address = mail_address("ann@bücher.example", "李小龍")
    assert address is not None
    assert (address.addr_spec, address.display_name) == ("ann@xn--bcher-kva.example", "李小龍")


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_adds_a_header(title: str, name: str, to: str) -> None:
    mail = read_mail(render(one_summary(title=title, to_name=name, to=to), "eml"))
    assert [key for key in mail.keys() if key != "To"] == [key for key in HEADERS if key != "To"]  # noqa: SIM118
    assert mail["To"] is None or len(mail["To"].addresses) == 1
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Dear Ann,\n\nwe are sorry.\n"
