"""The door for text: everything typed or received passes `clean`, on the way in and out.

Control codes, escape sequences' lead bytes (C0, DEL, C1) and bidirectional overrides are removed,
so that shared text can neither drive a terminal nor disguise itself (design §6).
"""

from __future__ import annotations

from functools import cache

LINE_LIMIT = 500
"""Most characters a one-line field keeps."""
TEXT_LIMIT = 20_000
"""Most characters a free text keeps."""

LONGEST_WRITTEN = 60_000
"""Most characters that are kept of a text that went out."""

_REMOVED = (
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)]
    + [0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070)]
    + [0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000)]
)
_TABLE: dict[int, str | None] = dict.fromkeys(_REMOVED)
_TABLE[0x0D] = None
_TABLE[0x2028] = _TABLE[0x2029] = "\n"
_LINE_TABLE: dict[int, str | None] = {**_TABLE, 0x0A: " ", 0x0D: " ", 0x09: " ", 0x2028: " ", 0x2029: " "}


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """`text` without anything that could act on a terminal; line breaks and tabs stay. At most `limit` characters."""
    if text.isascii() and text.isprintable():
        return text if len(text) <= limit else _cut(text, limit)
    text = text.replace("\r\n", "\n").translate(_TABLE)
    return text if len(text) <= limit else _cut(text, limit)


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """`text` cleaned and on one line, single spaces, no space at either end. At most `limit` characters."""
    if not (text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]):
        text = " ".join(text.translate(_LINE_TABLE).split())
    return text if len(text) <= limit else _cut(text, limit)


def without_controls(json_text: str) -> str:
    """JSON with every character that `clean` removes written as its escape: the same value, and safe on a terminal."""
    if json_text.isascii() and "\x7f" not in json_text:
        return json_text
    return json_text.translate(_escapes())


@cache
def _escapes() -> dict[int, str]:
    return {code: _escape(code) for code in (*_REMOVED, 0x2028, 0x2029) if code > 0x1F}


def _escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _cut(text: str, limit: int) -> str:
    """The first `limit - 1` characters and an ellipsis."""
    return text[: max(0, limit - 1)] + "…"


def quoted(text: str, limit: int = 40) -> str:
    """What was typed, in quotation marks, for the title of an error: cleaned, and short enough to leave room for the rest."""
    return f"“{one_line(text, limit)}”"


def name_key(name: str) -> str:
    """The key of a customer or a person: same for every spelling that differs in case, width or spaces only."""
    name = one_line(name)
    if name.isascii():
        return name.lower()
    import unicodedata

    return one_line(unicodedata.normalize("NFKC", name).casefold())


def same_name(one: str, other: str) -> bool:
    """Whether two typed names mean the same: small and capital letters and spaces make no difference."""
    return bool(one.strip()) and name_key(one) == name_key(other)


def without_stop(text: str) -> str:
    """A text without the full stop at its end, for one that goes on in a sentence; an ellipsis stays."""
    bare = text.rstrip()
    return bare[:-1].rstrip() if bare.endswith(".") and not bare.endswith("..") else bare
