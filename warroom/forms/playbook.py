"""The field that chooses the playbook of a break, among those that the board has."""

from __future__ import annotations

from store.playbooks.texts import known_names
from warroom.forms.spec import FieldSpec, Subject
from warroom.forms.wording import short

BY_SEVERITY = "by severity"
NAME_WIDTH = 24


def playbook_field(subject: Subject, value: str) -> FieldSpec:
    """A choice of the board's playbooks; nothing chosen: the one for the severity. One that was chosen and is not here any
    more stays, and is said to be missing."""
    board = subject.case.board if subject.case is not None else subject.board
    names = known_names(board.playbooks if board is not None else ())
    chosen = value.casefold()
    lost = ((chosen, f"{short(chosen, NAME_WIDTH)} (not here)"),) if chosen and chosen not in names else ()
    choices = (("", BY_SEVERITY), *((name, short(name, NAME_WIDTH)) for name in names), *lost)
    return FieldSpec("playbook", "playbook", "choice", chosen, choices)
