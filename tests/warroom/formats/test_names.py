"""File names made from customers."""

from __future__ import annotations

from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warroom.formats.casting import one_summary
from warroom.formats.names import MOST_BYTES, file_name, file_names


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("Acme Freight", "letter-Acme-Freight-K7Q2.pdf"),
        ("../../etc", "letter-etc-K7Q2.pdf"),
        ("CON", "letter-CON-K7Q2.pdf"),
        ("a/b\\c:d*e?f", "letter-a-b-c-d-e-f-K7Q2.pdf"),
        ("", "letter-K7Q2.pdf"),
        (".hidden. ", "letter-hidden-K7Q2.pdf"),
        ("-rf /", "letter-rf-K7Q2.pdf"),
        ("😀", "letter-K7Q2.pdf"),
        ("עברית", "letter-עברית-K7Q2.pdf"),
        ("O\u0304kubo", "letter-Ōkubo-K7Q2.pdf"),
        ("a\u202eb\x00c\nd", "letter-a-b-c-d-K7Q2.pdf"),
    ],
)
def test_a_name(customer: str, name: str) -> None:
    assert file_name(one_summary(customer=customer), "pdf") == name


def test_names_that_some_system_takes_for_one_are_numbered() -> None:
    customers = ["Acme", "ACME", "acme!", "Ōkubo", "O\u0304kubo", "Ａｃｍｅ", "Acme-2", "Straße", "STRASSE"]
    names = file_names([one_summary(customer=one, spoken="") for one in customers], "md")
    assert names == [
        "letter-Acme.md",
        "letter-ACME-2.md",
        "letter-acme-3.md",
        "letter-Ōkubo.md",
        "letter-Ōkubo-2.md",
        "letter-Ａｃｍｅ-4.md",
        "letter-Acme-2-2.md",
        "letter-Straße.md",
        "letter-STRASSE-2.md",
    ]


@given(st.lists(st.text(max_size=400), min_size=1, max_size=6), st.sampled_from(["", "K7Q2", "../x"]))
def test_any_customers_give_safe_names_of_their_own(customers: list[str], spoken: str) -> None:
    names = file_names([one_summary(customer=one, spoken=spoken) for one in customers], "html")
    assert len({normalize("NFKC", name).casefold() for name in names}) == len(customers)
    for name in names:
        assert len(name.encode()) <= MOST_BYTES + 12
        assert name.startswith("letter")
        assert name.endswith(".html")
        assert all(category(char)[0] in "LMN" or char == "-" for char in name.removesuffix(".html"))
        assert name == normalize("NFC", name)
