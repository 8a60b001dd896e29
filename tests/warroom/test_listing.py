"""The board's order in memory, against the plain way to sort."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.ranking import FLAG_BITS, LATE_PROMISE, LOUD, NOT_TOLD, OVERDUE_CONTACT, SEVERITY_SHIFT
from warroom.listing import Filter, Listing, loud_among

RANKS = st.integers(0, (1 << 60) - 1)
FLAGS = st.integers(0, (1 << 9) - 1)


def ranked(rows: dict[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Rows as the replica gives them: most urgent first, those of one rank in the order of their rows."""
    return [(sid, rank, flags) for sid, (rank, flags) in sorted(rows.items(), key=lambda row: (row[1][0], row[0]))]


@given(
    st.dictionaries(st.integers(1, 40), st.tuples(RANKS, FLAGS)), st.lists(st.tuples(st.integers(1, 45), RANKS, FLAGS), max_size=30)
)
def test_moving_rows_one_by_one_gives_the_sorted_order(rows: dict[int, tuple[int, int]], moves: list[tuple[int, int, int]]) -> None:
    listing = Listing()
    listing.replace({sid: rank << FLAG_BITS | flags for sid, rank, flags in ranked(rows)})
    for sid, rank, flags in moves:
        listing.move([(sid, rank, flags)])
        if sid in rows:
            rows[sid] = (rank, flags)
    assert list(listing.lines) == [sid for sid, *_ in ranked(rows)]
    assert [listing.index_of(sid) for sid in listing.lines] == list(range(len(rows)))
    assert listing.index_of(99) is None
    assert listing.totals().not_told == sum(1 for _, flags in rows.values() if flags & NOT_TOLD)
    loud = {sid: (flags >> SEVERITY_SHIFT & 3) + 1 for sid, (_, flags) in rows.items() if flags & LOUD}
    assert listing.loud() == loud_among(ranked(rows)) == loud
    assert listing.loud((1, 2, 99)) == {sid: severity for sid, severity in loud.items() if sid in (1, 2)}


def listing_of(count: int, groups: dict[int, str]) -> Listing:
    listing = Listing()
    listing.replace({sid: sid << FLAG_BITS for sid in range(1, count + 1)}, groups)
    return listing


def test_a_failure_stands_where_its_most_urgent_break_would() -> None:
    listing = listing_of(6, {2: "A", 5: "A", 4: "B", 6: "B"})
    assert list(listing.lines) == [1, "A", 3, "B"]
    listing.fold("A", out=True)
    assert list(listing.lines) == [1, "A", 2, 5, 3, "B"]
    assert listing.index_of(5) == 3
    assert listing.index_of(6) is None
    assert listing.members("B") == [4, 6]
    listing.move([(6, 0, OVERDUE_CONTACT | LATE_PROMISE)])
    assert list(listing.lines) == ["B", 1, "A", 2, 5, 3]
    assert listing.totals_of("B")[:3] == (2, 1, 1)
    assert [listing.lead_of(failure) for failure in "ABC"] == [2, 6, None]


def test_a_twin_goes_its_own_way() -> None:
    listing = listing_of(4, {2: "A", 4: "A"})
    twin = listing.twin()
    twin.move([(4, 0, OVERDUE_CONTACT)])
    assert (listing.lead_of("A"), twin.lead_of("A")) == (2, 4)
    assert (listing.totals().overdue, twin.totals().overdue) == (0, 1)
    assert list(listing.lines) == [1, "A", 3]
    assert list(twin.lines) == ["A", 1, 3]


def test_a_filter_shows_hits_alone_and_in_order() -> None:
    listing = listing_of(6, {2: "A", 5: "A"})
    listing.filter({5, 1})
    assert list(listing.lines) == [1, 5]
    listing.filter(None)
    assert list(listing.lines) == [1, "A", 3, 4, 6]


@given(st.lists(st.text("ab c", max_size=6), max_size=20), st.text("ab c", max_size=6))
def test_narrowing_finds_what_a_fresh_search_finds(texts: list[str], typed: str) -> None:
    hay = dict(enumerate(texts))
    narrowing = Filter(hay)
    for end in range(1, len(typed) + 1):
        wanted = [sid for sid, text in hay.items() if all(word in text for word in typed[:end].split())]
        found = narrowing.hits(typed[:end])
        assert found is None if not typed[:end].split() else found == wanted
