"""Record rules for names: whom we address, how they are written, who of us is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom.tone.against import Against
from warroom.tone.figures import MONTHS, WEEKDAYS
from warroom.tone.record.hit import Hit
from warroom.tone.record.staff import staff_hits

_GREETING = re.compile(r"^\W*(?:dear|hello|hi|good (?:morning|afternoon|evening))\s+(?P<name>[^,:!\n]{2,60}?)\s*[,:!—–-]", re.I)
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir madam all team customer both there everyone".split())
_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}")
_LONG = 5
"""Letters from which on one that is changed makes a slip of the pen, not another name: Mary is not Mark."""
_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
"""A customer Larch is no misspelt March."""


def names(index: int, sentence: str, against: Against) -> Iterator[Hit]:
    """Somebody else addressed, a name of theirs misspelt, one of us named who is not named to customers."""
    facing = against.facing
    greeting = _GREETING.match(sentence)
    if greeting and facing.person and not _addresses(greeting["name"], against):
        message = f"the record says that we talk to {facing.person}"
        yield Hit("record.name", "error", index, *greeting.span("name"), message, f"address {facing.first_name}")
    else:
        yield from _misspelt(index, sentence, against)
    yield from staff_hits(index, sentence, against)


def _addresses(name: str, against: Against) -> bool:
    facing = against.facing
    words = set(re.findall(r"\w+", name.casefold())) - {"and"}
    known = set(re.findall(r"\w+", f"{facing.person} {facing.first_name} {facing.customer}".casefold()))
    left = words - _TITLES
    return not left or bool(left & known)


def _misspelt(index: int, sentence: str, against: Against) -> Iterator[Hit]:
    """The first name of theirs that is a letter off, where the record has no such word."""
    facing = against.facing
    theirs = {word for name in (facing.customer, facing.person) for word in _WORD.findall(name) if word[:1].isupper()}
    known = {word.casefold() for text in (*theirs, facing.what, facing.explanation) for word in re.findall(r"\w+", text)}
    for match in _WORD.finditer(sentence):
        word = match[0]
        if not word[:1].isupper() or word.casefold() in known or word.casefold() in _CALENDAR:
            continue
        for name in theirs:
            if _one_off(name.casefold(), word.casefold()):
                yield Hit("record.name", "error", index, *match.span(), f"the record writes {name}", f"write {name}")
                return


def _one_off(one: str, other: str) -> bool:
    """Whether two words differ by one letter changed, added or left out, or by two neighbours in the wrong order."""
    if len(one) == len(other):
        if len(one) < _LONG:
            return False
        off = [place for place in range(len(one)) if one[place] != other[place]]
        swapped = len(off) == 2 and off[1] == off[0] + 1 and one[off[0]] == other[off[1]] and one[off[1]] == other[off[0]]
        return len(off) == 1 or swapped
    if abs(len(one) - len(other)) != 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
