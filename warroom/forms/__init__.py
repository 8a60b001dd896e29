"""The forms: what each asks for, and the action that it leads to. They know no widget; `warroom.screens.form` shows them."""

from __future__ import annotations

from warroom.forms.spec import FieldSpec, Form, Option, Subject, Verbs

__all__ = ["FieldSpec", "Form", "Option", "Subject", "Verbs", "form_named", "verbs_named"]


def form_named(name: str) -> Form:
    """The form of that name. Raises KeyError."""
    from warroom.forms.registry import FORMS

    return FORMS[name]


def verbs_named(name: str) -> Verbs:
    """The verbs of that name. Raises KeyError."""
    from warroom.forms.registry import VERBS

    return VERBS[name]
