"""Every form and every set of verbs, by name."""

from __future__ import annotations

from warroom.forms import (
    amends,
    contact,
    customer,
    dates,
    editing,
    entries,
    house,
    learning,
    opening,
    owner,
    promises,
    stages,
    steps,
    still_on_it,
)
from warroom.forms.spec import Form, Verbs

_ALL = (
    *(opening.OPEN, editing.EDIT, editing.AFFECTED, contact.CONTACT, still_on_it.STILL_ON_IT),
    *(promises.PROMISE, promises.SETTLE, promises.REPROMISE, promises.TOLD),
    *(stages.STAGE, stages.FIXED, stages.CONFIRM_FIX, stages.OUTCOME, steps.STEP),
    *(owner.OWNER, owner.ACKNOWLEDGE, owner.DUTY, owner.HANDOVER, owner.ACCEPT_HANDOVER),
    *(amends.REMEDY, amends.ANSWER, amends.OWE, amends.MOVE),
    *(house.NOTE, house.BLOCKER, house.NUDGE, house.CLEAR, house.WAITING),
    *(house.DISPUTE, house.WITHDRAW, house.PUBLIC, house.PUBLIC_ANSWER),
    *(dates.DEADLINE, dates.MET, dates.SLIPPED, dates.CHASED, dates.FOLLOWUP, dates.FOLLOWUP_DONE),
    *(learning.EXPLANATION, learning.LESSON, learning.DEBRIEF, learning.PREVENTION, learning.PREVENTION_DONE),
    *(customer.CARD, customer.PERSON, customer.REMOVE_PERSON, customer.SILENCE),
    *(entries.AMEND, entries.MOVE_ENTRY, entries.TAKE_BACK),
)
FORMS: dict[str, Form] = {form.name: form for form in _ALL}

_VERBS = (
    promises.PROMISE_VERBS,
    stages.FIXED_VERBS,
    amends.REMEDY_VERBS,
    amends.RESTITUTION_VERBS,
    house.BLOCKER_VERBS,
    house.DISPUTE_VERBS,
    dates.DEADLINE_VERBS,
    dates.FOLLOWUP_VERBS,
    learning.WHY_VERBS,
    customer.CUSTOMER_VERBS,
    owner.HANDOVER_VERBS,
)
VERBS: dict[str, Verbs] = {verbs.name: verbs for verbs in _VERBS}
