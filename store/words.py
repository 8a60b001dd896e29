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
