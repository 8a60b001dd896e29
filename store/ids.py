"""Identities: hashes of what was written down. An event's is hex; those that people say are in Crockford's base 32.

A break is spoken of by the shortest prefix of its id that is unambiguous on this board, four characters or more;
the first character is a letter, so that an id is never mistaken for a number. A failure's begins with `F-`.
"""

from __future__ import annotations

import json
import json.encoder as json_encoder
from typing import Any

try:
    from _blake2 import blake2b as blake2b  # hashlib's own, without OpenSSL: loading that costs a command a third of its start
except ImportError:
    from hashlib import blake2b as blake2b

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
ID_LENGTH = 26
SHORTEST = 4
"""Fewest characters of a spoken id."""
FAILURE_PREFIX = "F-"

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_make = getattr(json_encoder, "c_make_encoder", None)
_parts = _make and _make(None, _encoder.default, json_encoder.encode_basestring, None, ":", ",", True, False, True)
"""What `_encoder` makes anew for each value; None where Python has no encoder in C."""


def canonical_text(value: Any) -> str:
    """The one text form of a JSON value that hashes are made over: keys sorted, no spaces."""
    return "".join(_parts(value, 0)) if _parts else _encoder.encode(value)


def canonical(value: Any) -> bytes:
    """`canonical_text` in UTF-8."""
    return canonical_text(value).encode("utf-8")


def digest(value: Any) -> str:
    """The 128-bit BLAKE2b hash of a JSON value's canonical form, 32 lower-case hex digits."""
    return blake2b(canonical(value), digest_size=16).hexdigest()


def salted_digest(salt: str, value: Any) -> str:
    """As `digest`, over a value with a salt before it, so that a blanked value can't be guessed from its hash."""
    return digest([salt, value])


def entity_id(*parts: str | int) -> str:
    """The id of a break or a failure: 26 characters from the 128-bit BLAKE2b hash of `parts`, a letter first."""
    number = int.from_bytes(blake2b(canonical(list(parts)), digest_size=16).digest(), "big")
    rest, first = divmod(number, len(LETTERS))
    return LETTERS[first] + _encode(rest, ID_LENGTH - 1)


def _encode(number: int, width: int) -> str:
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(width - 1, -1, -1))


def typed_id(text: str) -> str:
    """What a typed id means, before it is looked up: upper case, misread letters mended, `F-` taken off."""
    upper = text.strip().upper()
    if upper.startswith(FAILURE_PREFIX):
        upper = upper[len(FAILURE_PREFIX) :]
    return upper[:1] + upper[1:].translate(_MISREAD)


def is_failure_id(text: str) -> bool:
    """Whether a typed id names a failure."""
    return text.strip().upper().startswith(FAILURE_PREFIX)


def common_prefix(a: str, b: str) -> int:
    """How many characters two ids have in common at their beginning."""
    for index, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return index
    return min(len(a), len(b))


def shortest(full: str, before: str, after: str) -> str:
    """The spoken form of `full` between its neighbours in the order of ids."""
    return full[: max(SHORTEST, common_prefix(full, before) + 1, common_prefix(full, after) + 1)]
