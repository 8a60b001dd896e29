"""What each of our filters writes, for the documents: (filter, what it does, an example, what that gives)."""

from __future__ import annotations

from typing import NamedTuple


class FilterWords(NamedTuple):
    """One filter in words; `example` is run by a test and gives `gives` (zone Europe/Berlin, `at` 3 March 2026, 12:00 UTC)."""

    name: str
    about: str
    example: str
    gives: str


FILTER_WORDS = (
    FilterWords("when", "a time with its day and its zone", "{{ at | when }}", "Tuesday 3 March, 13:00 CET"),
    FilterWords("moment", "a time with as much of its day and zone as the text did not say last",
                "{{ at | date }}: {{ at | moment }}", "Tuesday 3 March: 13:00 CET"),
    FilterWords("date", "the day of a time; the year where it is not this one", "{{ at | date }}", "Tuesday 3 March"),
    FilterWords("time", "the time with its zone; in another zone when one is named", "{{ at | time('Asia/Tokyo') }}", "21:00 JST"),
    FilterWords("clock", "the time alone, where the zone is said already", "{{ at | clock }}", "13:00"),
    FilterWords("stamp", "a time for a row of a table", "{{ at | stamp }}", "Tue 3 Mar 13:00"),
    FilterWords("near", "a time as the board says it", "{{ at | near }}", "13:00"),
    FilterWords("span", "a length of time; `span(short=true)` as on the board", "{{ 4320000 | span }}", "1 hour 12 minutes"),
    FilterWords("money", "an amount", "{{ owed | money }}", "€250"),
    FilterWords("midway", "a text for the middle of a sentence: without the capital of its beginning, where it is no name's",
                "{{ 'The door' | midway }}", "the door"),
    FilterWords("number", "a number with its thousands", "{{ 41200 | number }}", "41,200"),
    FilterWords("plural", "a count with its noun", "{{ 2 | plural('entry', 'entries') }}", "2 entries"),
    FilterWords("listed", "several texts in a sentence", "{{ ['Ann', 'Ben', 'Cy'] | listed }}", "Ann, Ben and Cy"),
    FilterWords("gap", "a marked gap: what to write, and the element that is missing", "{{ 'why it broke' | gap('explanation') }}",
                "[to fill: explanation: why it broke]"),
    FilterWords("paragraphs", "a longer text as paragraphs; `paragraphs(2)` in a list's item", "{{ words | paragraphs }}",
                "It stood still."),
    FilterWords("quoted", "a longer text as a quotation", "{{ words | quoted }}", "> It stood still."),
    FilterWords("join", "texts with something between them", "{{ ['a', 'b'] | join(' - ') }}", "a - b"),
    FilterWords("replace", "a text with one word for another", "{{ 'a b' | replace('a', 'c') }}", "c b"),
    FilterWords("truncate", "the first characters of a text", "{{ 'a long text' | truncate(6) }}", "a lon…"),
    FilterWords("sum", "the sum of numbers, or of one field of a list's entries", "{{ [1, 2] | sum }}", "3"),
)  # fmt: skip
