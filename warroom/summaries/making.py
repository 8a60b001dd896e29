"""Making a summary of a break: what the commands and the screens call. The pure core works on a `Case`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from shlex import quote
from typing import TYPE_CHECKING

from store.errors import BadInput, Refused
from store.facing import GIFT, Facing, facing
from store.text import one_line
from store.zones import Zone
from warroom.summaries.model import TITLES, TO_CUSTOMER, Signer, Summary

if TYPE_CHECKING:
    from pathlib import Path

    from store.replica import Replica
    from store.replica.cases import Case

_SUBJECTS = {
    "letter": "{what}",
    "followup": "How it has been since: {what}",
    "brief": "Status: {what}",
    "gift": "A small thank-you",
}
_LIST_LINE = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_KEPT_APART = re.compile(r"(?:  |\\)$")


def make_summary(
    name: str,
    replica: Replica,
    typed_id: str,
    signer: Signer,
    zone: Zone,
    now: int,
    templates_folder: Path | None = None,
    names: Mapping[str, str] | None = None,
) -> Summary:
    """One of the customer's summaries of the break that a typed id means. `zone` is ours; `names` says how customers may read
    who of us sees to something (actor → name). Raises BadInput, NotFound, Ambiguous; Refused where the summary does not apply,
    and BadInput with file and line for a template that fails."""
    from store.replica.finding import find_break, spoken_break

    id_ = find_break(replica.db, typed_id)
    case = replica.cases().case(id_)
    return summary_of(name, case, spoken_break(replica.db, id_), signer, zone, now, templates_folder, names)


def summary_of(
    name: str,
    case: Case,
    spoken: str,
    signer: Signer,
    zone: Zone,
    now: int,
    templates_folder: Path | None = None,
    names: Mapping[str, str] | None = None,
) -> Summary:
    """As `make_summary`, of a case that was read already. Pure, but for reading the template."""
    if name not in TO_CUSTOMER:
        raise BadInput("summary", f"“{one_line(name, 40)}” is nothing that a customer reads", "choose " + ", ".join(TO_CUSTOMER))
    if reason := why_not(name, case, spoken):
        raise Refused("summary", *reason)
    from warroom.summaries.fields import customer_fields
    from warroom.summaries.phrasing import gaps_in
    from warroom.summaries.templating import render

    view = facing(case.brk, case.failure, case.customer, case.policy, now, names)
    fields = customer_fields(view, signer, now, zone, name)
    markdown = tidy(render(name, fields, templates_folder))
    return Summary(
        name=name,
        title=one_line(_SUBJECTS[name].format(what=fields["what"])),
        markdown=markdown,
        fields=fields,
        to="" if case.customer.do_not_contact else view.mail,
        to_name=view.person,
        gaps=gaps_in(markdown),
        spoken=spoken,
        customer=view.customer,
        notes=(*barred(case), *notes_on(view, TITLES[name])),
    )


def barred(case: Case) -> tuple[str, ...]:
    """That nothing may go out to them, where the card says so. Why is left on the card: it is for us."""
    if not case.customer.do_not_contact:
        return ()
    name = one_line(case.customer.name or case.brk.customer, 60)
    return (f"{name} must not be contacted (their card says why): send nothing before that is cleared; it has no address",)


def obstacle(name: str, case: Case) -> str:
    """What a summary of a break waits for: `fix`, `gift`, `approval` of the gift; empty where it applies."""
    if name == "followup" and case.brk.fixed_at is None:
        return "fix"
    if name == "gift" and not any(line.kind == GIFT and line.state != "declined" for line in case.brk.restitution):
        return "gift"
    if name == "gift" and not facing(case.brk, case.failure, case.customer, case.policy, case.brk.opened_at).gifts:
        return "approval"
    return ""


def why_not(name: str, case: Case, spoken: str) -> tuple[str, str] | None:
    """Why a summary of a break does not apply, and what to do; None where it does."""
    return {
        "": None,
        "fix": (f"{spoken} is {case.brk.stage}: the follow-up mail comes some days after the fix", "write a letter or a brief"),
        "gift": (
            f"{spoken} has no gift: nothing to write a note for",
            f"warroom restitution {spoken} --kind gift-card --amount M",
        ),
        "approval": (f"the gift of {spoken} is not approved yet", f"warroom restitution {spoken} N approved"),
    }[obstacle(name, case)]


def notes_on(view: Facing, title: str) -> tuple[str, ...]:
    """What is to be known before it goes out."""
    from warroom.summaries.addressing import is_a_guess
    from warroom.summaries.fields import is_english

    notes = []
    if not is_english(view.language):
        who = view.person or view.customer
        notes.append(f"{who} reads {view.language}: {title} is in English; have it translated, or make a template of your own")
    if title != TITLES["brief"] and not view.has_call_name and is_a_guess(view.person, view.zone):
        set_it = f"warroom customer {quote(view.customer)} --contact {quote(view.person)} --call-name NAME"
        notes.append(f"{view.person} is addressed as {view.first_name}, which is a guess: {set_it}")
    return tuple(notes)


def tidy(markdown: str) -> str:
    """A template's output as somebody would have typed it: one blank line between paragraphs, each paragraph on one line, no
    blank lines within a list, single spaces."""
    blocks: list[str] = []
    for block in re.split(r"\n[ \t]*\n", markdown.strip()):
        text = _joined(block)
        if not text:
            continue
        if blocks and _LIST_LINE.match(text) and _LIST_LINE.match(blocks[-1].rpartition("\n")[2]):
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
    return "\n\n".join(blocks) + "\n"


def _joined(block: str) -> str:
    """The lines of a paragraph as one; lists, headings and hard breaks keep theirs."""
    lines: list[str] = []
    for line in block.split("\n"):
        text = line if _KEPT_APART.search(line) else line.rstrip()
        if not text.strip():
            continue
        text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
        apart = not lines or _LIST_LINE.match(text) or text.startswith(("#", ">", "|", "<!--")) or _KEPT_APART.search(lines[-1])
        if apart:
            lines.append(text)
        else:
            lines[-1] += f" {text.strip()}"
    return "\n".join(lines).rstrip()
