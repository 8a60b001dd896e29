"""Every form: its fields on a full and an empty break, what saving writes, where errors stand."""

from __future__ import annotations

import pytest

from store.actions.amends import propose_remedy
from store.actions.receipt import Receipt
from store.actions.stages import set_stage
from store.clock import ManualClock
from store.errors import BadInput
from store.replica import Replica
from store.text import clean, one_line
from tests.warroom.casting import HOSTILE, ME, about, hostile_break, plain_break
from tests.warroom.forms.filling import FILLED, filled
from warroom.forms import Form, Subject
from warroom.forms.house import PRIORITY_CASE
from warroom.forms.owner import TAKE_OVER
from warroom.forms.registry import FORMS, VERBS
from warroom.forms.spec import KINDS, Values
from warroom.keys import KEYS
from warroom.preview.choices import WRITE

NEEDS_FIX = ("confirm-fix",)
TYPED_KINDS = ("time", "instant", "money", "count", "cadence", "zone", "hours")
NONSENSE = "no such thing"


def subject_for(full: tuple[Replica, str], name: str) -> Subject:
    """The full break, brought to where the form applies."""
    replica, id_ = full
    if name == "remedy-told":
        replica.act(lambda tx: propose_remedy(tx, id_, "labels by courier", inside=True), ME)
    if name in NEEDS_FIX:
        replica.act(lambda tx: set_stage(tx, id_, "fixed"), ME)
    return about(replica, id_)


def presets_for(subject: Subject, presets: Values) -> Values:
    """Presets with the name of the first event of a kind in the place of the kind."""
    if "event" not in presets:
        return presets
    event = next(event for event in subject.events if event.kind == presets["event"])
    return {"event": f"{event.replica}-{event.number}"}


def saved(replica: Replica, form: Form, subject: Subject, values: Values) -> list[Receipt]:
    """Saves a form as the screen does."""
    return list(replica.act(lambda tx: form.save(tx, subject, values), ME))


def test_every_form_is_tried_here() -> None:
    assert set(FILLED) == set(FORMS)


def test_every_key_and_every_next_action_has_its_form() -> None:
    named = [key.action for key in KEYS]
    forms = {action[6:-2] for action in named if action.startswith("form('")}
    verbs = {action[7:-2] for action in named if action.startswith("verbs('")}
    assert forms <= set(FORMS)
    assert verbs <= set(VERBS)
    assert {verb.default for verb in VERBS.values()} <= set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_saving_writes_what_was_typed(full: tuple[Replica, str], name: str) -> None:
    form, fill = FORMS[name], FILLED[name]
    replica, subject = full[0], subject_for(full, name)
    presets = presets_for(subject, fill.presets)
    assert form.refuses(subject, presets) == ""
    before = replica.arrivals()
    receipts = saved(replica, form, subject, filled(form, subject, fill.typed, presets))
    assert receipts
    assert replica.arrivals() > before
    assert fill.came_out(replica.cases().case(subject.id))


@pytest.mark.parametrize("name", FORMS)
def test_fields_stand_on_a_full_and_on_an_empty_break(full: tuple[Replica, str], name: str) -> None:
    form = FORMS[name]
    rich, empty = subject_for(full, name), about(full[0], plain_break(full[0]))
    for subject in (rich, empty):
        presets = presets_for(rich, FILLED[name].presets) if subject is rich else {}
        specs = form.fields(subject, presets)
        assert specs
        assert len({spec.name for spec in specs}) == len(specs)
        assert all(spec.kind in KINDS and len(spec.label) <= 11 for spec in specs)
        assert all(spec.choices or form.refuses(subject, presets) for spec in specs if spec.kind == "choice")
        values = {spec.name: spec.value for spec in specs}
        assert set(form.notes(subject, values)) <= {*values, ""}
        assert isinstance(form.refuses(subject, presets), str)


@pytest.mark.parametrize("name", FORMS)
def test_nonsense_stands_at_its_field(full: tuple[Replica, str], name: str) -> None:
    form, fill = FORMS[name], FILLED[name]
    replica, subject = full[0], subject_for(full, name)
    presets = presets_for(subject, fill.presets)
    specs = [spec for spec in form.fields(subject, presets) if spec.kind in TYPED_KINDS and spec.name != "at"]
    before = replica.arrivals()
    for spec in specs:
        shown = {spec.shown_if[0]: spec.shown_if[1][0]} if spec.shown_if else {}
        values = filled(form, subject, {**fill.typed, **shown, spec.name: NONSENSE}, presets)
        with pytest.raises(BadInput) as caught:
            saved(replica, form, subject, values)
        assert caught.value.field == spec.name
    assert replica.arrivals() == before


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_says_at_a_field_what_is_missing(full: tuple[Replica, str], name: str) -> None:
    form, fill = FORMS[name], FILLED[name]
    replica, subject = full[0], subject_for(full, name)
    presets = presets_for(subject, fill.presets)
    specs = form.fields(subject, presets)
    cleared = {spec.name: spec.value if spec.kind in ("choice", "fact") else "" for spec in specs}
    field = ""
    try:
        saved(replica, form, subject, cleared)
    except BadInput as error:
        field = error.field
    assert field in {*cleared, "field", ""}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_on_one_line_without_codes(replica: Replica, clock: ManualClock, text: str) -> None:
    subject = about(replica, hostile_break(replica, clock, text))
    for form in FORMS.values():
        presets = presets_for(subject, FILLED[form.name].presets)
        if form.refuses(subject, presets):
            continue
        specs = form.fields(subject, presets)
        for spec in specs:
            for said in (spec.hint, *(label for _, label in spec.choices)):
                assert said == one_line(said), (form.name, spec.name)
            assert spec.value == clean(spec.value), (form.name, spec.name)
        form.notes(subject, {spec.name: spec.value for spec in specs})
    for verbs in VERBS.values():
        options = verbs.options(subject)
        assert all(option.form in {*FORMS, PRIORITY_CASE, TAKE_OVER, WRITE} for option in options)
        assert len({option.key for option in options}) == len(options)
