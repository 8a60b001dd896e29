"""`warroom export`: a letter, a mail, a brief, the gift's note, a review or a hand-over, out of the record and in any format."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from store.actions.asking import choice
from store.errors import BadInput
from store.text import one_line
from warroom.answers import can_ask, put_json, say
from warroom.command import command, text_option
from warroom.session import Session
from warroom.summaries.model import SUMMARIES, TITLES, TO_CUSTOMER
from warroom.tone.model import GAP

if TYPE_CHECKING:
    from warroom.exporting import Export, Maker
    from warroom.tone.loading import Rules

_LISTED = 8
"""Most findings that are shown of one text."""
FOUND = 1
"""The exit code where something was left, or was not written after a look at it."""


@command("export", "Writes a letter, a mail, a brief, a gift's note, a review or a hand-over out of the record.")
@click.argument("summary", metavar="|".join(SUMMARIES))
@click.argument("id_", metavar="[ID]", default="")
@text_option("--format", "One of md, txt, html, eml, json, pdf, docx; else the file's ending says it, else md.", "F", "format_")
@click.option("-o", "--out", default=None, metavar="FILE|FOLDER/", help="Where to; in a folder the name is made from the customer.")
@click.option("--force", is_flag=True, help="Overwrites a file that is there.")
@text_option("--signer", "Who signs, when not the one of the configuration.", "NAME")
@click.option("--all-affected", is_flag=True, help="One for each customer of the failure (ID: F-… or any of its breaks).")
@click.option("--yes", is_flag=True, help="Does not ask where the tone check finds an error, or something is to be filled in.")
@click.pass_obj
def export_command(
    session: Session,
    summary: str,
    id_: str,
    format_: str,
    out: str | None,
    force: bool,
    signer: str,
    all_affected: bool,
    yes: bool,
) -> int:
    from warroom.exporting import Asked, Maker, names_a_folder
    from warroom.formats.rendering import BINARY, format_for

    name = choice(summary, SUMMARIES, "summary")
    if out is not None and not out.strip():
        raise BadInput("out", "-o is empty", "name a file or a folder, or leave it out")
    out = os.path.expanduser(out or "")
    wanted = format_for("" if not out or names_a_folder(out) else out, format_)
    if not id_ and name != "handover":
        raise BadInput("id", f"{TITLES[name]} of what?", f"warroom export {name} ID")
    if wanted in BINARY and not out and (session.json or sys.stdout.isatty()):
        raise BadInput("out", f"a {wanted} is nothing for a terminal", "give -o FILE, or send it through a pipe")
    if all_affected and name not in TO_CUSTOMER:
        raise BadInput("all_affected", f"{TITLES[name]} is for us, not for each customer", "leave out --all-affected")
    if all_affected and (not out or not names_a_folder(out)):
        raise BadInput("out", "--all-affected writes a file for each customer", "give -o FOLDER/")
    rules, keep = _rules(session, name)
    maker = Maker(session, Asked(name, id_, wanted, signer), rules)
    code = _all(session, maker, out, wanted, force, yes) if all_affected else _one(session, maker.one(), out, wanted, force, yes)
    keep()
    return code


def _rules(session: Session, name: str) -> tuple[Rules | None, Callable[[], None]]:
    """The rules of the tone check, where it is run, and what to do after the answer: keeping what was worked out of them."""
    if name not in TO_CUSTOMER:
        return None, lambda: None
    from warroom.commands.tone import rules_in_force
    from warroom.tone.keeping import keep

    rules, stamp = rules_in_force(session)

    def after() -> None:
        if rules.unkept:
            sys.stdout.flush()
            keep(rules, stamp, str(session.places.tone_kept))

    return rules, after


def _one(session: Session, made: Export, out: str, format: str, force: bool, yes: bool) -> int:
    from warroom.exporting import export_json, make_folder, names_a_folder, note_against, target_of
    from warroom.formats.rendering import BINARY
    from warroom.whole_file import check_target, save

    path = target_of(out, made.summary, format) if out else ""
    if out and names_a_folder(out):
        make_folder(out)
    if path:
        check_target(path, force)
    tell(made, path if path and format == "md" else made.summary.name)
    if made.is_doubtful and not yes and not may_go_on(session, 1):
        return FOUND
    if path:
        save(path, made.rendered.data, force)
        made = made._replace(path=path)
        say(f"{TITLES[made.summary.name].capitalize()}{_whose(made)} is in {one_line(path)}")
    if session.json:
        text = None if path or format in BINARY else made.rendered.data.decode()
        put_json(export_json(made, format) | ({} if text is None else {"text": text}))
    elif path:
        print(one_line(path, 4096))
    else:
        _put_bytes(made.rendered.data)
    note_against(session, (made,))
    return 0


def _all(session: Session, maker: Maker, out: str, format: str, force: bool, yes: bool) -> int:
    from warroom.exporting import Left, export_json, make_folder, note_against, saved

    exports, left = maker.all_affected()
    doubtful = [one for one in exports if one.is_doubtful]
    for one in exports:
        tell(one, f"{one.summary.spoken} {one.summary.customer}", listed=0)
    if doubtful and not yes and not may_go_on(session, len(doubtful)):
        return FOUND
    make_folder(out)
    written: list[Export] = []
    for done in saved(exports, out, format, force):
        if isinstance(done, Left):
            left.append(done)
        else:
            written.append(done)
    if session.json:
        about = [{"id": one.spoken, "customer": one.customer, "why": one.why} for one in left]
        put_json({"summary": maker.name, "written": [export_json(one, format) for one in written], "left": about})
    else:
        for one in written:
            print(one_line(one.path, 4096))
    say(f"{len(written)} of {len(written) + len(left)} written into {one_line(out)}")
    for one_left in left:
        say(f"  left: {one_left.spoken} {one_line(one_left.customer, 60)}: {one_line(one_left.why, 300)}")
    note_against(session, written)
    return FOUND if left else 0


def _whose(made: Export) -> str:
    return f" to {made.summary.customer}" if made.summary.customer and made.summary.name in TO_CUSTOMER else ""


def tell(made: Export, where: str, listed: int = _LISTED) -> None:
    """Says on stderr what is to be known before a summary goes out; `listed` is how many findings are shown one by one."""
    from warroom.commands.tone import line_of

    summary, report = made.summary, made.report
    for note in (*summary.notes, *made.rendered.warnings):
        say(f"note: {note}")
    if summary.gaps:
        say(f"{one_line(where, 300)}: to fill in: " + ", ".join(dict.fromkeys(gap.element for gap in summary.gaps)))
    if report is None:
        return
    if not report.checked:
        say(f"{one_line(where, 300)}: the tone was not checked: it is not in English")
        return
    found = [finding for finding in report.at_least("warning") if finding.rule != GAP]  # it has its own line above
    if listed:
        for finding in found[:listed]:
            say(line_of(where, finding))
        if len(found) > listed:
            say(f"and {len(found) - listed} more: warroom tone FILE shows all")
    elif found:
        numbers = {level: sum(finding.level == level for finding in found) for level in ("error", "warning")}
        counts = ", ".join(f"{n} {level}{'s' if n > 1 else ''} of tone" for level, n in numbers.items() if n)
        say(f"{one_line(where, 300)}: {counts}")


def may_go_on(session: Session, count: int) -> bool:
    """Whether to write what has an error or a gap: somebody at the keyboard is asked, else it is only said. Never blocks."""
    if session.json or not can_ask():
        return True
    print("Write it all the same? [y/N] " if count == 1 else f"Write them all the same ({count})? [y/N] ", end="", file=sys.stderr)
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    say("nothing was written")
    return False


def _put_bytes(content: bytes) -> None:
    """The text itself on stdout, byte for byte where stdout takes bytes."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode())
    else:
        stream.write(content)
        stream.flush()
