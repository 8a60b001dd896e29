"""The board itself: its policy, who is on duty, hand-overs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from store.actions.asking import line, prose
from store.actions.receipt import Receipt
from store.errors import BadInput, Refused
from store.events import Body
from store.holiday_dates import known_until, parse_holidays, without_dates
from store.policy import checked
from store.replica.transaction import Transaction
from store.text import quoted

READ_BACK_UPTO = 2
"""Highest severity number of which a hand-over is accepted with a sentence of read-back only."""
MOST_NAMED = 8
"""Most breaks that a warning names."""


def name_board(tx: Transaction, name: str) -> None:
    """Gives the board its name."""
    tx.add(f"board:{tx.board_id}", "board_named", {"name": line(name, "name")})


def set_policy(tx: Transaction, settings: Sequence[str]) -> Receipt:
    """Sets values of the policy, each as `key=value` (an empty value goes back to the default). Raises BadInput."""
    changes: dict[str, str | None] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise BadInput("set", f"{quoted(setting)} sets nothing", "write key=value, as cadence.1=1h")
        if value.strip():
            found = checked(key, value)
            if key.strip().lower().startswith("playbook"):
                from store.actions.playbooks import playbook_name_of

                playbook_name_of(tx, value)
            changes.update(_with_regions(tx, found))
        else:
            changes.update(dict.fromkeys(_cleared(key)))
    if not changes:
        raise BadInput("set", "there is nothing to set", "write key=value, as cadence.1=1h")
    tx.add(f"board:{tx.board_id}", "policy_set", {"set": changes})
    return Receipt(
        tx.board_id,
        "",
        said=tuple(f"{key} = {_said(key, value) if value is not None else 'default'}" for key, value in changes.items()),
    )


def _said(key: str, value: str) -> str:
    """A value as it is said: countries without their dates."""
    return without_dates(value) + known_until(value) if key == "holidays" else value


def _with_regions(tx: Transaction, changes: dict[str, str]) -> dict[str, str]:
    """The settings, with the dates of countries whose holidays we keep behind their names: everybody reads the same days."""
    text = changes.get("holidays", "")
    if not parse_holidays(text)[1]:
        return changes
    from store.region_holidays import with_dates  # late: it loads a large library

    return {**changes, "holidays": with_dates(text, tx.now)}


def _cleared(key: str) -> list[str]:
    from store.policy import split_key

    setting, severity = split_key(key)
    if len(setting.defaults) == 1:
        return [setting.name]
    return [f"{setting.name}.{number}" for number in ((severity,) if severity else (1, 2, 3, 4))]


def set_duty(tx: Transaction, on: bool, who: str = "") -> Receipt:
    """Somebody comes on duty or goes off (the actor, when nobody is named); who goes off and still owns open breaks is told
    which."""
    name = line(who, "who", required=False) or tx.actor
    board = tx.cases.board()
    if _among(name, board.on_duty if on else board.off_duty):
        raise Refused("who", f"{name} is {'on' if on else 'off'} duty already", "nothing to change")
    tx.add(f"board:{tx.board_id}", "duty_changed", {"who": name, "on": on})
    said = f"{name} is {'on' if on else 'off'} duty"
    if not on:
        return Receipt(tx.board_id, "", said=(said,), warnings=_left_behind(tx, name))
    waits = len(_offered_to(tx, name))
    return Receipt(tx.board_id, "", said=(said, *((f"{_breaks(waits)} offered to {name}",) if waits else ())))


def offer_handover(tx: Transaction, to: str, said: str = "", ids: Sequence[str] = ()) -> Receipt:
    """The actor offers what they own (all of it, unless breaks are named) to somebody, who takes it with `accept_handover`:
    until then the owner stays.

    Raises BadInput, and Refused where that person is off duty or a named break is somebody else's.
    """
    name = line(to, "to")
    if name.casefold() == tx.actor.casefold():
        raise BadInput("to", "that is you", "name who takes over")
    board = tx.cases.board()
    if _among(name, board.off_duty):
        raise Refused("to", f"{name} is off duty", "name somebody who is on duty; or `warroom duty on --who NAME`")
    mine = [id_ for id_, owner, _ in tx.owners() if owner.casefold() == tx.actor.casefold()]
    offered = list(dict.fromkeys(tx.find_break(typed) for typed in ids)) or mine
    for id_ in offered:
        if id_ not in mine:
            owner = tx.cases.brk(id_).owner or "nobody"
            raise Refused("ids", f"{_named(tx, id_)} is owned by {owner}", "only what you own can be handed over; `take` it first")
    body: Body = {"to": name, "count": len(offered)}
    if words := prose(said, "said", required=False):
        body["said"] = words
    tx.add(f"board:{tx.board_id}", "handover_offered", body)
    for id_ in offered:
        tx.add(f"break:{id_}", "owner_offered", {"to": name})
    unsaid = () if _among(name, board.on_duty) else (f"nobody said that {name} is on duty",)
    return Receipt(tx.board_id, "", said=(f"{_breaks(len(offered))} offered to {name}, who accepts them",), warnings=unsaid)


def accept_handover(tx: Transaction, said: str = "", ids: Sequence[str] = ()) -> Receipt:
    """The actor takes what was offered to them, or only the breaks that are named; the rest stays offered. A break of
    severity 1 or 2 asks for a sentence of read-back: what they understood.

    Raises BadInput without one, Refused when nothing was offered, or not that.
    """
    offers = [offer for offer in tx.cases.board().handovers if offer.to.casefold() == tx.actor.casefold()]
    offered = _offered_to(tx, tx.actor)
    if not offers and not offered:
        raise Refused("who", f"nothing was offered to {tx.actor}", "`warroom handover --to NAME` offers")
    taken = list(dict.fromkeys(tx.find_break(typed) for typed in ids)) or offered
    for id_ in taken:
        if id_ not in offered:
            raise Refused("id", f"{_named(tx, id_)} is not offered to {tx.actor}", "`warroom take ID` takes what nobody offers")
    words = prose(said, "said", required=False)
    severe = [] if words else [id_ for id_ in taken if tx.cases.brk(id_).severity <= READ_BACK_UPTO]
    if severe:
        more = f" and {len(severe) - 1} more" if len(severe) > 1 else ""
        raise BadInput(
            "said",
            f"{_named(tx, severe[0])}{more}, severity {tx.cases.brk(severe[0]).severity}: read back what you understood",
            "say it in a sentence, as --said TEXT",
        )
    extra: Body = {"said": words} if words else {}
    for id_ in taken:
        tx.add(f"break:{id_}", "owner_taken", dict(extra))
    close_offers(tx, taken, extra)
    left = len(offered) - len(taken)
    still = (f"{_breaks(left)} still offered to {tx.actor}",) if left else ()
    away = (f"{tx.actor} is off duty: `warroom duty on`",) if _among(tx.actor, tx.cases.board().off_duty) else ()
    return Receipt(tx.board_id, "", said=(f"{tx.actor} took {_breaks(len(taken))}", *still), warnings=away)


def close_offers(tx: Transaction, taken: Sequence[str], extra: Body | None = None) -> None:
    """Ends every hand-over to the actor of which nothing is left once they took those breaks."""
    offers = [offer for offer in tx.cases.board().handovers if offer.to.casefold() == tx.actor.casefold()]
    if not offers:
        return
    me = tx.actor.casefold()
    left = {owner.casefold() for id_, owner, to in tx.owners() if to.casefold() == me and id_ not in taken}
    for offer in offers:
        if offer.by.casefold() not in left:
            tx.add(f"board:{tx.board_id}", "handover_accepted", {"offer": offer.key, **(extra or {})})


def _offered_to(tx: Transaction, who: str) -> list[str]:
    return [id_ for id_, _, to in tx.owners() if to.casefold() == who.casefold()]


def _left_behind(tx: Transaction, who: str) -> tuple[str, ...]:
    """Which open breaks somebody who goes off duty still owns, in words."""
    mine = [(id_, to) for id_, owner, to in tx.owners() if owner.casefold() == who.casefold()]
    if not mine:
        return ()
    shown = ", ".join(_named(tx, id_) + (f" (offered to {to})" if to else "") for id_, to in mine[:MOST_NAMED])
    more = f" and {len(mine) - MOST_NAMED} more" if len(mine) > MOST_NAMED else ""
    return (f"{who} still owns {_breaks(len(mine))}: {shown}{more}; `warroom handover --to NAME` (h on the board) hands them over",)


def _named(tx: Transaction, id_: str) -> str:
    return f"{tx.spoken(id_)} {tx.cases.customer(tx.cases.brk(id_).customer).name or tx.cases.brk(id_).customer}"


def _breaks(count: int) -> str:
    return f"{count} break{'' if count == 1 else 's'}"


def _among(name: str, names: Collection[str]) -> bool:
    return name.casefold() in {other.casefold() for other in names}
