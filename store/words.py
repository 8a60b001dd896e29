"""The closed vocabularies of the record (design §2), in their natural order. `store.bodies` says the same to the type checker."""

from __future__ import annotations

SEVERITIES = (1, 2, 3, 4)

STAGES = ("open", "owned", "contained", "fixed", "made-right", "follow-up", "closed")
"""Where a break stands, in order; `reopened` leads back to `open` (docs/attention.md has the transitions)."""
SETTABLE_STAGES = (*STAGES[1:], "reopened")

CHANNELS = ("call", "visit", "chat", "mail", "letter", "sms", "portal", "social")
SPOKEN = ("call", "visit", "chat")
"""Channels on which reaching somebody means that we spoke; on the others we wrote."""
DIRECTIONS = ("out", "in")
RESULTS = ("spoke", "wrote", "attempt")
CONTACT_KINDS = ("update", "apology", "explanation", "still-on-it", "check-in")
MOODS = ("calm", "upset", "furious")

PROMISE_KINDS = ("fix", "workaround", "news", "other")
SURENESS = ("firm", "window", "none")
SETTLEMENTS = ("kept", "broken", "withdrawn")

DEADLINES_OF = ("supplier", "customer", "contract", "law")
WAITING_ON = ("supplier", "customer", "none")
ANSWERS = ("below", "meets", "exceeds")
RESTITUTION_KINDS = ("credit", "refund", "waiver", "replacement", "gift-card", "correction", "other")
RESTITUTION_STATES = ("proposed", "approved", "issued", "confirmed", "declined")
FOLLOWUP_CHANNELS = ("mail", "call")
FOUND_BY = ("us", "customer")
FAULTS = ("ours", "not-ours", "unknown")
OUTCOMES = ("lost", "kept", "stronger", "advocate")

KINDS = frozenset(
    (
        "board_named policy_set playbook_set duty_changed handover_offered handover_accepted customer_edited person_edited "
        "person_removed silence_agreed joined failure_opened explained lesson_learned prevention_planned prevention_done "
        "debriefed deadline_set deadline_met deadline_slipped deadline_chased opened edited staged owner_offered owner_taken "
        "contacted call_begun call_ended promised promise_settled promise_moved promise_told disputed dispute_withdrawn "
        "public_marked public_answered affected_counted fix_confirmed outcome_set remedy_proposed remedy_answered remedy_told "
        "restitution_proposed restitution_moved blocker_raised blocker_nudged blocker_cleared waiting_set followup_planned "
        "followup_done noted step_set acknowledged written retracted amended moved_out moved_in redacted"
    ).split()
)
"""Every kind of event that this program knows; `store.bodies` says what each one holds (a test holds both equal)."""

REFERENCES = ("promise", "remedy", "restitution", "blocker", "deadline", "prevention", "followup", "mark", "call", "offer")
"""Body fields by which an event depends on another: they hold its hash."""
