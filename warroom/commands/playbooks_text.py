"""Playbooks for people and for scripts: the list of a board's, and one with its steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.playbooks.model import FALLBACK, Playbook, Step
from store.playbooks.wording import WHO, due_text, proofs_text
from store.policy import Policy
from store.text import one_line
from warroom.answers import put, put_json, say
from warroom.playbooks.on_board import Listed, missing_text, playbooks_of
from warroom.session import Session


def put_list(session: Session) -> None:
    """All playbooks of the board; what is odd among them on stderr."""
    found = playbooks_of(session.replica)
    if session.json:
        put_json(
            {
                "playbooks": [listed_json(one) for one in found.listed],
                "missing": [{"name": one.name, "severities": list(one.severities), "breaks": one.breaks} for one in found.missing],
                "conflicts": list(found.conflicts),
            }
        )
    else:
        rows = [("name", "title", "steps", "from", "in force for", "open breaks"), *(_cells(one) for one in found.listed)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        for row in rows:
            put("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for one in found.missing:
        say(missing_text(one))
    for conflict in found.conflicts:
        say(f"conflict: {conflict}")


def _cells(one: Listed) -> tuple[str, ...]:
    return (
        one_line(one.playbook.name, 40),
        one_line(one.playbook.title, 40),
        str(len(one.playbook.steps)),
        origin_text(one),
        f"severity {', '.join(map(str, one.severities))}" if one.severities else "–",
        str(one.breaks) if one.breaks else "–",
    )


def origin_text(one: Listed) -> str:
    """Where a playbook is from."""
    if one.is_own:
        return "the team, instead of the built-in" if one.is_built_in else "the team"
    return "built in"


def listed_json(one: Listed) -> dict[str, Any]:
    """A playbook of the list."""
    return {
        "name": one.playbook.name,
        "title": one.playbook.title,
        "about": one.playbook.about,
        "step_count": len(one.playbook.steps),
        "built_in": one.is_built_in,
        "own": one.is_own,
        "severities": list(one.severities),
        "breaks": one.breaks,
    }


def put_one(session: Session, one: Listed) -> None:
    """One playbook with its steps."""
    if session.json:
        steps = [step_json(step, one.playbook) for step in one.playbook.steps]
        put_json({**listed_json(one), "steps": steps})
        return
    for line in page(one, session.replica.cases().policy()):
        put(line)


def page(one: Listed, policy: Policy) -> Iterator[str]:
    """A playbook for people, a line at a time."""
    playbook = one.playbook
    where = f"; in force for severity {', '.join(map(str, one.severities))}" if one.severities else ""
    yield f"{one_line(playbook.name, 40)}: {one_line(playbook.title, 80)} ({origin_text(one)}{where})"
    if playbook.about:
        yield one_line(playbook.about)
    if not playbook.steps:
        yield f"it can't be read: breaks that follow it have no steps; `warroom playbooks use {FALLBACK}` puts another in force"
    for number, step in enumerate(playbook.steps, 1):
        yield ""
        yield f"{number:>2}. {one_line(step.title, 80)}  [{one_line(step.id, 40)}]"
        for label, text in _facts(step, playbook, policy):
            yield f"    {label:<8} {one_line(text)}"


def _facts(step: Step, playbook: Playbook, policy: Policy) -> Iterator[tuple[str, str]]:
    if step.why:
        yield "why", step.why
    yield "proof", proofs_text(step, playbook)
    yield "who", WHO.get(step.who, step.who)
    if due := due_text(step, policy, playbook):
        yield "due", due
    if step.say:
        yield "to say", f"“{step.say}”"
    if step.closing:
        yield "closing", "asks for it"
    if step.practices:
        yield "serves", ", ".join(step.practices)


def step_json(step: Step, playbook: Playbook) -> dict[str, Any]:
    """A step of a playbook."""
    return {
        "id": step.id,
        "title": step.title,
        "why": step.why,
        "practices": list(step.practices),
        "who": step.who,
        "after": step.after,
        "within": [span or None for span in step.within.spans] or None if step.within else None,
        "setting": (step.within.setting or None) if step.within else None,
        "proof": proofs_text(step, playbook) if step.proofs else None,
        "closing": step.closing,
        "say": step.say or None,
    }
