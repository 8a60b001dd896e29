"""Rules for a letter as a whole: what is missing, what comes too late or too often, how long it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from warroom.tone.elements import TELLS, asked, given, gives_contact
from warroom.tone.letter_text import Body, body_of
from warroom.tone.model import ELEMENTS, GAP, Finding
from warroom.tone.placing import finding
from warroom.tone.reading import Reading, Sentence

SHORTEST, LONGEST = 150, 350
"""Words of a letter."""
APOLOGY_WITHIN = 2
"""In which of the first sentences the apology is to be."""
MOST_APOLOGIES = 2


class LetterRule(NamedTuple):
    """A rule for a whole letter, as `warroom tone --rules` lists it."""

    id: str
    level: str
    message: str
    suggest: str
    why: str


def _missing(element: str) -> LetterRule:
    message, suggest, why = TELLS[element]
    return LetterRule(f"missing.{element}", asked("letter")[element], message, suggest, why)


LETTER_RULES = {
    rule.id: rule
    for rule in (
        *(_missing(element) for element in ELEMENTS),
        LetterRule(GAP, "warning", "A marked gap: the record does not hold this.", "Fill it in, or take it out.",
            "what is not known is marked, never written around"),
        LetterRule(
            "missing.apology-first", "warning", "The apology comes late.", "Say sorry in the first two sentences.",
            "what comes first is what we mean; a late apology reads as an afterthought (UK Housing Ombudsman 2026)",
        ),
        LetterRule(
            "missing.length", "note", f"A letter reads best at {SHORTEST} to {LONGEST} words.", "",
            "room for every element, and short enough to be read",
        ),
        LetterRule(
            "drama.many-apologies", "note", "It says sorry more than twice.",
            "Say it once, well, and use the room for what you do.",
            "repeated apologies can be worse than none (Halperin, Ho, List, Muir 2022)",
        ),
        LetterRule(
            "agentless.we-for-i", "note", "No sentence says “I”.", "Let the signer speak for what is theirs: “I will call you”.",
            "“I” earns more satisfaction and purchases than “we” (Packard, Moore, McFerran 2018)",
        ),
        LetterRule(
            "gift.in-letter", "error", "A gift does not belong in this text.",
            "Send it with a note of its own: `warroom export gift`.",
            "beside an apology a gift reads as a price for silence (P52); words first, then money (Abeler and others 2010)",
        ),
    )
}  # fmt: skip
"""Rule id → rule."""

_CARD = re.compile(r"(?<!\w)gift[ -]?(?:cards?|vouchers?|certificates?|tokens?|baskets?|hampers?)(?!\w)")
_AS_GIFT = re.compile(
    r"(?<!\w)(?:as|with|accept|enclosed?|send|sending|sent|find|including|add|added|give|giving)(?: \w+){0,6}"
    r" (?:an? )?(?:(?:small|little|modest|parting|surprise|thank-you) )*"
    r"(?:gifts?|presents?"
    r"|(?:vouchers?|tokens?)(?: \S+){0,6}? (?:of our (?:thanks|appreciation|esteem)|as a (?:gift|present|thank[- ]you)))(?!\w)"
)
_THEIRS = re.compile(
    r"(?<!\w)(?:your|his|her|their) (?:\w+ ){0,2}gift[ -]?cards?(?!\w)"
    r"|gift[ -]?cards? (?:that |which )?(?:you|they) (?:bought|sold|paid|ordered|lost)(?!\w)"
    r"|(?<!\w)(?:redeem\w*|bought|purchased?|sold|selling|balance|activat\w+|order(?:s|ed)? (?:for|of|with)|our gift[ -]?cards?"
    r"|gift[ -]?cards? (?:system|page|service|orders?|codes?|numbers?|purchases?|scheme|tills?))(?!\w)"
)
"""Gift cards that are what the letter is about: those that they bought or sell."""
_I = re.compile(r"(?<!\w)(?:I|I'(?:m|ve|ll|d)|my|mine|me)(?!\w)")
_WE = re.compile(r"(?<!\w)(?:we|our|us)(?!\w)")


def letter_findings(
    reading: Reading, elements: Sequence[frozenset[str]], summary: str, levels: Mapping[str, str]
) -> tuple[list[Finding], list[str]]:
    """What is found in a letter as a whole, and the elements that are missing. `elements` are what each sentence gives, `levels`
    those that are asked for, as `elements.asked` says."""
    body = body_of(reading)
    found = given(elements, body)
    if gives_contact(body):
        found.setdefault("contact", [])
    gaps = {gap.element for gap in reading.gaps}
    missing = [element for element in levels if element not in found and element not in gaps]
    findings = [_missing_finding(reading, body, element, levels[element]) for element in missing]
    findings += _apologies(reading, body, found.get("apology", []), "apology" in levels)
    findings += _whole(reading, body, summary)
    if summary != "gift":
        findings += _gifts(reading)
    return findings, [element for element in ELEMENTS if element in missing or (element in gaps and element in levels)]


def gap_findings(reading: Reading) -> Iterator[Finding]:
    """Every marked gap, at its place."""
    for gap in reading.gaps:
        about = f"Not filled in yet: {gap.about or gap.element}."
        yield _at(reading, gap.start, gap.end, GAP, message=about)


def _missing_finding(reading: Reading, body: Body, element: str, level: str) -> Finding:
    """At the place where it would stand: what opens a letter at its start, the rest at its end."""
    sentences = body.sentences or reading.sentences
    at = 0
    if sentences:
        at = sentences[0].start if element in ("apology", "ownership") else sentences[-1].end
    return _at(reading, at, at, f"missing.{element}", level=level)


def _apologies(reading: Reading, body: Body, numbers: list[int], is_asked: bool) -> Iterator[Finding]:
    if numbers and is_asked and numbers[0] >= APOLOGY_WITHIN:
        yield _on(reading, body.sentences[numbers[0]], "missing.apology-first")
    if len(numbers) > MOST_APOLOGIES:
        yield _on(reading, body.sentences[numbers[MOST_APOLOGIES]], "drama.many-apologies")


def _whole(reading: Reading, body: Body, summary: str) -> Iterator[Finding]:
    """Length, and who speaks."""
    sentences = body.sentences
    if not sentences or summary not in ("letter", "followup"):
        return
    words = body.words
    if summary == "letter" and not SHORTEST <= words <= LONGEST:
        message = f"It has {words} words; a letter reads best at {SHORTEST} to {LONGEST}."
        yield _at(reading, sentences[0].start, sentences[0].start, "missing.length", message=message)
    we = next((one for one in sentences if _WE.search(one.low)), None)
    if we is not None and not any(_I.search(one.text) for one in sentences):
        yield _on(reading, we, "agentless.we-for-i")


def _gifts(reading: Reading) -> Iterator[Finding]:
    for sentence in reading.sentences:
        found = _CARD.search(sentence.low) or _AS_GIFT.search(sentence.low)
        if found and not _THEIRS.search(sentence.low):
            places = sentence.places
            yield _at(reading, places[found.start()], places[found.end() - 1] + 1, "gift.in-letter")


def _on(reading: Reading, sentence: Sentence, rule: str) -> Finding:
    return _at(reading, sentence.start, sentence.end, rule)


def _at(reading: Reading, start: int, end: int, rule: str, level: str = "", message: str = "") -> Finding:
    of = LETTER_RULES[rule]
    return finding(reading, start, end, rule, level or of.level, message or of.message, of.suggest, of.why)
