"""The board itself: its policy, who is on duty, hand-overs."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.asking import line, prose
from store.actions.receipt import Receipt
from store.errors import BadInput, Refused
from store.events import Body
from store.policy import checked
from store.replica.transaction import Transaction
from store.text import quoted


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
            changes.update(found)
        else:
            changes.update(dict.fromkeys(_cleared(key)))
    if not changes:
        raise BadInput("set", "there is nothing to set", "write key=value, as cadence.1=1h")
    tx.add(f"board:{tx.board_id}", "policy_set", {"set": changes})
    return Receipt(
        tx.board_id, "", said=tuple(f"{key} = {value if value is not None else 'default'}" for key, value in changes.items())
    )


def _cleared(key: str) -> list[str]:
    from store.policy import split_key

    setting, severity = split_key(key)
    if len(setting.defaults) == 1:
        return [setting.name]
    return [f"{setting.name}.{number}" for number in ((severity,) if severity else (1, 2, 3, 4))]


def set_duty(tx: Transaction, on: bool, who: str = "") -> Receipt:
    """Somebody comes on duty or goes off (the actor, when nobody is named)."""
    name = line(who, "who", required=False) or tx.actor
    board = tx.cases.board()
    if name.casefold() in {other.casefold() for other in (board.on_duty if on else board.off_duty)}:
        raise Refused("who", f"{name} is {'on' if on else 'off'} duty already", "nothing to change")
    tx.add(f"board:{tx.board_id}", "duty_changed", {"who": name, "on": on})
    return Receipt(tx.board_id, "", said=(f"{name} is {'on' if on else 'off'} duty",))


def offer_handover(tx: Transaction, to: str, said: str = "") -> Receipt:
    """The actor offers all that they own to somebody, who takes it with `accept_handover`."""
    name = line(to, "to")
    if name.casefold() == tx.actor.casefold():
        raise BadInput("to", "that is you", "name who takes over")
    mine = _owned_by(tx, tx.actor)
    body: Body = {"to": name}
    if words := prose(said, "said", required=False):
        body["said"] = words
    tx.add(f"board:{tx.board_id}", "handover_offered", body)
    for id_ in mine:
        tx.add(f"break:{id_}", "owner_offered", {"to": name})
    return Receipt(tx.board_id, "", said=(f"{len(mine)} break{'' if len(mine) == 1 else 's'} offered to {name}, who accepts them",))


def accept_handover(tx: Transaction, said: str = "") -> Receipt:
    """The actor takes what was offered to them. Raises Refused when nothing was."""
    offers = [offer for offer in tx.cases.board().handovers if offer.to.casefold() == tx.actor.casefold()]
    offered = [id_ for id_, _, to in tx.owners() if to.casefold() == tx.actor.casefold()]
    if not offers and not offered:
        raise Refused("who", f"nothing was offered to {tx.actor}", "`warroom handover --to NAME` offers")
    words = prose(said, "said", required=False)
    extra: Body = {"said": words} if words else {}
    for offer in offers:
        tx.add(f"board:{tx.board_id}", "handover_accepted", {"offer": offer.key, **extra})
    for id_ in offered:
        tx.add(f"break:{id_}", "owner_taken", dict(extra))
    return Receipt(tx.board_id, "", said=(f"{tx.actor} took {len(offered)} break{'' if len(offered) == 1 else 's'}",))


def _owned_by(tx: Transaction, who: str) -> list[str]:
    return [id_ for id_, owner, _ in tx.owners() if owner.casefold() == who.casefold()]
