"""How well the promise advisor does on a log that it has not seen: forward through time, what it says of each failure when
it is opened, and again at 4 and 24 hours, out of what was known then, against what came.

    python -m tests.bench.advisor LOG.csv.gz
    python -m tests.bench.advisor LOG.csv --since 2016-04-01 --json

LOG is an audit log of ServiceNow. All of it is learned from; `--since` checks only what was opened from that day on (UTC).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from store.clock import HOUR
from tests.bench.incident_log import read_log
from tests.bench.one_curve import OneCurve
from warroom.advisor.history import learned
from warroom.advisor.kinds import Case, Kind
from warroom.advisor.learning import Learning

CHANCES = (0.5, 0.8, 0.9)
NAMES = ("p50", "p80", "p90")
AGES = (0, 4, 24)
"""Hours after the opening at which is asked."""
DAY = 24 * HOUR
_FIXED, _ASKED, _OPENED = 0, 1, 2
"""What happens in one minute, in this order: what is asked does not know of itself."""


class Answer(NamedTuple):
    """What was said of one failure at one age, and what came. Lengths are ms from then on."""

    severity: int
    age: int
    took: int
    said: tuple[int | None, ...]
    peer: Sequence[int | None]


def walk(cases: Sequence[Case], since: int = 0, without: Sequence[str] = (), afresh: int = 0) -> Iterator[Answer]:
    """Goes through a history in the order in which it happened, and asks of each failure that was opened since an instant
    (ms) what could be known. `without`: `category` or `fixer`, not to be looked at. `afresh`: days after which it is learned
    anew from the record, as a command does, which looks back on a limited number of fixes."""
    if without:
        cases = [case._replace(kind=_less(case.kind, without)) for case in cases]
    happenings = []
    for place, case in enumerate(cases):
        end = case.left_at if case.fixed_at is None else case.fixed_at
        happenings.append((case.opened_at, _OPENED, place, 0))
        if end is not None:
            happenings.append((end, _FIXED, place, 0))
        if case.fixed_at is not None and case.opened_at >= since:
            asked = (case.opened_at + hours * HOUR for hours in AGES)
            happenings += [(at, _ASKED, place, hours) for at, hours in zip(asked, AGES, strict=True) if at < case.fixed_at]
    learning, peer = Learning(), OneCurve()
    known: dict[Hashable, Case] = {}
    before = learned_at = 0
    for at, what, place, hours in sorted(happenings):
        case = cases[place]
        if afresh and at > before and at >= learned_at + afresh * DAY:
            learning, learned_at = learned(known, at - 1), at
        before = at
        if what == _OPENED:
            known[place] = case
            learning.opened(place, case.kind, at)
            peer.opened(place, at)
        elif what == _FIXED:
            is_fix = case.fixed_at is not None
            (learning.fixed if is_fix else learning.left)(place, at)
            (peer.fixed if is_fix else peer.left)(place, at)
        else:
            assert case.fixed_at is not None
            advice = learning.ask(case.kind, case.opened_at, at)
            said = tuple(None if found is None else found - at for found in map(advice.sure_at, CHANCES))
            yield Answer(case.kind.severity, hours, case.fixed_at - at, said, peer.ask(hours * HOUR, at, CHANCES))


def _less(kind: Kind, without: Sequence[str]) -> Kind:
    return Kind(kind.severity, "" if "category" in without else kind.category, "" if "fixer" in without else kind.fixer)


def loss(took: float, said: float, chance: float) -> float:
    """The pinball loss: what a quantile costs that was too low or too high, in the unit of both."""
    return chance * (took - said) if took >= said else (1 - chance) * (said - took)


def measured(answers: Sequence[Answer]) -> dict[str, Any]:
    """The shares of fixes that came within what was said, and the mean losses, in hours, where both gave a number."""
    found: dict[str, Any] = {"cases": len(answers), "answers": {}, "coverage": {}, "pinball": {}, "pinball_global": {}}
    found |= {"silent": {}, "pinball_silence_as_global": {}, "pinball_global_everywhere": {}}
    for place, (name, chance) in enumerate(zip(NAMES, CHANCES, strict=True)):
        said = [(answer.took, value, answer.peer[place]) for answer in answers if (value := answer.said[place]) is not None]
        both = [(took, value, peer) for took, value, peer in said if peer is not None]
        found["answers"][name] = len(said)
        found["coverage"][name] = _mean([took <= value for took, value, _ in said], 4)
        found["pinball"][name] = _mean([loss(took, value, chance) / HOUR for took, value, _ in both], 3)
        found["pinball_global"][name] = _mean([loss(took, peer, chance) / HOUR for took, _, peer in both], 3)
        peers = [(answer.took, answer.said[place], peer) for answer in answers if (peer := answer.peer[place]) is not None]
        filled = [(took, peer if value is None else value, peer) for took, value, peer in peers]
        found["silent"][name] = sum(value is None for _, value, _ in peers)
        found["pinball_silence_as_global"][name] = _mean([loss(took, value, chance) / HOUR for took, value, _ in filled], 3)
        found["pinball_global_everywhere"][name] = _mean([loss(took, peer, chance) / HOUR for took, _, peer in filled], 3)
    return found


def _mean(values: Sequence[float], digits: int) -> float | None:
    return round(sum(values) / len(values), digits) if values else None


def report(answers: Sequence[Answer]) -> dict[str, Any]:
    """All that is measured: at opening, by severity, and by the age at which is asked."""
    by_age = {str(age): [answer for answer in answers if answer.age == age] for age in AGES}
    parts = {age: {**measured(found), "by_severity": _by_severity(found)} for age, found in by_age.items()}
    return {**parts["0"], "by_age": {age: parts[age] for age in parts if age != "0"}}


def _by_severity(answers: Sequence[Answer]) -> dict[str, Any]:
    severities = sorted({answer.severity for answer in answers})
    return {str(one): measured([answer for answer in answers if answer.severity == one]) for one in severities}


def saved(found: dict[str, Any], everywhere: bool = False) -> float:
    """By how much the summed loss is under that of one curve for all (0.1 is a tenth), where both give a number; with
    `everywhere` wherever that one does, and where we are silent its number stands for ours, so that silence earns nothing."""
    kinds = ("pinball_silence_as_global", "pinball_global_everywhere") if everywhere else ("pinball", "pinball_global")
    own, peer = (sum(found[name][chance] or 0 for chance in NAMES) for name in kinds)
    return 1 - own / peer if peer else 0.0


def table(found: dict[str, Any]) -> Iterator[str]:
    """The report as a table in Markdown."""
    yield "| asked | cases | within p50 | p80 | p90 | loss p50 | p80 | p90 (hours) | one curve for all | less by |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    asked = {"at opening": found} | {f"after {age} h": part for age, part in found["by_age"].items()}
    for name, part in asked.items():
        yield _line(f"**{name}**", part)
        for severity, one in part["by_severity"].items():
            yield _line(f"severity {severity}", one)


def _line(name: str, part: dict[str, Any]) -> str:
    within = [_shown(part["coverage"][chance], 100, " %") for chance in NAMES]
    losses = [_shown(part[kind][chance], 1, "") for kind in ("pinball", "pinball_global") for chance in NAMES]
    cells = [name, f"{part['cases']:,}", *within, *losses[:3], ", ".join(losses[3:]), f"{100 * saved(part):.1f} %"]
    return f"| {' | '.join(cells)} |"


def _shown(value: float | None, times: int, unit: str) -> str:
    return "–" if value is None else f"{value * times:.1f}{unit}"


def main(words: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.advisor", description="The promise advisor on a log it has not seen."
    )
    parser.add_argument("log", type=Path, help="an audit log of ServiceNow, .csv or .csv.gz")
    parser.add_argument("--since", default="1970-01-01", help="check what was opened from this day on (as 2016-04-01)")
    parser.add_argument("--without", action="append", default=[], choices=("category", "fixer"), help="leave a group out")
    parser.add_argument("--afresh", type=int, default=0, metavar="DAYS", help="learn anew from the record every so many days")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    given = parser.parse_args(words)
    log = read_log(given.log)
    since = int(datetime.fromisoformat(given.since).replace(tzinfo=UTC).timestamp()) * 1000
    found = report(list(walk(log.cases, since, given.without, given.afresh)))
    if given.json:
        print(json.dumps(found))
        return
    print("\n".join(table(found)))
    print(f"\n{len(log.cases):,} incidents; {log.came_fixed:,} more came fixed and are left out")
    print(f"less loss at opening, with its number wherever ours is silent: {100 * saved(found, everywhere=True):.1f} %")
    answers = found["answers"]
    print(f"answers at opening: {', '.join(f'{name} {answers[name]:,}' for name in NAMES)} of {found['cases']:,}")


if __name__ == "__main__":
    main()
