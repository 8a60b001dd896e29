"""Where sentences end: after `.`, `!` and `?`, unless it is an abbreviation, an initial, a number or the middle of a sentence."""

from __future__ import annotations

import re

LONGEST = 1200
"""Most characters of one sentence; a longer one is cut at a space, so that no pattern can take long over it."""
_END = re.compile(r"(?P<mark>\.{2,}|[.!?]+)(?P<close>[\"')\]\ue000\ue002]*)(?P<gap>\s+)(?P<next>[\"'(\[]*)(?P<letter>\S)")
_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$|\d+$")
_NEVER = frozenset(
    """mr mrs ms messrs dr prof rev hon capt col gen lt sgt fr st mme mlle sra vs e.g i.e eg ie cf viz approx ca incl excl esp
    resp tel ext ref fig art sec vol dept govt attn encl""".split()
)
_MAYBE = frozenset(
    "a.m p.m am pm inc ltd co corp llc plc u.s u.k u.s.a e.u etc jr sr ph.d b.v s.a al est min max hr hrs mo yr".split()
)
"""May end a sentence as well."""
_BEFORE_NUMBER = frozenset("no nos nr p pp ch art para lot jan feb mar apr jun jul aug sep sept oct nov dec".split())
_FOLLOWS_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:utc|gmt|cet|cest|bst|est|edt|pst|pdt|eastern|pacific|central|local)\b", re.I
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a folded block, without the spaces around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    at = 0
    while found := _END.search(text, at):
        if _ends(text, found):
            _take(text, start, found.end("close"), spans)
            start = found.start("next")
        at = found.start("next") if found.start("next") > at else found.end()
    _take(text, start, len(text), spans)
    return spans


def _ends(text: str, found: re.Match[str]) -> bool:
    letter, mark = found["letter"], found["mark"]
    if mark != ".":
        return not letter.islower()
    before = _BEFORE.search(text, max(0, found.start() - 30), found.start())
    word = before[0].lower() if before else ""
    if word in _NEVER:
        return False
    if word in _BEFORE_NUMBER and letter.isdigit():
        return False
    if word in _MAYBE:
        return not letter.islower() and not letter.isdigit() and not _FOLLOWS_TIME.match(text, found.start("letter"))
    if before and len(word) == 1 and word.isalpha() and before[0].isupper() and word != "i":
        return not _is_initial(text, before.start(), letter)
    if letter.islower():
        return len(word) >= 2 and word.isalpha()
    return True


def _is_initial(text: str, start: int, letter: str) -> bool:
    """`J. Smith`, `Ann B. Smith`; not `plan B. We`."""
    earlier = text[:start].rstrip().rpartition(" ")[2]
    return letter.isupper() and (not earlier or earlier[:1].isupper() or earlier.endswith("."))


def _take(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        spans.append((start, cut))
        start = cut + 1 if text[cut] == " " else cut
    if end > start:
        spans.append((start, end))
