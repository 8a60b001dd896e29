"""A break with everything on it, as the JSON interface has it (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.afterwards import not_debriefed
from store.due_times import chase_at, nudge_at, public_due
from store.events import Event
from store.fix_clock import fix_clock
from store.plan import needs_approval
from store.reached import said_at
from store.text import one_line
from store.zones import iso_seconds
from warroom.commands.entries_json import conflict_json, contact_json, promise_json, step_json, with_gaps
from warroom.commands.show import Shown
from warroom.commands.show_clocks import owned_json, seconds, told_json
from warroom.rows import number, row_json


def break_json(
    shown: Shown, past: bool = False, seen_by: Callable[[Event], list[int] | None] = lambda event: None
) -> dict[str, Any]:
    """The row's fields and all entries. `past` says that it is as it was known at a time; `seen_by` tells how many of the
    people here have a decision, and how many are here."""
    brk, failure, policy = shown.case.brk, shown.case.failure, shown.case.policy
    clock = fix_clock(brk, policy, shown.now)
    names = {entry.event.hash: name for name, entry in shown.entries}
    return {
        **row_json(shown.row, shown.attention, shown.action, shown.spoken, shown.failure, shown.repeat),
        "as_of": iso_seconds(shown.now) if past else None,
        "fault": failure.fault,
        "fixed_by": iso_seconds(failure.fixed_by),
        "fixed_at": iso_seconds(said_at(brk, brk.fixed_at, "fixed")),
        "fix_confirmed_by": brk.fix_confirmed_by or None,
        "fix_confirmed_at": iso_seconds(brk.fix_confirmed_at),
        "fixed_said_by": brk.fixed_by or None,
        "fix_second_person": brk.is_second_person(brk.fix_confirmed_by) if brk.fix_confirmed_by else None,
        "reopened": brk.reopened,
        "owned_at": iso_seconds(said_at(brk, brk.owned_at, "owned")),
        "contained_at": iso_seconds(said_at(brk, brk.contained_at, "contained")),
        "made_right_at": iso_seconds(said_at(brk, brk.made_right_at, "made-right")),
        "still_hurts": brk.still_hurts or None,
        "told": told_json(shown),
        "owned": owned_json(shown),
        "closed_at": iso_seconds(brk.closed_at),
        "outcome": brk.outcome or None,
        "fixer": brk.fixer or None,
        "trouble": brk.trouble or None,
        "expectation": brk.expectation or None,
        "must_tell": brk.must_tell or None,
        "must_tell_by": iso_seconds(brk.must_tell_by),
        "exposure": brk.exposure or None,
        "value": brk.value.to_json() if brk.value else None,
        "cadence": brk.cadence or None,
        "affected": brk.affected,
        "corrected": brk.corrected,
        "fix_clock_s": clock.elapsed // 1000,
        "fix_clock": {"state": clock.state, "counts": "working" if clock.working else "elapsed", "paused_s": clock.paused // 1000},
        "waits": [{"on": wait.on, "since": iso_seconds(wait.since), "until": iso_seconds(wait.until)} for wait in brk.waits],
        "contacts": [contact_json(contact, before, names) for contact, before in with_gaps(brk.contacts, brk.known_at)],
        "promises": [promise_json(shown, promise, names) for promise in brk.promises],
        "remedies": [
            {
                "n": number(remedy.n),
                "what": remedy.what,
                "effort": remedy.effort or None,
                "cost": remedy.cost.to_json() if remedy.cost else None,
                "answer": remedy.answer or None,
                "said": remedy.said or None,
                "proposed_at": iso_seconds(remedy.proposed_at),
                "told_at": iso_seconds(remedy.told_at),
                "told": not remedy.untold,
                "answered_at": iso_seconds(remedy.answered_at),
                "round": remedy.round,
                "event": names.get(remedy.key),
            }
            for remedy in brk.remedies
        ],
        "restitution": [
            {
                "n": number(line.n),
                "kind": line.kind,
                "amount": line.amount.to_json(),
                "state": line.state,
                "due_at": iso_seconds(line.due_at),
                "why": line.why or None,
                "by": line.by or None,
                "needs_approval": needs_approval(line, brk.severity, policy),
                "event": names.get(line.key),
            }
            for line in brk.restitution
        ],
        "blockers": [
            {
                "n": number(blocker.n),
                "what": blocker.what,
                "who": blocker.who or None,
                "since": iso_seconds(blocker.since),
                "cleared_at": iso_seconds(blocker.cleared_at),
                "asked": blocker.nudges,
                "asked_at": iso_seconds(blocker.nudged_at),
                "ask_at": iso_seconds(nudge_at(blocker, brk, policy)) if blocker.cleared_at is None else None,
                "by": blocker.actor or None,
                "event": names.get(blocker.key),
            }
            for blocker in brk.blockers
        ],
        "deadlines": [
            {
                "n": number(deadline.n),
                "of": deadline.of,
                "who": deadline.who or None,
                "what": deadline.what,
                "due_at": iso_seconds(deadline.due_at),
                "state": deadline.state,
                "slips": deadline.slips,
                "chased": deadline.chased,
                "chased_at": iso_seconds(deadline.chased_at),
                "chase_at": iso_seconds(chase_at(deadline)) if deadline.state != "met" else None,
                "event": names.get(deadline.key),
            }
            for deadline in (*brk.deadlines, *failure.deadlines)
        ],
        "suppliers": [{"who": record.who, "slipped": record.slipped, "of": record.of} for record in shown.around.suppliers],
        "apologies": {
            "count": shown.around.apologies.total,
            "elsewhere": shown.around.apologies.elsewhere,
            "last_at": iso_seconds(shown.around.apologies.last_at),
            "step_since": shown.around.apologies.moved,
        },
        "prevention": [
            {
                "n": number(action.n),
                "what": action.what,
                "owner": action.owner or None,
                "due_at": iso_seconds(action.due_at),
                "done_at": iso_seconds(action.done_at),
                "event": names.get(action.key),
            }
            for action in failure.prevention
        ],
        "followups": [
            {
                "n": number(followup.n),
                "channel": followup.channel,
                "due_at": iso_seconds(followup.due_at),
                "done_at": iso_seconds(followup.done_at),
                "said": followup.said or None,
                "event": names.get(followup.key),
            }
            for followup in brk.followups
        ],
        "debriefs": [{"who": told.who, "said": told.said or None, "at": iso_seconds(told.at)} for told in failure.debriefs],
        "disputes": [
            {
                "what": dispute.what,
                "by": dispute.by,
                "since": iso_seconds(dispute.since),
                "withdrawn_at": iso_seconds(dispute.withdrawn_at),
                "disputed_s": seconds(dispute.since, shown.now if dispute.withdrawn_at is None else dispute.withdrawn_at),
                "claim_to_acceptance_s": seconds(brk.known_at, dispute.withdrawn_at),
            }
            for dispute in brk.disputes
        ],
        "public": [
            {
                "n": number(mark.n),
                "where": mark.where,
                "link": mark.link or None,
                "since": iso_seconds(mark.since),
                "answered_at": iso_seconds(mark.answered_at),
                "knows": mark.knows or None,
                "due_at": iso_seconds(public_due(mark, brk.severity, policy)) if mark.answered_at is None else None,
            }
            for mark in brk.public
        ],
        "notes": [{"text": note.text, "by": note.actor, "at": iso_seconds(note.at)} for note in (*brk.notes, *failure.notes)],
        "lessons": [{"text": note.text, "by": note.actor, "at": iso_seconds(note.at)} for note in failure.lessons],
        "conflicts": [conflict_json(conflict, names) for conflict in (*brk.conflicts, *failure.conflicts)],
        "steps": [step_json(state, names) for state in shown.case.steps],
        "explanation": failure.explanation or None,
        "written": [
            {
                "summary": item.summary,
                "to": item.to or None,
                "at": iso_seconds(item.at),
                "by": item.actor,
                "text": item.text,
                "overrides": list(item.overrides),
                "event": names.get(item.key),
            }
            for item in (*brk.written, *failure.written)
        ],
        "repeats": [
            {
                "id": link.spoken,
                "customer": one_line(link.customer),
                "same_customer": link.same_customer,
                "later": link.later,
                "opened_at": iso_seconds(link.opened_at),
                "lessons": [lesson.text for lesson in link.learned.lessons],
                "prevention_open": [{"what": item.what, "owner": item.owner or None} for item in link.learned.open],
            }
            for link in shown.links
        ],
        "outcomes": [{"outcome": mark.outcome, "at": iso_seconds(mark.at), "by": mark.actor} for mark in brk.outcomes],
        "closing_note": brk.closing_note or None,
        "closed_without": list(next((c.overrides for c in reversed(brk.stages) if c.stage == "closed"), ())),
        "not_debriefed": list(not_debriefed(brk, failure)),
        "watch": None
        if shown.row.watch_ends_at is None
        else {
            "ends_at": iso_seconds(shown.row.watch_ends_at),
            "check_in_due_at": iso_seconds(shown.row.check_in.due_at) if shown.row.check_in else None,
        },
        "problems": [*brk.problems, *failure.problems],
        "timeline": [
            {
                "event": name,
                "kind": entry.event.kind,
                "happened_at": iso_seconds(entry.event.happened_at),
                "recorded_at": iso_seconds(entry.event.recorded_at),
                "actor": one_line(entry.event.actor),
                "text": one_line(entry.text),
                "taken_back_by": names.get(entry.taken_back_by),
                "corrected": entry.corrected,
                "seen_by": seen_by(entry.event),
            }
            for name, entry in shown.entries
        ],
    }
