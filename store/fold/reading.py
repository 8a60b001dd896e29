"""Reading what may be anything: values out of event bodies that other programs and corrections have touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.events import Body
from store.money import from_json
from store.spans import LONGEST
from store.text import LONGEST_WRITTEN, clean, one_line
from store.zones import from_iso

Converter = Callable[[Any], Any]


def text(body: Body, key: str) -> str:
    """The cleaned text under `key`, empty when it is no text."""
    return as_text(body.get(key))


def as_text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""


def whole(body: Body, key: str) -> str:
    """As `text`, of what is kept whole: something that went out."""
    value = body.get(key)
    return clean(value, LONGEST_WRITTEN) if isinstance(value, str) else ""


def line(body: Body, key: str) -> str:
    """The cleaned text under `key` on one line: for what stands in a table."""
    return as_line(body.get(key))


def as_line(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else ""


def word(body: Body, key: str, allowed: tuple[str, ...], default: str = "") -> str:
    """The word under `key` when it is one of `allowed`, else `default`."""
    value = body.get(key)
    return value if isinstance(value, str) and value in allowed else default


def when(body: Body, key: str) -> int | None:
    """The instant under `key`, None when it is none."""
    return from_iso(body.get(key))


def number(body: Body, key: str) -> int:
    """The whole number under `key`, 0 when it is none."""
    return as_number(body.get(key)) or 0


def as_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LONGEST else None


def as_severity(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4 else None


def as_flag(value: Any) -> bool:
    return value is True


def one_of(allowed: tuple[str, ...], default: str) -> Converter:
    """A converter that takes only some words."""
    return lambda value: value if isinstance(value, str) and value in allowed else default


as_money: Converter = from_json
as_instant: Converter = from_iso
