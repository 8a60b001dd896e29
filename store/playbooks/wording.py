"""What a playbook asks for, in words: for lists, checklists and the documents."""

from __future__ import annotations

from store.playbooks.model import Playbook, Proof, Step, Within
from store.policy import Policy
from store.spans import Span, span_text

WHO = {
    "owner": "who speaks to them",
    "fixer": "who mends it",
    "second": "somebody else than who mended it",
    "manager": "who decides",
    "anyone": "anyone",
}
"""Role of a step → who that is."""

ANCHOR = {
    "known": "we knew",
    "told": "they were told",
    "owned": "we owned it",
    "contained": "it was contained",
    "fixed": "it was fixed",
    "made-right": "it was made right",
    "follow-up": "follow-up began",
    "closed": "it was closed",
}
"""Anchor → what happened then."""

_CONTACTS = {
    "update": "with news",
    "apology": "of kind apology",
    "explanation": "of kind explanation",
    "still-on-it": "of kind still-on-it",
    "check-in": "of kind check-in",
}
_FIELDS = {
    "trouble": "the trouble that it caused them, written down",
    "expectation": "what they expect of us, written down",
    "must-tell": "whom they must tell, written down",
    "exposure": "whom they may tell, written down",
    "value": "what the account is worth, written down",
    "contact-name": "whom we talk to, written down",
    "owner": "somebody who owns it",
    "fixer": "somebody who mends it",
    "affected": "how many are hit, counted",
}
_STAGES = {"made-right": "stage made right", "follow-up": "stage follow-up"}
_ENTRIES = {
    "explanation": "an honest explanation, written down",
    "lesson": "a lesson, written down",
    "prevention": "something planned so that it can't recur",
    "debrief": "a debrief of somebody who was in it",
}
_CLEARED = {"blockers": "all red tape out of the way", "disputes": "the dispute withdrawn"}
_RESTITUTION = {
    "proposed": "amends proposed",
    "approved": "amends approved",
    "issued": "amends issued",
    "confirmed": "amends that they confirmed",
}
_WRITTEN = {
    "letter": "the letter",
    "followup": "the follow-up mail",
    "review": "the review",
    "brief": "the brief",
    "gift": "the note with the gift",
}


def proof_text(proof: Proof, playbook: Playbook | None = None) -> str:
    """What must be in the record, as `a contact of kind apology that reached them`. With the playbook, a step that a contact
    must come after is named by its title."""
    words = () if "any" in proof.words else proof.words
    if proof.what == "contact":
        return _contact(proof, words, playbook)
    if proof.what in ("promise", "kept"):
        kinds = f"{_either(words)} promise" if words else "promise"
        return f"a {kinds} made" if proof.what == "promise" else f"a {kinds} kept, and none open"
    if proof.what == "remedy":
        return "a remedy proposed"
    if proof.what == "answer":
        return "their answer to a remedy" + (f": {_either(words)}" if words else "")
    if proof.what == "follow-up":
        return f"a follow-up by {_either(words)} done"
    if proof.what == "confirmed":
        return "the fix confirmed by somebody else"
    if proof.what == "outcome":
        return "how it ended, written down" + (f": {_either(words)}" if words else "")
    if proof.what == "written":
        return (_either(tuple(_WRITTEN.get(word, word) for word in words)) or "a summary") + " written out"
    if proof.what == "restitution":
        return _RESTITUTION[min(words, key=tuple(_RESTITUTION).index)] if words else "amends proposed"
    named = {"field": _FIELDS, "entry": _ENTRIES, "cleared": _CLEARED}.get(proof.what)
    if named is not None:
        return _either(tuple(named.get(word, word) for word in words))
    return _either(tuple(_STAGES.get(word, f"stage {word}") for word in words))


def _contact(proof: Proof, words: tuple[str, ...], playbook: Playbook | None) -> str:
    kind = " " + _either(tuple(_CONTACTS.get(word, word) for word in words)) if words else ""
    by = f" by {_either(proof.channel)}" if proof.channel else ""
    way = {"in": " from them", "both": " either way"}.get(proof.direction, " that reached them")
    since = f", after {anchor_text(proof.since, playbook)}" if proof.since else ""
    return f"a contact{kind}{by}{way}{since}"


def anchor_text(anchor: str, playbook: Playbook | None = None) -> str:
    """What a time counts from: `it was fixed`, or the title of a step."""
    if anchor in ANCHOR:
        return ANCHOR[anchor]
    title = next((step.title for step in playbook.steps if step.id == anchor), "") if playbook is not None else ""
    return f"“{title or anchor}”"


def proofs_text(step: Step, playbook: Playbook | None = None) -> str:
    """All that proves a step; `by hand` where nothing does."""
    return "; and ".join(proof_text(proof, playbook) for proof in step.proofs) or "by hand"


def due_text(step: Step, policy: Policy, playbook: Playbook | None = None) -> str:
    """By when a step is due: `10m / 20m / 2h / 1wd after we knew` by severity, 1 to 4; empty without a time."""
    if step.within is None:
        return ""
    setting = step.within.setting
    spans = within_spans(step.within, policy)
    shown = spans[0] if len(set(spans)) == 1 else " / ".join(spans)
    return f"{shown} after {anchor_text(step.after, playbook)}" + (f" (`{setting}` of the policy)" if setting else "")


def within_spans(within: Within, policy: Policy) -> tuple[str, ...]:
    """How long a step may take, for severity 1 to 4: `2h`, or `–` where it has no time."""
    if not within.setting:
        return tuple(span or "–" for span in within.spans)
    values = getattr(policy, within.setting, ())
    spans = values if isinstance(values, tuple) and len(values) == 4 else (None,) * 4
    return tuple(span_text(span) if isinstance(span, Span) else "–" for span in spans)


def _either(words: tuple[str, ...]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)
