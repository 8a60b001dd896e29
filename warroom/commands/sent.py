"""`warroom sent`: a letter, follow-up mail, brief, gift's note or review went out; its text is kept."""

from __future__ import annotations

import click

from store.actions.asking import choice, line
from store.actions.writing import SENT, TO_CUSTOMER, WRITTEN_CHANNELS, Went, mark_sent
from store.errors import BadInput, Refused
from store.replica.finding import find_break
from store.text import clean, one_line
from warroom.answers import act, can_ask, say
from warroom.command import at_option, command, text_option
from warroom.session import Session
from warroom.tone.model import GAP


@command("sent", "Marks a letter, followup, brief, gift or review as sent, and keeps its text.")
@click.argument("summary", metavar="SUMMARY")
@click.argument("id_", metavar="ID")
@click.argument("file", default="", metavar="[FILE]")
@text_option("--channel", "mail (as without it), letter, portal, sms or social.", "CHANNEL")
@text_option("--to", "To whom it went; the contact person without it.", "NAME")
@text_option("--signer", "Who signed, where the text is taken from the record.", "NAME")
@click.option("--force", is_flag=True, help="Also where the record's text has gaps, or the tone check finds errors.")
@at_option
@click.pass_obj
def sent_command(
    session: Session, /, summary: str, id_: str, file: str, channel: str, to: str, signer: str, force: bool, at: str
) -> None:
    summary, channel = choice(summary, SENT, "summary"), choice(channel or "mail", WRITTEN_CHANNELS, "channel")
    to, _ = line(to, "to", required=False), session.instant(at)  # what is wrong is said before anything is asked
    text = _that_went_out(file) if file else _as_the_record_gives_it(session, summary, id_, signer, force)
    overrides = _overridden(session, summary, id_, text, signer, force) if summary in TO_CUSTOMER else ()
    went = Went(summary, text, to, channel, overrides=overrides)
    act(session, at, lambda tx: mark_sent(tx, id_, went))


def _that_went_out(file: str) -> str:
    """The text of a file, or of stdin for `-`. Raises BadInput where it is none, or nothing."""
    from warroom.typed_text import read_text

    text = read_text(file)
    if not text.strip():
        raise BadInput("file", f"{one_line(file, 200)} is empty", "give the text as it went out")
    return text


def _as_the_record_gives_it(session: Session, summary: str, id_: str, signer: str, force: bool) -> str:
    """The text as it is made now. One with gaps can't have gone out like that: it is refused, unless it is forced."""
    if summary == "review":
        raise BadInput("file", "which text went out?", "warroom sent review ID FILE")
    from warroom.summaries.making import make_summary
    from warroom.summaries.model import TITLES
    from warroom.summaries.signing import names_of, signer_of

    config, path = session.config, session.places.config_file
    made = make_summary(
        summary, session.replica, id_, signer_of(config, path, signer), session.zone, session.clock.now(),
        session.places.templates, names_of(config, path),
    )  # fmt: skip
    for note in made.notes:
        say(f"  note: {note}")
    if made.gaps and not force:
        lacks = ", ".join(dict.fromkeys(gap.element for gap in made.gaps))
        raise Refused(
            "file", f"{TITLES[summary]} of {made.spoken} has gaps ({lacks}): it can't have gone out like that",
            f"give the text that did: warroom sent {summary} {made.spoken} FILE",
        )  # fmt: skip
    return made.markdown


def _overridden(session: Session, summary: str, id_: str, text: str, signer: str, force: bool) -> tuple[str, ...]:
    """The rules that this text goes against and that are overridden. Somebody at a terminal is asked; a script is told. Nothing
    is blocked. Raises Refused where the one who was asked leaves it."""
    found, barred = _findings(session, summary, id_, text, signer), _barred(session, id_)
    if barred:
        say(f"  note: {barred}")
    if not found and not barred:
        return ()
    for where, rule, message in found:
        say(f"  {where}: {rule}: {message}")
    if can_ask() and not force and not click.confirm("Mark it as sent all the same?", default=False, err=True):
        raise Refused("file", "left as it was", "mend the text, or mark it with --force")
    return tuple(dict.fromkeys(rule for _, rule, _ in found))


def _barred(session: Session, id_: str) -> str:
    """That this customer must not be contacted, and why; empty where they may be."""
    case = session.replica.cases().case(find_break(session.replica.db, id_))
    why = one_line(case.customer.do_not_contact, 200)
    return f"{one_line(case.row.customer, 60)} must not be contacted: {why}" if why else ""


def _findings(session: Session, summary: str, id_: str, text: str, signer: str) -> list[tuple[str, str, str]]:
    """The errors that the tone check finds, and the gaps: (where, rule, message)."""
    from warroom.commands.tone import rules_in_force
    from warroom.summaries.phrasing import gaps_in
    from warroom.tone.checking import check
    from warroom.tone.from_case import against_of

    replica = session.replica
    case = replica.cases().case(find_break(replica.db, id_))
    against = against_of(case, session.clock.now(), session.zone, session.config, session.places.config_file, signer)
    rules, _ = rules_in_force(session)
    report = check(clean(text, limit=1 << 30), against=against, rules=rules, summary=summary)
    found = [
        (f"{finding.line}:{finding.column}", finding.rule, finding.message)
        for finding in report.findings
        if finding.level == "error" or finding.rule == GAP
    ]
    if not any(rule == GAP for _, rule, _ in found):
        found += [(gap.element, GAP, f"to fill: {gap.text}") for gap in gaps_in(text)]
    return found
