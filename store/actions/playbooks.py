"""Which playbooks a board has: putting one in force, for the board or for some severities."""

from __future__ import annotations

from collections.abc import Collection

from store.actions.receipt import Receipt
from store.errors import BadInput, NotFound
from store.events import Body
from store.playbooks.texts import BUILT_IN, known_names, text_of
from store.replica.transaction import Transaction
from store.text import one_line, quoted

SEVERITIES = (1, 2, 3, 4)


def playbook_name_of(tx: Transaction, typed: str) -> str:
    """The name of a playbook that a break can follow, as the board has it. Raises BadInput with those that there are."""
    wanted = one_line(typed, 80).casefold()
    known = known_names(tx.cases.board().playbooks)
    if wanted not in known:
        raise BadInput("playbook", f"{quoted(typed)} is no playbook of this board", "there are " + ", ".join(known))
    return wanted


def use_playbook(tx: Transaction, name: str, text: str = "", severities: Collection[int] = SEVERITIES) -> Receipt:
    """Puts a playbook in force: everyone has it, and breaks of those severities follow it, where nobody chose another for them.

    `text` is its TOML, checked before; without it the name is one that the board has. Raises BadInput.
    """
    said = [_put(tx, name, text)] if text else []
    name = name.casefold() if text else playbook_name_of(tx, name)
    if severities:
        tx.add(f"board:{tx.board_id}", "policy_set", {"set": {f"playbook.{severity}": name for severity in sorted(severities)}})
        which = "all severities" if len(severities) == len(SEVERITIES) else f"severity {', '.join(map(str, sorted(severities)))}"
        said.append(f"{name} is in force for {which}")
    return Receipt(tx.board_id, "", said=tuple(said))


def drop_playbook(tx: Transaction, name: str) -> Receipt:
    """Takes back a playbook of the team's own; where a built-in one has its name, that one counts again. Raises NotFound."""
    own = {given.casefold(): given for given, text in tx.cases.board().playbooks if text}
    if name.casefold() not in own:
        raise NotFound("playbook", f"{quoted(name)} is no playbook of this team's own", "`warroom playbooks` lists what there is")
    tx.add(f"board:{tx.board_id}", "playbook_set", {"name": own[name.casefold()]})
    back = "the built-in one counts again" if name.casefold() in BUILT_IN else "breaks that follow it follow recovery"
    return Receipt(tx.board_id, "", said=(f"{name} is taken back: {back}",))


def _put(tx: Transaction, name: str, text: str) -> str:
    body: Body = {"name": name.casefold(), "text": text}
    before = text_of(name, tx.cases.board().playbooks)
    tx.add(f"board:{tx.board_id}", "playbook_set", body)
    return f"{name} {'replaces the one of that name' if before is not None else 'is one of this board from now on'}"
