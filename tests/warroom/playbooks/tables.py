"""The tables of docs/playbooks.md: the model of a file, and the built-in playbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from store.playbooks.reading import parsed
from store.playbooks.texts import BUILT_IN, built_in_text
from store.playbooks.wording import ANCHOR, WHO, anchor_text, proofs_text, within_spans
from store.policy import policy_of
from warroom.playbooks.document import PlaybookDocument, ProofTable, StepTable, words_of


def _keys(model: type[BaseModel]) -> Iterable[str]:
    yield "| key | needed | what it is |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        yield f"| `{_name(name, field)}` | {'yes' if field.is_required() else ''} | {field.description} |"


def _name(name: str, field: FieldInfo) -> str:
    return field.alias or name


def document() -> Iterable[str]:
    """The keys of a playbook's file."""
    return _keys(PlaybookDocument)


def step() -> Iterable[str]:
    """The keys of a step."""
    return _keys(StepTable)


def proof() -> Iterable[str]:
    """The keys of a proof, with the words that each takes."""
    yield "| key | words | what proves it |"
    yield "| --- | --- | --- |"
    for name, field in ProofTable.model_fields.items():
        key = _name(name, field)
        words = " ".join(f"`{word}`" for word in words_of(key)) or "an anchor, or an earlier step"
        yield f"| `{key}` | {words} | {field.description} |"


def anchors() -> Iterable[str]:
    """What times count from."""
    yield "| anchor | when |"
    yield "| --- | --- |"
    for name, when in ANCHOR.items():
        yield f"| `{name}` | {when} |"


def built_in(name: str) -> Callable[[], Iterable[str]]:
    """The steps of a built-in playbook."""

    def table() -> Iterable[str]:
        playbook, policy = parsed(name, built_in_text(name) or ""), policy_of()
        yield "| step | what proves it | who | due after | sev 1 | 2 | 3 | 4 | closing |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        for one in playbook.steps:
            spans = within_spans(one.within, policy) if one.within else ("",) * 4
            after = anchor_text(one.after, playbook) if one.within else ""
            cells = (one.title, proofs_text(one, playbook), WHO[one.who], after, *spans, "asks" if one.closing else "")
            yield f"| {' | '.join(cells)} |"

    return table


PLAYBOOK_TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "playbook-document": document,
    "playbook-step": step,
    "playbook-proof": proof,
    "playbook-anchors": anchors,
    **{f"playbook-{name}": built_in(name) for name in BUILT_IN},
}
