"""The contact log with its gaps: the time between real contacts against the cadence, and the customer's own words."""

from __future__ import annotations

from store.attention import again_at, judge
from store.contact_clock import cadence_of
from store.entries import Contact
from store.policy import cadence_text
from store.spans import length
from store.text import one_line
from store.zones import Zone
from warroom.detail.content import Detail, Gap
from warroom.detail.words import aligned, paragraphs, quoted, said, stamp, time
from widgets.panel_lines import PanelLine, Part, Parts

BAR = "▁▂▃▄▅▆▇"
"""A gap within its time, by its share of it; one that was over is `█`."""
MOST_BARS = 16


def contact_lines(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """The contacts, the latest first."""
    contacts = detail.case.brk.contacts[::-1]
    stamps = aligned([stamp(contact.at, now, zone) for contact in contacts])
    return tuple(_contact(detail, contact, at, now, zone) for contact, at in zip(contacts, stamps, strict=True))


def contact_summary(detail: Detail, now: int, zone: Zone) -> Parts:
    """The cadence and the gap bar: `every 1h  ▁▃▂█`."""
    case = detail.case
    bars = gap_bar(detail, now)
    if case.brk.is_closed or case.brk.stage == "follow-up":
        return bars
    cadence = cadence_text(cadence_of(case.brk, case.customer, case.policy))
    return ((f"every {one_line(cadence, 40)}", "dim"), *(((" gaps ", "dim"), *bars) if bars else ()))


def gap_bar(detail: Detail, now: int) -> Parts:
    """One sign for each gap, the running one last; a gap that went over its time is full and loud."""
    gaps = [*detail.gaps.values()]
    row = detail.row
    attention = judge(row, now)
    if row.view == "open" and attention.contact_due_at is not None:
        begin = row.last_contact_at if row.last_contact_at is not None else row.known_at
        gaps.append(Gap(min(begin, now), now, attention.contact_due_at))
    signs: list[Part] = [_bar(gap) for gap in gaps[-MOST_BARS:]]
    return tuple(signs)


def _bar(gap: Gap) -> Part:
    if gap.over:
        return "█", "overdue"
    if gap.due_at is None or gap.due_at <= gap.begin:
        return "·", "dim"
    share = (gap.until - gap.begin) / (gap.due_at - gap.begin)
    return BAR[min(len(BAR) - 1, int(share * len(BAR)))], "soon" if share > 0.85 else "fine"


def contact_now(detail: Detail, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """The running gap, in words; nothing once the contact clock has stopped."""
    row, attention = detail.row, judge(detail.row, now)
    if row.view != "open":
        return ()
    since = row.last_contact_at
    parts: list[Part] = []
    if since is None:
        parts.append((f"they have not heard of it from us for {length(max(0, now - row.known_at))}", "strong"))
    else:
        verb = "wrote" if row.last_contact_result == "wrote" else "spoke"
        parts.append((f"we {verb} {length(max(0, now - since))} ago", "strong"))
    if attention.clock_ahead:
        parts.append((", and the clock of that entry is ahead of ours", "soon"))
    due_at, state = attention.contact_due_at, attention.contact_state
    if state in ("asleep", "silence") and attention.quiet_until is not None:
        why = "they sleep" if state == "asleep" else "they asked for silence"
        parts.append((f"; {why} until {time(attention.quiet_until, now, zone)}", "dim"))
    if due_at is not None and now >= due_at:
        parts.append((f"; the next word is {length(now - due_at)} over ‼", "overdue"))
    elif due_at is not None:
        due = f"; the next is due {time(due_at, now, zone)}, in {length(due_at - now)}"
        parts.append((due + (" !" if state == "soon" else ""), "soon" if state == "soon" else "plain"))
    if row.attempts:
        retry_at = again_at(row, attention)
        again = f", again {time(retry_at, now, zone)}" if retry_at is not None else ""
        parts.append((f"; tried {row.attempts}× since{again}", "soon"))
    return (PanelLine("contact:now", tuple(parts), selectable=False),)


def _way(contact: Contact) -> str:
    """How it went, and with whom: `call, reached Mary Osei`, `mail from Mary Osei`."""
    whom = said(contact.with_)
    if contact.direction == "in":
        missed = "missed " if contact.result == "attempt" else ""
        return f"{missed}{contact.channel} from {whom or 'them'}"
    if contact.result == "wrote":
        return f"{contact.channel} to {whom or 'them'}"
    if contact.result == "spoke":
        return f"{contact.channel}, reached {whom}" if whom else f"{contact.channel}, reached them"
    return f"{contact.channel}, no answer from {whom}" if whom else f"{contact.channel}, no answer"


def _contact(detail: Detail, contact: Contact, at: str, now: int, zone: Zone) -> PanelLine:
    loud = contact.result == "attempt" or (contact.direction == "in" and contact.result != "spoke")
    body: list[Part] = [(_way(contact), "soon" if loud else "strong")]
    marks = [contact.kind, contact.mood, "argument" if contact.conflict else ""]
    body += [(f" · {mark}", "soon" if mark in ("upset", "furious", "argument") else "dim") for mark in marks if mark]
    if contact.next_at is not None:
        body.append((f" · next word by {time(contact.next_at, now, zone)}", "dim"))
    gap = detail.gaps.get(contact.key)
    words = quoted(contact.said)
    return PanelLine(
        key=f"contact:{contact.key}",
        lead=((f"{at} ", "dim"),),
        body=tuple(body),
        tail=(_gap(gap),) if gap else (),
        under=(words,) if words else (),
        most=4,
        full=paragraphs(
            f"{stamp(contact.at, now, zone)} by {one_line(contact.actor)}: " + "".join(text for text, _ in body), contact.said
        ),
    )


def _gap(gap: Gap) -> Part:
    after = f"after {length(gap.until - gap.begin)}"
    if gap.over and gap.due_at is not None:
        return f"{after}, {length(gap.until - gap.due_at)} over", "overdue"
    return after, "dim"


def contact_count(detail: Detail) -> str:
    """All of them, for the tab."""
    return str(len(detail.case.brk.contacts) or "")
