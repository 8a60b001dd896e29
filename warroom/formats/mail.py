"""A document as a mail draft: an `.eml` file that a mail program opens as one that is still to be sent (`X-Unsent: 1`). It has
neither date nor message id, which sending gives it, and no sender, which the mail program knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import one_line
from warroom.formats.document import Document
from warroom.formats.page import html_page
from warroom.formats.plain_text import text_of

if TYPE_CHECKING:
    from email.headerregistry import Address

LONGEST_SUBJECT = 200


def mail_draft(
    document: Document, title: str, to: str = "", to_name: str = "", language: str = "en"
) -> tuple[bytes, tuple[str, ...]]:
    """The draft with the same text plain and as HTML, and what to warn of: an address that is none is left out."""
    import hashlib
    from email.message import EmailMessage
    from email.policy import SMTP

    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    if address := mail_address(to, to_name):
        draft["To"] = address
    draft["Subject"] = one_line(title, LONGEST_SUBJECT)
    text, page = text_of(document), html_page(document, title, language)
    draft.set_content(text, cte="quoted-printable")
    draft.add_alternative(page, subtype="html", cte="quoted-printable")
    draft["Content-Language"] = one_line(language, 40)
    draft.set_boundary(f"==={hashlib.sha256(page.encode()).hexdigest()[:32]}===")
    warned = (f"“{one_line(to, 60)}” is no mail address that can be used: To is left empty",) if to.strip() and not address else ()
    return draft.as_bytes(), warned


def mail_address(to: str, to_name: str = "") -> Address | None:
    """The address as a header takes it; None where it is none, or several. An international domain is written in its ASCII
    form, as mail goes."""
    from email.errors import MessageError
    from email.headerregistry import Address

    user, at, domain = one_line(to).rpartition("@")
    try:
        spec = f"{user}@{domain.encode('idna').decode('ascii')}" if at else ""
        if not user or not spec.isascii() or any(char in spec for char in ' ,;:<>()[]"\\') or to.count("@") != 1:
            return None
        return Address(display_name=one_line(to_name, 100), addr_spec=spec)
    except (UnicodeError, MessageError, ValueError, IndexError):
        return None
