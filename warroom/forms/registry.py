"""Every form and every set of verbs, by name."""

from __future__ import annotations

from warroom.forms.contact import CONTACT
from warroom.forms.opening import OPEN
from warroom.forms.promises import PROMISE, PROMISE_VERBS
from warroom.forms.spec import Form, Verbs

FORMS: dict[str, Form] = {form.name: form for form in (OPEN, CONTACT, PROMISE)}
VERBS: dict[str, Verbs] = {verbs.name: verbs for verbs in (PROMISE_VERBS,)}
