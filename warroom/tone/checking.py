"""The tone check: a text in, a report out. The same text and rules give the same report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from warroom.tone.loading import Rules, load_rules
from warroom.tone.model import Finding, Report, in_order
from warroom.tone.reading import Reading

if TYPE_CHECKING:
    from warroom.tone.against import Against

KINDS = ("letter", "text")


def check(
    text: str, kind: str = "letter", against: Against | None = None, rules: Rules | None = None, summary: str = "letter"
) -> Report:
    """Looks at a text. `kind` `text` looks at its sentences only; `letter` asks for the elements of that `summary` too. `against`
    is what the record says, `rules` those of `load_rules`."""
    rules = rules or load_rules()
    reading = Reading(text)
    findings = list(sentence_findings(reading, rules))
    return Report(in_order(findings))


def sentence_findings(reading: Reading, rules: Rules) -> Iterator[Finding]:
    """What the sentence rules find."""
    sentences = reading.sentences
    for number, sentence in enumerate(sentences):
        for compiled in rules.faults:
            if hit := compiled.look(sentences, number):
                start, end, rescued = hit
                rule = compiled.rule
                yield finding(
                    reading, sentence.places[start], sentence.places[end - 1] + 1, rule.id,
                    rule.rescue_level if rescued else rule.level, rule.message, rule.suggest, rule.why,
                )  # fmt: skip


def elements_of(text: str, rules: Rules | None = None) -> frozenset[str]:
    """The elements that a text gives."""
    rules = rules or load_rules()
    reading = Reading(text)
    return frozenset(
        compiled.rule.element
        for compiled in rules.elements
        if any(compiled.look(reading.sentences, number) for number in range(len(reading.sentences)))
    )


def finding(
    reading: Reading, start: int, end: int, rule: str, level: str, message: str, suggestion: str = "", why: str = ""
) -> Finding:
    """A finding at a piece of the text."""
    line, column = reading.place(start)
    end_line, end_column = reading.place(end)
    return Finding(rule, level, line, column, end_line, end_column, reading.text[start:end], message, suggestion, why)
