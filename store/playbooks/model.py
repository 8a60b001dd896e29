"""What a playbook is made of. docs/playbooks.md is the model for those who write one."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import Any, NamedTuple

from store.clock import MINUTE

MOST_STEPS = 40
MOST_BYTES = 64 * 1024
"""Longest text of a playbook."""
FALLBACK = "recovery"

ROLES = ("owner", "fixer", "second", "manager", "anyone")
"""Who does a step: who speaks to the customer, who mends it, somebody else than who mended it, who decides, anyone."""

ANCHORS = ("known", "told", "owned", "contained", "fixed", "made-right", "follow-up", "closed")
"""What a step's time can count from, besides another step of the playbook."""

PROOFS: dict[str, tuple[str, ...]] = {
    "contact": ("any", "update", "apology", "explanation", "still-on-it", "check-in"),
    "stage": ("owned", "contained", "fixed", "made-right", "follow-up", "closed"),
    "field": ("trouble", "expectation", "must-tell", "exposure", "value", "contact-name", "owner", "fixer", "affected"),
    "promise": ("any", "fix", "workaround", "news", "other"),
    "kept": ("any", "fix", "workaround", "news", "other"),
    "remedy": ("any",),
    "answer": ("any", "below", "meets", "exceeds"),
    "restitution": ("proposed", "approved", "issued", "confirmed"),
    "entry": ("explanation", "lesson", "prevention", "debrief"),
    "cleared": ("blockers", "disputes"),
    "follow-up": ("mail", "call"),
    "written": ("any", "letter", "followup", "review", "brief", "gift"),
    "confirmed": ("fix",),
    "outcome": ("any", "lost", "kept", "stronger", "advocate"),
}
"""What can prove a step → the words that it can ask for. `any` takes every one of them."""

CONDITIONS: dict[str, tuple[str, ...]] = {
    "channel": ("call", "visit", "chat", "mail", "letter", "sms", "portal", "social"),
    "direction": ("out", "in", "both"),
    "since": (),
}
"""What a contact that proves a step can be asked for besides: its channel, its direction, that it came after an anchor."""


class Proof(NamedTuple):
    """One thing in the record that a step needs: the first that fits proves it."""

    what: str
    """A key of `PROOFS`."""
    words: tuple[str, ...]
    """Any of them will do."""
    channel: tuple[str, ...] = ()
    direction: str = "out"
    since: str = ""
    """The anchor or step after which a contact must have come."""


class Within(NamedTuple):
    """By when a step is due after its anchor: a span for each severity, as text (`10m`, `1wd`), or a setting of the policy."""

    spans: tuple[str, ...] = ()
    setting: str = ""


class Step(NamedTuple):
    """One step. All of its proofs must be there; a step without any is done by hand."""

    id: str
    title: str
    why: str
    practices: tuple[str, ...] = ()
    who: str = "owner"
    after: str = "known"
    within: Within | None = None
    proofs: tuple[Proof, ...] = ()
    closing: bool = False
    """Whether closing asks for it."""
    say: str = ""
    """What to say to the customer, where the step is said."""


class Playbook(NamedTuple):
    """An ordered list of steps. One without steps is named somewhere and not here."""

    name: str
    title: str = ""
    about: str = ""
    steps: tuple[Step, ...] = ()


def to_json(playbook: Playbook) -> list[Any]:
    """The playbook as nested lists, for `from_json`."""
    return list(playbook)


def from_json(made: list[Any]) -> Playbook:
    """The playbook in what `to_json` made, after it went through JSON."""
    name, title, about, steps = made
    return Playbook(name, title, about, tuple(_step(step) for step in steps))


def _step(made: list[Any]) -> Step:
    id_, title, why, practices, who, after, within, proofs, closing, say = made
    return Step(
        id_, title, why, tuple(practices), who, after, Within(tuple(within[0]), within[1]) if within else None,
        tuple(Proof(what, tuple(words), tuple(channel), direction, since) for what, words, channel, direction, since in proofs),
        closing, say,
    )  # fmt: skip


def warning_of(due_at: int, begin: int) -> int:
    """When a step that is due begins to be spoken of: at half of its time, an hour before at most."""
    return max(due_at - 60 * MINUTE, (begin + due_at) // 2)
