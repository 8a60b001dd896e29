"""`warroom tone --rules` and `--check-rules`: what rules are in force, and whether their examples hold."""

from __future__ import annotations

from store.text import one_line
from warroom.answers import put, put_json, say
from warroom.session import Session
from warroom.tone.checking import RuleLine, rule_lines
from warroom.tone.loading import load_rules


def list_rules(session: Session) -> int:
    """Lists every rule in force: id, level, message, why, and the file of a team's own."""
    from warroom.commands.tone import rules_in_force

    rows = rule_lines(rules_in_force(session)[0])
    if session.json:
        put_json({"rules": [row._asdict() for row in rows]})
        return 0
    for row in rows:
        put(_line(row))
    return 0


def _line(row: RuleLine) -> str:
    return f"{row.id}  {row.level}: {one_line(row.message)} Why: {one_line(row.why)}"


def check_rules(session: Session) -> int:
    """Runs every rule's examples, and compiles every pattern. 1 when one does not hold."""
    from warroom.tone.proving import failures

    rules = load_rules(session.places.tone)
    wrong = list(failures(rules))
    if session.json:
        put_json({"rules": len(rules.faults), "failures": wrong})
    else:
        for line in wrong:
            put(line)
    say(f"{len(rules.faults)} rules, {len(rules.elements)} recognisers: " + (f"{len(wrong)} wrong" if wrong else "all hold"))
    return 1 if wrong else 0
