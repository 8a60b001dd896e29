"""`warroom advise`: how long fixes take here, and whether a time would hold."""

from __future__ import annotations

import click

from store.errors import BadInput
from store.replica.finding import find_break
from store.spans import length, parse_span
from store.when import day_and_time, parse_when, understood
from store.worktime import add_span
from store.zones import iso_seconds
from warroom.advisor.advice import Advice
from warroom.advisor.kinds import FEWEST, Kind
from warroom.advisor.prepared import prepared
from warroom.advisor.wording import chance_text, scope_text
from warroom.answers import put, put_json
from warroom.command import command, text_option
from warroom.session import Session

_CHANCES = (("p50", 0.5), ("p80", 0.8), ("p90", 0.9))
_FORMS = "warroom advise ID [--by TIME] — or warroom advise --severity S [--category K] [--fixer W] [--by TIME]"


@command("advise", "How long fixes take here, by our own history, for a break as old as it is now; and the chance of a time.")
@click.argument("id_", metavar="[ID]", required=False, default="")
@text_option("--by", "A time that might be promised, as 2h, 16:30 or tomorrow 9.", "TIME")
@text_option("--severity", "Of a break that is opened now: its severity, 1 to 4.", "S")
@text_option("--category", "And its category.", "K")
@text_option("--fixer", "And who mends it.", "W")
@click.pass_obj
def advise_command(session: Session, id_: str, by: str, severity: str, category: str, fixer: str) -> None:
    if bool(id_) == bool(severity) or (id_ and (category or fixer)):
        raise BadInput("form", "that is a mixture of two forms" if id_ else "something is missing", _FORMS)
    now = session.clock.now()
    advice = _of_break(session, id_, now) if id_ else _of_kind(session, severity, category, fixer, now)
    due_at = _time(session, by, now) if by else None
    if session.json:
        put_json(advice_json(advice, due_at))
    else:
        _show(session, advice, due_at)


def _of_break(session: Session, id_: str, now: int) -> Advice:
    db, cases = session.replica.db, session.replica.cases()
    brk = cases.brk(find_break(db, id_))
    advice = prepared(db, now, cases.failure(brk.failure).id).of_failure(now)
    if advice is None or brk.fixed_at is not None:
        raise BadInput("id", "it is fixed already, or over", "ask about an open break, or with --severity")
    return advice


def _of_kind(session: Session, severity: str, category: str, fixer: str, now: int) -> Advice:
    if severity.strip() not in ("1", "2", "3", "4"):
        raise BadInput("severity", f"“{severity[:40]}” is no severity", "write 1, 2, 3 or 4")
    return prepared(session.replica.db, now).of_kind(Kind(int(severity), category, fixer), now)


def _time(session: Session, by: str, now: int) -> int:
    """The time that might be promised. Raises BadInput."""
    if by.strip().lower().endswith(("wh", "wd")):
        return add_span(now, parse_span(by.strip(), "by"), session.replica.cases().policy().hours)
    found = parse_when(by, now, session.zone, field="by")
    if found <= now:
        raise BadInput("by", f"{understood(found, now, session.zone)}: that is past", "name a time that lies ahead, as 2h")
    return found


def advice_json(advice: Advice, due_at: int | None) -> dict[str, object]:
    """The interface form: lengths in whole seconds from now; null is what the history can't support."""
    basis, now = advice.basis, advice.now
    sure = {name: advice.sure_at(chance) for name, chance in _CHANCES}
    chance = advice.chance(due_at) if due_at is not None else None
    return {
        "sample": basis.sample,
        "censored": basis.censored,
        "scope": scope_text(basis),
        "quantiles": {name: None if at is None else (at - now + 999) // 1000 for name, at in sure.items()},
        "by": {"due_at": iso_seconds(due_at), "chance": None if chance is None else round(chance, 4)}
        if due_at is not None
        else None,
        "groups": dict(basis.scope),
        "widened": list(basis.widened),
        "age": advice.age // 1000,
    }


def _show(session: Session, advice: Advice, due_at: int | None) -> None:
    """The answer for people."""
    now = advice.now
    put(_rests_on(advice))
    if advice.is_empty:
        put(f"too few to tell: no number under {FEWEST} cases")
        return
    for name, chance in _CHANCES:
        at = advice.sure_at(chance)
        within = "the history does not reach so far" if at is None else f"within {length(at - now)}"
        put(f"{name[1:]} %  {within}" + (f" ({day_and_time(at, now, session.zone)})" if at is not None else ""))
    if due_at is not None and (found := advice.chance(due_at)) is not None:
        put(f"by {understood(due_at, now, session.zone)}: holds in {chance_text(found)}")


def _rests_on(advice: Advice) -> str:
    age = f", still open at the age of {length(advice.age)}" if advice.age else ""
    return (
        f"{advice.basis.sample:,} fixed ones like it{age}, and {advice.basis.censored:,} that are open: {scope_text(advice.basis)}"
    )
