"""Runs the examples of rules: what is bad is found, what is good is not."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.tone.compiled import Compiled
from warroom.tone.loading import Rules
from warroom.tone.reading import Reading


def failures(rules: Rules) -> Iterator[str]:
    """A line for each example that does not hold, and for each file that is broken."""
    for problem in rules.problems:
        yield f"{problem.file}: {problem.reason}"
    for compiled in rules.faults:
        yield from _held(compiled, compiled.rule.bad, compiled.rule.good)
    for compiled in rules.elements:
        yield from _held(compiled, compiled.rule.good, compiled.rule.bad)


def _held(compiled: Compiled, found: tuple[str, ...], left: tuple[str, ...]) -> Iterator[str]:
    name = f"{compiled.rule.file}: {compiled.rule.id}"
    for example in found:
        if not _finds(compiled, example):
            yield f"{name} misses {example!r}"
    for example in left:
        if _finds(compiled, example):
            yield f"{name} finds {example!r}"


def _finds(compiled: Compiled, example: str) -> bool:
    sentences = Reading(example).sentences
    return any(compiled.look(sentences, number) for number in range(len(sentences)))
