"""What the templates of the customer's four summaries are given: plain data, made of `Facing` and of who signs, and of nothing
else. `warroom.summaries.documented` lists every field."""

from __future__ import annotations

import re
from typing import Any

from store.facing import Facing, FacingAmends, FacingChange, FacingPromise
from store.text import one_line
from store.zones import Zone
from warroom.summaries.days import days_kept
from warroom.summaries.model import TO_CUSTOMER, Signer
from warroom.summaries.promise_fields import end_off, promises_of, quotable

NAMELESS_SIGNERS_ONLY = ("brief",)
"""Summaries that name nobody of ours but who signs: others than the one that they were written for read them."""
GIFTS_ONLY = ("gift",)
"""Summaries that are about the gift and not about the settlement; in all others a gift doesn't appear."""
APOLOGISED = ("letter", "followup")
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
_ENGLISH = ("", "en", "eng", "english")

Plain = dict[str, Any]
"""Plain data: texts, numbers, truth values, lists and dictionaries of such."""


def customer_fields(facing: Facing, signer: Signer, now: int, zone: Zone, summary: str = "letter") -> Plain:
    """The fields of a summary at `now`. Times are instants (ms since 1970 UTC), None where nothing is known; `zone` is ours, in
    which they are said when the customer's is not known."""
    about_gift = summary in GIFTS_ONLY
    promises = [] if about_gift else promises_of(facing, now)
    written = [sent for sent in facing.sent if sent.summary in APOLOGISED]
    fields: Plain = {
        "summary": summary,
        "now": now,
        "zone": facing.zone or str(getattr(zone, "key", "") or ("UTC" if zone is not None else "")),
        "customer": facing.customer,
        "person": facing.person,
        "first_name": facing.first_name,
        "role": facing.role,
        "language": "" if is_english(facing.language) else facing.language,
        "what": facing.what.rstrip(" .;:,"),
        "fault": facing.fault,
        "stage": facing.stage,
        "found_by": facing.found_by,
        "known_at": facing.known_at,
        "told_at": facing.told_at,
        "owned_at": facing.owned_at,
        "contained_at": _contained_at(facing),
        "fixed_at": facing.fixed_at,
        "closed_at": facing.closed_at,
        "reopened": facing.reopened,
        "reopened_at": facing.reopened_at,
        "trouble": sentence(quotable(facing.trouble)),
        "affected": facing.affected,
        "corrected": facing.corrected,
        "explanation": paragraphs(facing.explanation),
        "promises": promises,
        "kept": sum(promise["state"] == "kept" and not (promise["is_unclear"] or promise["came_back"]) for promise in promises),
        "failed": sum(promise["failed"] for promise in promises),
        "remedies": [] if about_gift else [{"what": end_off(item.what), "answer": item.answer} for item in facing.remedies],
        "amends": [] if about_gift else [_amends(line, now) for line in facing.amends],
        "corrections": [] if about_gift else [_amends(line, now) for line in facing.corrections],
        "gifts": [_amends(line, now) for line in facing.gifts] if about_gift else [],
        "changes": [_change(change, now, summary) for change in facing.changes],
        "answers": [{"where": answer.where, "at": answer.at} for answer in facing.answers],
        "followups": [
            {"channel": item.channel, "due_at": item.due_at}
            for item in sorted(facing.followups, key=lambda item: item.due_at)
            if item.done_at is None and item.due_at > now and not (summary == "followup" and item.channel == "mail")
        ],
        "next_contact_at": min(
            (promise.due_at for promise in facing.promises if _is_next_word(promise, now) and promise.due_at is not None),
            default=None,
        ),
        "calls": sum(1 for one in facing.contacts if one.reached and one.channel == "call"),
        "sent": [
            {"summary": sent.summary, "at": sent.at}
            for sent in facing.sent
            if sent.summary in TO_CUSTOMER and (sent.summary != "gift" or about_gift)
        ],
        "earlier_at": max((sent.at for sent in written), default=None),
        "apologise": not facing.apologised_before(summary),
        "found_out": bool(written) and not facing.apologised_before("letter"),
        "thanks": thanks_for(facing),
        "signer": signer._asdict(),
    }  # fmt: skip
    return days_kept(fields | {"is_all_done": _is_all_done(fields)}, zone)


def _is_all_done(fields: Plain) -> bool:
    """Whether nothing is left to do, to pay, to say or to fill in."""
    amends = [*fields["amends"], *fields["corrections"]]
    return (
        fields["fixed_at"] is not None
        and bool(fields["changes"])
        and (bool(fields["amends"]) or fields["fault"] != "ours")
        and bool(fields["explanation"])
        and all(change["done_at"] is not None for change in fields["changes"])
        and all(line["state"] in ("issued", "confirmed") for line in amends)
        and not any(promise["state"] == "open" or promise["is_unclear"] for promise in fields["promises"])
        and not any(not remedy["answer"] for remedy in fields["remedies"])
        and not fields["followups"]
        and fields["next_contact_at"] is None
        and (not fields["affected"] or fields["corrected"] is None or fields["corrected"] >= fields["affected"])
    )


def _contained_at(facing: Facing) -> int | None:
    """When the damage was limited, this time: not where it came back since, nor where that was the fix itself."""
    at = facing.contained_at
    came_back = at is not None and facing.reopened_at is not None and at < facing.reopened_at
    return None if came_back or at == facing.fixed_at else at


def thanks_for(facing: Facing) -> str:
    """What there is to thank for: `telling` us of it, their `answer` to a proposal, their `words` on what it did to them, their
    patience in `calls`; empty where the record holds nothing of it."""
    if facing.found_by == "customer":
        return "telling"
    if any(remedy.answer for remedy in facing.remedies):
        return "answer"
    if facing.trouble.strip():
        return "words"
    return "calls" if any(one.reached and one.channel == "call" for one in facing.contacts) else ""


def is_english(language: str) -> bool:
    """Whether a person's language, as their card has it (`German`, `en-GB`, empty), is what the templates are written in."""
    return re.split(r"[\s_()/,-]", language.strip().casefold())[0] in _ENGLISH


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    return text if not text or _ENDS.search(text) else f"{text.rstrip(',;: ')}."


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a free text, each ending as a sentence does."""
    found = [sentence(one_line(part, 1 << 20)) for part in text.split("\n") if part.strip()]
    return [*found[:1], *(f"{part[0].upper()}{part[1:]}" for part in found[1:])]


def _is_next_word(promise: FacingPromise, now: int) -> bool:
    return promise.kind == "news" and promise.state == "open" and promise.due_at is not None and promise.due_at > now


def _amends(line: FacingAmends, now: int) -> Plain:
    return {
        "kind": line.kind,
        "amount": line.amount.to_json(),
        "state": line.state,
        "due_at": line.due_at,
        "is_late": line.state in ("proposed", "approved") and line.due_at is not None and line.due_at < now,
        "issued_at": line.issued_at,
    }


def _change(change: FacingChange, now: int, summary: str) -> Plain:
    return {
        "what": end_off(change.what),
        "owner": "" if summary in NAMELESS_SIGNERS_ONLY else change.owner,
        "due_at": change.due_at,
        "done_at": change.done_at,
        "is_late": change.done_at is None and change.due_at is not None and change.due_at < now,
    }
