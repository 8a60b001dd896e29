"""The tone check: a text in, a report out. The same text and rules give the same report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from warroom.tone.elements import FAINTLY, asked, elements_in
from warroom.tone.languages import judge
from warroom.tone.letter_rules import LETTER_RULES, MOST_APOLOGIES, gap_findings, letter_findings
from warroom.tone.letter_text import FRAME
from warroom.tone.loading import Rules, load_rules
from warroom.tone.model import ELEMENTS, Finding, Report, in_order
from warroom.tone.placing import finding
from warroom.tone.reading import Reading
from warroom.tone.suppressing import SUPPRESSION_RULES, suppress

if TYPE_CHECKING:
    from warroom.tone.against import Against

KINDS = ("letter", "text")


def check(
    text: str, kind: str = "letter", against: Against | None = None, rules: Rules | None = None, summary: str = "letter"
) -> Report:
    """Looks at a text. `kind` `text` looks at its sentences only; `letter` asks for the elements of that `summary` too. `against`
    is what the record says, `rules` those of `load_rules`. A text in another language is not checked, and says so."""
    rules = rules or load_rules()
    reading = Reading(text)
    judged = judge(reading.sentences)
    is_english = judged.language == "en"
    is_letter = kind == "letter" and is_english
    looked = look_over(reading, rules, ELEMENTS if is_letter else ()) if is_english or judged.mixed else Looked([], [])
    findings = looked.findings
    findings += gap_findings(reading)
    missing: list[str] = []
    if is_letter:
        more, missing = letter_findings(reading, looked.elements, summary, _asked(summary, against))
        findings += more
    if against is not None:
        from warroom.tone.against import record_findings
        from warroom.tone.record.own_words import without_own_words

        findings = without_own_words(findings, reading, against)
        findings += record_findings(reading, against, summary if kind == "letter" else "text")
    run = rules.ids | LETTER_RULES.keys() if is_letter else rules.ids
    left = suppress(reading, findings, known_ids(rules), run if is_english else frozenset())
    allowed = {one.rule for one in left.suppressed}
    return Report(
        in_order(left.findings),
        tuple(element for element in missing if f"missing.{element}" not in allowed),
        judged.language,
        is_english,
        tuple((reading.place(reading.blocks[n].start)[0], reading.place(reading.blocks[n].end)[0]) for n in judged.blocks),
        left.suppressed,
    )


def _asked(summary: str, against: Against | None) -> dict[str, str]:
    if against is None:
        return asked(summary)
    facing = against.facing
    return asked(summary, facing.fault, facing.apologised_before(summary), bool(facing.amends))


def known_ids(rules: Rules) -> frozenset[str]:
    """The ids of all rules but those of the record."""
    return rules.ids | LETTER_RULES.keys() | {rule[0] for rule in SUPPRESSION_RULES}


class Looked(NamedTuple):
    """What the rules say of the sentences of a text."""

    findings: list[Finding]
    elements: list[frozenset[str]]
    """For each sentence, what it gives; where enough sentences gave an element before, it is not looked for again."""


ENOUGH = {"apology": MOST_APOLOGIES + 1}
"""How many sentences are looked for that give an element; one where nothing stands."""


def look_over(reading: Reading, rules: Rules, wanted: Sequence[str] = ELEMENTS) -> Looked:
    """Runs the rules over every sentence, and the recognisers of the elements that are asked for until they found them."""
    still = {element: ENOUGH.get(element, 1) for element in wanted}
    findings: list[Finding] = []
    elements: list[frozenset[str]] = []
    sentences = reading.sentences
    for sentence, faults in zip(sentences, rules.faults_in(sentences), strict=True):
        for compiled, hit in faults:
            rule, places = compiled.rule, sentence.places
            level = rule.rescue_level if hit.rescued else rule.level
            start, end = places[hit.start], places[hit.end - 1] + 1
            findings.append(finding(reading, start, end, rule.id, level, rule.message, rule.suggest, rule.why))
    for number, sentence in enumerate(sentences):
        given = (compiled.rule for compiled, _ in rules.elements_in(sentences, number, still))
        elements.append(frozenset(rule.element + FAINTLY if rule.is_faint else rule.element for rule in given))
        if sentence.kind not in FRAME:
            still = {element: left for element, of in still.items() if (left := of - (element in elements[-1]))}
    return Looked(findings, elements)


def elements_of(text: str, rules: Rules | None = None) -> frozenset[str]:
    """The elements that the sentences of a text give."""
    return frozenset(elements_in(look_over(Reading(text), rules or load_rules()).elements))


class RuleLine(NamedTuple):
    """One rule as people read it."""

    id: str
    level: str
    message: str
    why: str
    suggestion: str


def rule_lines(rules: Rules) -> list[RuleLine]:
    """Every rule in force, by its id; those of the record too, which need `--for`."""
    from warroom.tone.suppressing import WHY

    lines = [RuleLine(one.id, one.level, one.message, one.why, one.suggest) for one in (of.rule for of in rules.faults)]
    lines += [RuleLine(one.id, one.level, one.message, one.why, one.suggest) for one in LETTER_RULES.values()]
    lines += [RuleLine(name, level, message, WHY, hint) for name, level, message, hint in SUPPRESSION_RULES]
    return sorted(lines)
