"""The checklist of a break's playbook: each step with what proved it, or by when it is due."""

from __future__ import annotations

from store.playbooks.progress import StepState, counted, next_step
from store.spans import length
from store.text import one_line
from store.zones import Zone
from warroom.detail.content import Detail
from warroom.detail.words import paragraphs, said, stamp, time
from widgets.panel_lines import PanelLine, Part, Parts

_WHO = {
    "owner": "who speaks to them",
    "fixer": "who mends it",
    "second": "somebody else than who mended it",
    "manager": "a manager",
}


def step_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each step, in the playbook's order."""
    states = detail.case.steps
    ahead = next_step(states) if not detail.case.brk.is_closed else None
    width = min(28, max((len(state.step.title) for state in states), default=0))
    return tuple(_line(detail, state, state is ahead, width, now, zone) for state in states)


def step_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """The playbook and how far it is."""
    playbook = detail.case.playbook
    done, asked = counted(detail.case.steps)
    chosen = detail.case.brk.playbook
    missing = f", as {one_line(chosen, 30)} is not here" if chosen and chosen.casefold() != playbook.name.casefold() else ""
    return ((f"{one_line(playbook.title or playbook.name, 40)} {done}/{asked}", "plain"), (missing, "soon"))


def step_count(detail: Detail) -> str:
    """How many are done, for the tab."""
    done, asked = counted(detail.case.steps)
    return f"{done}/{asked}" if asked else ""


def _line(detail: Detail, state: StepState, ahead: bool, width: int, now: int, zone: Zone) -> PanelLine:
    sign: Part = ("✓ ", "fine") if state.done else ("– ", "dim") if state.idle else ("▸ ", "strong") if ahead else ("· ", "dim")
    tone = "dim" if state.done or state.idle else "strong" if ahead else "plain"
    title = one_line(state.step.title, 80)
    return PanelLine(
        key=f"step:{state.step.id}",
        lead=(sign,),
        body=((f"{title:<{width}}  " if state.done else title, tone), *_proved(detail, state, now, zone)),
        tail=_due(state, now, zone),
        most=2,
        full=paragraphs(
            f"{title}{' ✓' if state.done else ''}",
            state.step.why,
            "".join(text for text, _ in (*_proved(detail, state, now, zone), *_due(state, now, zone))).strip(),
            f"said when it was marked: {said(state.reason)}" if state.reason else "",
            f"by {_WHO[state.step.who]}" if state.step.who in _WHO else "",
            f"to say: “{state.step.say}”" if state.step.say else "",
            "closing asks for it" if state.step.closing else "",
            f"practices {', '.join(state.step.practices)}" if state.step.practices else "",
        ),
    )


def _proved(detail: Detail, state: StepState, now: int, zone: Zone) -> Parts:
    """What proved it: when, in the words of the timeline, and who."""
    done = state.done
    if done is None:
        return ()
    if state.by_hand:
        what = f"by hand: {said(state.reason)}" if state.reason else "by hand"
    else:
        what = next((one_line(entry.text, 80) for entry in detail.entries if entry.event.hash == done.key), "")
    who = f" ({one_line(done.by, 30)})" if done.by else ""
    return ((f"{stamp(done.at, now, zone)} {what}{who}", "dim"),)


def _due(state: StepState, now: int, zone: Zone) -> Parts:
    if state.done is not None:
        return ()
    if state.idle:
        about = state.missing[0].what
        return (("not our fault" if about == "contact" else "nothing is in the way", "dim"),)
    if state.due_at is None:
        return ((f"after {state.step.after}", "dim"),) if state.begin_at is None else ()
    if now >= state.due_at:
        return ((f"overdue {length(now - state.due_at)}", "soon"),)
    return ((f"due {time(state.due_at, now, zone)}", "dim"),)
