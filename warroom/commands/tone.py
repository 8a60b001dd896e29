"""`warroom tone`: what in a text would cost us the customer. Exit 1 when something is found, or when it can't be checked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from store.errors import BadInput
from store.text import one_line, quoted
from warroom.answers import put, put_json, say
from warroom.command import command, text_option
from warroom.session import Session
from warroom.tone.model import LEVELS, Finding, Report
from warroom.typed_text import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.tone.against import Against
    from warroom.tone.loading import Rules

KINDS = ("letter", "text")
_PLACES = 6
"""Most places that are named of what could not be checked."""
SUMMARIES = ("letter", "followup", "brief", "status", "gift")


@command("tone", "Looks for what in a text would cost us the customer; exit 1 when something is found.")
@click.argument("file", metavar="FILE|-", default="")
@text_option("--kind", "letter: its sentences, and what a letter must hold; text: its sentences only.", "letter|text")
@text_option("--summary", "Which letter it is: letter, followup, brief, gift or status.", "NAME")
@text_option("--for", "Compares it with the record of that break.", "ID", "for_")
@text_option("--level", "The lightest findings that count.", "note|warning|error")
@click.option("--rules", "rules_", is_flag=True, help="Lists the rules in force.")
@click.option("--check-rules", is_flag=True, help="Runs every rule's examples.")
@click.pass_obj
def tone_command(
    session: Session, file: str, kind: str, summary: str, for_: str, level: str, rules_: bool, check_rules: bool
) -> int:
    kind = _choice(kind or "letter", KINDS, "kind")
    level = _choice(level or "warning", LEVELS, "level")
    summary = _choice(summary or "letter", SUMMARIES, "summary")
    if rules_ or check_rules:
        if file or for_:
            raise BadInput("file", "that is a mixture of two forms", "warroom tone FILE — or warroom tone --rules")
        from warroom.commands.tone_rules import check_rules as run_examples
        from warroom.commands.tone_rules import list_rules

        return run_examples(session) if check_rules else list_rules(session)
    if not file:
        raise BadInput("file", "no text is named", "give a file, or - for what comes in on stdin")
    text = read_text(file)
    against = _against(session, for_) if for_ else None
    from warroom.tone.checking import check

    rules, stamp = rules_in_force(session)
    report = check(text, kind, against, rules, summary)
    found = report.at_least(level)
    if session.json:
        put_json(_json(report, found))
    else:
        for finding in found:
            put(line_of(file, finding))
    _say(report, found, level)
    if rules.unkept:
        _keep(session, rules, stamp)
    return 1 if found or not report.checked else 0


def _choice(word: str, allowed: tuple[str, ...], field: str) -> str:
    """As `store.actions.asking.choice`, without all that stands beside it there, which takes as long to load as the check does."""
    found = word.strip().lower()
    if found not in allowed:
        raise BadInput(field, f"{quoted(word)} is no {field}", "choose from " + ", ".join(allowed))
    return found


def rules_in_force(session: Session) -> tuple[Rules, list[Any]]:
    """The built-in rules and the team's, and the state of the files that they are made of; what is broken is said on stderr."""
    from warroom.tone.keeping import kept_rules, stamp_of

    folder = str(session.places.tone)
    stamp = stamp_of(folder)
    rules = kept_rules(folder, str(session.places.tone_kept))
    for problem in rules.problems:
        say(f"warroom: {one_line(problem.file, 300)}: {one_line(problem.reason)}")
    return rules, stamp


def _keep(session: Session, rules: Rules, stamp: list[Any]) -> None:
    """After the answer, so that nobody waits for it."""
    from warroom.tone.keeping import keep

    sys.stdout.flush()
    keep(rules, stamp, str(session.places.tone_kept))


def line_of(file: str, finding: Finding) -> str:
    """`file:line:col: level rule: message`."""
    return f"{one_line(file, 300)}:{finding.line}:{finding.column}: {finding.level} {finding.rule}: {one_line(finding.message)}"


def _against(session: Session, typed: str) -> Against:
    from store.replica.finding import find_break
    from warroom.tone.from_case import against_of

    cases = session.replica.cases()
    case = cases.case(cases.stands_for(find_break(session.replica.db, typed)))
    return against_of(case, session.clock.now(), session.zone, session.config, session.places.config_file)


def _say(report: Report, found: tuple[Finding, ...], level: str) -> None:
    if not report.checked:
        from warroom.tone.languages import LANGUAGES

        name, several = (
            LANGUAGES.get(report.language, report.language),
            len({line for lines in report.unread for line in lines}) > 1,
        )
        say(f"not checked: {_lines(report.unread)} {'read' if several else 'reads'} as {name}, and the rules are for English")
        return
    lighter = sum(report.counts.values()) - len(found)
    hint = f" ({lighter} lighter: --level note shows them)" if lighter and level != "note" else ""
    counts = ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for name in reversed(LEVELS) if (n := _count(found, name)))
    say(f"{counts or 'nothing found'}{hint}")


def _lines(unread: Sequence[tuple[int, int]]) -> str:
    """`line 4`, `lines 1 and 3-5`, `lines 1, 3 and 7 more`; `it` where the places are not known."""
    named = [str(first) if first == last else f"{first}-{last}" for first, last in unread[:_PLACES]]
    if not named:
        return "it"
    if len(unread) > _PLACES:
        named.append(f"{len(unread) - _PLACES} more")
    many = len(named) > 1 or "-" in named[0]
    return f"line{'s' if many else ''} " + " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _count(found: tuple[Finding, ...], level: str) -> int:
    return sum(finding.level == level for finding in found)


def _json(report: Report, found: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level,
                "line": finding.line,
                "column": finding.column,
                "end_line": finding.end_line,
                "end_column": finding.end_column,
                "text": finding.text,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "why": finding.why,
            }
            for finding in found
        ],
        "missing": list(report.missing),
        "counts": {level: _count(found, level) for level in LEVELS},
        "checked": report.checked,
        "language": report.language,
        "unread": [{"line": first, "end_line": last} for first, last in report.unread],
        "suppressed": [{"rule": item.rule, "reason": item.reason, "line": item.line} for item in report.suppressed],
    }
