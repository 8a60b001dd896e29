"""Record rules for what we say we will do on a day without a date, and for what we promise without a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from warroom.tone.figures import Figures
from warroom.tone.record.hit import Hit
from warroom.tone.record.known import Known
from warroom.tone.record.whens import WHEN, fits

_OWN = re.compile(
    r"\b(?P<own>(?:I|we)(?:['’]ll| will| shall| are going to| am going to))\b"
    r"|(?P<passive>\bwill be (?:fixed|done|ready|in place|finished|credited|paid|refunded|restored|with you)\b)"
    r"|\b(?P<you>you(?:['’]ll| will) (?:also |then )?(?:get|receive|have|hear|be (?:called|paid|credited|refunded)))\b"
    r"|(?:^\W*(?:please )?|\byou (?:can|may) )(?P<expect>expect) (?:a|an|another|our|my|the)\b",
    re.IGNORECASE,
)
"""What makes the day behind it one that we promise."""
_NOT_OURS = re.compile(
    r"(?:also |then |still )?(?:not|never|know|notice|be (?:closed|away|out|open|told|alerted|warned|back in the office))\b",
    re.IGNORECASE,
)
"""Behind `we will`: no promise to them."""
_PAST = re.compile(
    r"\b(?:happened|occurred|went|broke|began|was|were|had|did|came|fell|lost|told|said|saw|wrote|rang"
    r"|outage|incident|failure|fault|trouble|interruption|problem|mistake|breakdown|error)\b",
    re.IGNORECASE,
)
_ED = re.compile(r"\b(?P<aux>be|been|have|has|get|is|are|want|need)?(?P<gap>(?:\W+\w+){0,4}?)\W+[a-z]{2,}ed\b", re.IGNORECASE)
_IF = re.compile(
    r"\b(?:if|when|whenever|unless|should|in case|from now on|in (?:the )?future|next time|each time|any|every time|as soon as)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:ring|call|phone|write|mail|e-?mail|report|update|updates|send|message|speak|talk|touch|hear|brief|tell)\b", re.IGNORECASE
)
_REGULAR = re.compile(r"\b(?:every|each|daily|weekly|hourly|regular\w*)\b", re.IGNORECASE)
_LEADS = re.compile(r"^\W*(?:and |so |then )?$", re.IGNORECASE)
_OR = re.compile(r" or (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
"""`on Thursday or Friday`: either may be the one."""
_AT_ONCE = re.compile(r",?\s+(?:at the latest,?\s+)?$", re.IGNORECASE)
_PROMISED = re.compile(
    r"\b(?:I|we) (?:can |also |hereby )*(?:promise|pledge) (?:you )?"
    r"(?P<what>(?:a|an|another|two|three|\d+|free|to|that (?:I|we) will) [^.;!?]+)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:better|best|honest\w*|truth|attention|effort|care|improve\w*|learn|listen|try|answer|word|whatever|everything|right|again"
    r"|not|never|hard|stay\w*|stand|keep|happen|through|priority|account|respect|service)\b",
    re.IGNORECASE,
)
_SUGGEST = "promise what the register holds, or write it down first (`warroom promise`)"
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "first second third other another that this will with your yours from have more than them they what when been also free charge "
    "cost".split()
)


class _Sure(NamedTuple):
    """Where what makes it a promise begins and ends in its sentence, and how sure that is."""

    start: int
    end: int
    level: str


def ahead(index: int, sentence: str, figures: Figures, known: Known) -> Iterator[Hit]:
    """The first day, week, month or span in which we say that we do something and the register has nothing; else a promise in
    words of which it has none."""
    own = [
        _Sure(*match.span(), "error" if match["own"] or match["expect"] else "warning")
        for match in _OWN.finditer(sentence)
        if not _NOT_OURS.match(sentence[match.end() : match.end() + 26].lstrip())
    ]
    for match in WHEN.finditer(sentence) if own else ():
        if any(day.start - 6 < match.end() and match.start() < day.end + 6 for day in figures.days):
            continue
        sure = _promises(sentence, match, own)
        if sure is None or (match["every"] and not _CONTACT.search(sentence[sure.start : match.start()])):
            continue
        if fits(match, known) or _stands(match, known) or _OR.match(sentence, match.end()):
            continue
        conditional = bool(_IF.search(sentence))
        if conditional and match["within"]:
            continue
        loose = conditional or any(match[kind] for kind in ("within", "every", "until", "season"))
        message = f"the register has no promise, amends or change for “{match[0]}”"
        yield Hit("record.promise", "warning" if loose else sure.level, index, *match.span(), message, _SUGGEST)
        return
    yield from _in_words(index, sentence, figures, known)


def _promises(sentence: str, when: re.Match[str], own: list[_Sure]) -> _Sure | None:
    """What promises a time: the nearest before it, with nothing past between; or right behind it, where the sentence begins so."""
    before = [one for one in own if one.end <= when.start()]
    if before:
        between = sentence[before[-1].end : when.start()]
        told = any(not match["aux"] for match in _ED.finditer(between))
        return None if told or _PAST.search(between) or _NOT_OURS.match(between.lstrip()) else before[-1]
    behind = [one for one in own if _AT_ONCE.fullmatch(sentence[when.end() : one.start])]
    return behind[0] if behind and _LEADS.match(sentence[: when.start()]) else None


def _stands(when: re.Match[str], known: Known) -> bool:
    """Whether the record says it in these words, or has something that comes again and again."""
    texts = _texts(known)
    return when[0].casefold() in texts.casefold() or bool(when["every"] and _REGULAR.search(texts))


def _in_words(index: int, sentence: str, figures: Figures, known: Known) -> Iterator[Hit]:
    match = _PROMISED.search(sentence)
    if match is None or figures.days or figures.clocks or figures.amounts or _VAGUE.search(match["what"]):
        return
    said = _words(match["what"])
    if said and not said & _words(_texts(known)):
        message = "the register has no such promise"
        yield Hit("record.promise", "warning", index, match.start(), match.end("what"), message, _SUGGEST)


def _texts(known: Known) -> str:
    """What the register holds in words."""
    facing = known.against.facing
    said = (
        [line.what for line in facing.promises] + [line.what for line in facing.changes] + [line.what for line in facing.remedies]
    )
    kinds = [line.kind for line in facing.promises] + [line.kind for line in (*facing.amends, *facing.corrections)]
    return " ".join((*said, *kinds))


def _words(text: str) -> set[str]:
    return {re.sub(r"(?:ing|ed|es|s)$", "", word.casefold()) for word in _WORD.findall(text)} - _COMMON
