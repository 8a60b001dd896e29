"""How well the tone check finds what an editor finds, on the labelled sentences.

python -m tests.bench.tone                          # a table for each part
python -m tests.bench.tone --misses blame [FILE]    # what it overlooks of a family or an element, and what it wrongly finds
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tests.warroom.tone.corpus import Labelled, labelled
from warroom.tone.checking import check, elements_of
from warroom.tone.model import ELEMENTS

FAULTS = ("hedge", "blame", "denial", "agentless", "self-praise", "drama", "overpromise")
GIVEN = ELEMENTS[:-1]


class Judged(NamedTuple):
    """What the check says of a labelled sentence."""

    sentence: Labelled
    rules: dict[str, str]
    """Rule → level."""
    elements: frozenset[str]

    @property
    def families(self) -> frozenset[str]:
        """Families found at warning or error."""
        return frozenset(rule.partition(".")[0] for rule, level in self.rules.items() if level != "note")


def judge(sentences: Iterable[Labelled]) -> list[Judged]:
    """Each sentence judged alone."""
    return [
        Judged(one, {found.rule: found.level for found in check(one.text, "text").findings}, elements_of(one.text))
        for one in sentences
    ]


def table(judged: Sequence[Judged]) -> Iterable[str]:
    """Counts and rates as rows of a table."""
    clean = [one for one in judged if not one.sentence.faults]
    yield "| what | sentences | found | rate | elsewhere |"
    yield "| --- | --- | --- | --- | --- |"
    for family in FAULTS:
        of = [one for one in judged if family in one.sentence.faults]
        found = sum(family in one.families for one in of)
        wrong = sum(family in one.families for one in judged if family not in one.sentence.faults)
        yield f"| {family} | {len(of)} | {found} | {_rate(found, len(of))} | {wrong} |"
    for level, names in (("a warning or an error", ("warning", "error")), ("an error", ("error",))):
        hit = sum(any(found in names for found in one.rules.values()) for one in clean)
        yield f"| clean that draw {level} | {len(clean)} | {hit} | {_rate(hit, len(clean))} | |"
    for element in GIVEN:
        of = [one for one in judged if element in one.sentence.elements]
        found = sum(element in one.elements for one in of)
        wrong = sum(element in one.elements for one in judged if element not in one.sentence.elements)
        yield f"| element {element} | {len(of)} | {found} | {_rate(found, len(of))} | {wrong} |"


def misses(judged: Sequence[Judged], name: str) -> Iterable[str]:
    """The sentences of a family or an element that were overlooked, then those where it was wrongly found."""
    for one in judged:
        wanted = name in (one.sentence.elements if name in GIVEN else one.sentence.faults)
        found = name in (one.elements if name in GIVEN else one.families)
        rules = [rule for rule in one.rules if rule.startswith(name + ".")]
        if wanted != found:
            yield f"{'missed' if wanted else 'WRONG '} {one.sentence.line:4} {one.sentence.text} {' '.join(rules)}"


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", default="", metavar="FAMILY", help="sentences that are judged wrongly")
    parser.add_argument("file", nargs="?", default="", help="a file of labelled sentences")
    given = parser.parse_args()
    for part in [given.file] if given.file else ["made"] if given.misses else ["made", "measured"]:
        judged = judge(labelled(part))
        print(f"{part}: {len(judged)} sentences")
        print("\n".join(misses(judged, given.misses) if given.misses else table(judged)))


if __name__ == "__main__":
    main()
