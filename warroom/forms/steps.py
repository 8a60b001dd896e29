"""The form that marks a step of the playbook by hand: done without anything that proves it, or not done whatever seems to."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.house import mark_step
from store.actions.receipt import Receipt
from store.playbooks.progress import StepState
from store.replica.transaction import Transaction
from warroom.forms.spec import FieldSpec, Form, Subject, Values, when_field
from warroom.forms.wording import pick

DONE, UNDONE = "done", "undone"


def _label(state: StepState) -> str:
    return f"{state.step.title}{', done' if state.done else ''}"


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    states = subject.one.steps
    named = next((state for state in states if state.step.id == presets.get("step")), None)
    state = presets.get("state") or (UNDONE if named is not None and named.done else DONE)
    ordered = sorted(states, key=lambda one: (one.done is not None) is (state == DONE))
    return (
        pick("step", "step", ((one.step.id, _label(one)) for one in ordered), presets.get("step", "")),
        FieldSpec("state", "is", "choice", state, ((DONE, "done"), (UNDONE, "not done, whatever seems to prove it"))),
        FieldSpec("reason", "how", "prose", presets.get("reason", ""), hint="what was done, or why it is not needed, for us"),
        when_field(presets),
    )


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [mark_step(tx, subject.id, values["step"], values["state"] == DONE, values["reason"])]


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    found = next((state for state in subject.one.steps if state.step.id == values["step"]), None)
    return {"step": found.step.why} if found is not None else {}


def _no_steps(subject: Subject, presets: Values) -> str:
    return "" if subject.one.steps else f"The playbook of {subject.customers[0]} has no steps: i chooses another"


STEP = Form("step", "A step for", _fields, _save, refuses=_no_steps, notes=_notes)


def step_options(state: StepState) -> list[tuple[str, str, dict[str, str]]]:
    """What can be said of a step by hand: (key, label, presets)."""
    presets = {"step": state.step.id}
    if state.done is None:
        return [("d", "done by hand, or not needed", {**presets, "state": DONE})]
    return [("n", "not done, whatever seems to prove it", {**presets, "state": UNDONE})]
