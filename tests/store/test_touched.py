"""When a break counts as touched: by work on it here, and by what an imported history tells of work elsewhere."""

from __future__ import annotations

from store.clock import HOUR, MINUTE
from store.events import Event
from store.fold import fold_break
from store.state import Break
from tests.store.by_hand import NOW, Author, id_of

OPENING = {"customer": "Acme", "what": "label API down", "failure": "F"}


def imported(*later: tuple[str, int]) -> Break:
    """A break brought from another tracker in one action, with notes at (key, ms after the opening)."""
    author = Author("a")
    opened = author.open("opened", OPENING, origin=("csv", "77"))
    notes = [
        author.write(opened.subject, "noted", {"text": key}, at=NOW + after, action=opened.action, origin=("csv", f"77/{key}"))
        for key, after in later
    ]
    return fold_break(id_of(opened), [opened, *notes])


def opened_here(*kinds: str, origin: tuple[str, str] | None = None, same_action: bool = False, at: int = NOW + HOUR) -> Break:
    """A break opened at NOW, with later events of those kinds."""
    author = Author("a")
    opened = author.open("opened", OPENING)
    action = opened.action if same_action else None
    events: list[Event] = [author.write(opened.subject, kind, {"text": "x"}, at=at, origin=origin, action=action) for kind in kinds]
    return fold_break(id_of(opened), [opened, *events])


def test_nobody_touched_what_was_only_opened() -> None:
    assert opened_here().touched_at is None
    assert opened_here("noted", same_action=True).touched_at is None


def test_the_first_work_here_touches() -> None:
    assert opened_here("noted", "noted").touched_at == NOW + HOUR
    assert opened_here("noted", at=NOW - HOUR).touched_at == NOW, "work of before the opening counts from the opening on"


def test_an_import_onto_a_break_that_was_opened_here_is_no_work_on_it() -> None:
    assert opened_here("noted", origin=("csv", "9")).touched_at is None


def test_an_imported_break_that_nobody_worked_on_is_untouched() -> None:
    assert imported().touched_at is None
    assert imported(("created", 0)).touched_at is None, "what the tracker wrote at the opening is part of it"
    assert imported(("before", -HOUR)).touched_at is None


def test_an_imported_break_was_touched_by_the_work_in_its_history() -> None:
    assert imported(("call", 1)).touched_at == NOW + 1
    assert imported(("later", HOUR), ("call", MINUTE), ("created", 0)).touched_at == NOW + MINUTE
