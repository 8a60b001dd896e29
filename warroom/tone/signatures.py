"""Where a letter's signature stands: after `-- `, or after a closing formula with a few short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 6
"""How many short lines below a closing formula belong to it."""
_LONGEST = 70
_CLOSING = re.compile(
    r"\s*(?:yours(?: (?:very )?(?:sincerely|faithfully|truly|respectfully|ever))?"
    r"|(?:very )?(?:sincerely|respectfully|faithfully|truly|cordially|warmly)(?: yours)?"
    r"|(?:with )?(?:my |our )?(?:kind|kindest|best|warm|warmest|many|sincere)? ?(?:personal )?(?:regards|wishes|greetings|thanks)"
    r"|with (?:sincere |our |my |renewed )?(?:apologies|gratitude|appreciation|respect)"
    r"|cheers|best|all the best|thanks(?: again)?|thank you)"
    r"(?:\s*[,.!–—-]?\s*|,\s+(?P<name>[A-Z][^\s]*(?: [A-Z&][^\s]*| of| and| the| for){0,7})[.]?\s*)$",
    re.I,
)
_CAPITAL = re.compile(r"[A-Z]")
_SENTENCE = re.compile(r".*[.!?][\"'”’)]*\s*$")
_COMPANY = re.compile(r".*\b(?:inc|ltd|co|corp|llc|plc|s\.a|ag|jr|sr)\.\s*$", re.I)


def signature_lines(lines: Sequence[str], first: int = 0) -> frozenset[int]:
    """The numbers (from 0) of the lines that are signature, from line `first` on."""
    found: set[int] = set()
    number = first
    while number < len(lines):
        line = lines[number]
        if line.rstrip() == "--" and number > first:
            found.update(range(number, len(lines)))
            break
        closing = _CLOSING.match(line) if len(line) <= _LONGEST + 30 else None
        if closing and (not closing["name"] or _CAPITAL.match(closing["name"])):
            found.add(number)
            number = _below(lines, number + 1, found)
        else:
            number += 1
    return frozenset(found)


def _below(lines: Sequence[str], number: int, found: set[int]) -> int:
    """Takes the short lines below a closing formula; the number of the first line that is none of them."""
    taken = blank = 0
    while number < len(lines) and taken < MOST_LINES:
        line = lines[number].strip()
        if not line:
            blank += 1
            if blank > 3:
                break
        elif len(line) > _LONGEST or len(line.split()) > 9 or _is_sentence(line):
            break
        else:
            blank, taken = 0, taken + 1
            found.add(number)
        number += 1
    return number


def _is_sentence(line: str) -> bool:
    """Whether it says something, as a postscript does, rather than naming somebody."""
    if re.match(r"p\.? ?s\b", line, re.I):
        return True
    return len(line.split()) >= 3 and bool(_SENTENCE.match(line)) and not _COMPANY.match(line)
