"""How well the tone check finds what an editor finds, on the labelled sentences, and how fast it is.

    python -m tests.bench.tone                          # a table for each part, and the other linters beside it
    python -m tests.bench.tone --misses blame [FILE]    # what it overlooks of a family or an element, and what it wrongly finds
    python -m tests.bench.tone --time                   # processor time beside proselint and write-good
    python -m tests.bench.tone --write                  # the tables into docs/tone.md

The other linters are looked for where `PROSELINT` (a virtual environment) and `WRITE_GOOD` (an npm prefix) say.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tests.bench.peers import ROOT, comparison, timing
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


def accuracy(part: str) -> list[str]:
    """The tables of one part: by family and element, and beside the other linters."""
    judged = judge(labelled(part))
    own = {number for number, one in enumerate(judged) if one.families}
    return [*table(judged), "", *comparison([one.sentence for one in judged], own)]


def write(name: str, lines: Sequence[str]) -> None:
    """Puts lines between the markers of that name in docs/tone.md."""
    path = ROOT / "docs" / "tone.md"
    pattern = re.compile(rf"(<!-- bench: {name} -->\n).*?(<!-- end -->)", re.S)
    path.write_text(pattern.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], path.read_text("utf-8")), "utf-8")


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", default="", metavar="FAMILY", help="sentences that are judged wrongly")
    parser.add_argument("--time", action="store_true", help="processor time")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of --time; medians are shown")
    parser.add_argument("--write", action="store_true", help="writes the tables into docs/tone.md")
    parser.add_argument("file", nargs="?", default="", help="a file of labelled sentences")
    given = parser.parse_args()
    if given.misses:
        print("\n".join(misses(judge(labelled(given.file or "made")), given.misses)))
        return
    parts = [given.file] if given.file else ["made", "measured"]
    tables = {part: accuracy(part) for part in parts} if given.write or not given.time else {}
    if given.time or given.write:
        tables["time"] = list(timing(given.rounds))
    for name, lines in tables.items():
        print("\n".join((f"{name}:", *lines, "")))
        if given.write:
            write(name, lines)


if __name__ == "__main__":
    main()
