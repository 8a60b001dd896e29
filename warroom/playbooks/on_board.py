"""What a board has of playbooks: the built-in ones and the team's own, what is in force, who follows what, what is in dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.playbooks.model import FALLBACK, Playbook
from store.playbooks.reading import playbook_named
from store.playbooks.texts import BUILT_IN, known_names
from store.policy import Policy
from store.replica import Replica
from store.row import unpack
from store.state import Board
from store.text import one_line, quoted


class Listed(NamedTuple):
    """A playbook as the board has it."""

    playbook: Playbook
    is_built_in: bool
    is_own: bool
    """Whether the team put a text of its own under that name; both: it counts instead of the built-in one."""
    severities: tuple[int, ...]
    """The severities that it is in force for."""
    breaks: int
    """How many breaks that are not closed follow it."""


class Missing(NamedTuple):
    """A playbook that is named and not here: what was to follow it follows `recovery`."""

    name: str
    severities: tuple[int, ...]
    breaks: int


class Playbooks(NamedTuple):
    """All that a board has."""

    listed: tuple[Listed, ...]
    missing: tuple[Missing, ...]
    conflicts: tuple[str, ...]
    """What several people put in force without having seen each other's, a sentence each."""


def playbooks_of(replica: Replica) -> Playbooks:
    """What the board of a replica has."""
    cases = replica.cases()
    board, policy = cases.board(), cases.policy()
    followed: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for (text,) in replica.db.execute("SELECT row FROM break_rows WHERE view IN ('open', 'follow-up')"):
        row = unpack(text)
        if row.closed_at is None:
            followed[row.playbook] += 1
            lost[row.playbook_missing] += bool(row.playbook_missing)
    names = known_names(board.playbooks)
    own = {name.casefold() for name, text in board.playbooks if text}
    listed = tuple(
        Listed(playbook_named(name, board.playbooks), name in BUILT_IN, name in own, in_force_for(name, policy), followed[name])
        for name in names
    )
    wanted = {*(name for name in lost if name), *(name.casefold() for name in policy.playbook)}
    missing = tuple(Missing(name, in_force_for(name, policy), lost[name]) for name in sorted(wanted - set(names)))
    return Playbooks(listed, missing, tuple(_conflicts(board)))


def in_force_for(name: str, policy: Policy) -> tuple[int, ...]:
    """The severities whose breaks follow a playbook, where nobody chose another."""
    return tuple(severity for severity, one in enumerate(policy.playbook, 1) if one.casefold() == name)


def _conflicts(board: Board) -> Iterator[str]:
    texts, settings = dict(board.playbooks), dict(board.settings)
    for conflict in board.conflicts:
        kind, _, name = conflict.field.partition(" ")
        if kind == "playbook":
            who = _both(conflict.actors)
            counts = next(
                (actor for actor, text in zip(conflict.actors, conflict.values, strict=True) if text == texts.get(name)), "another"
            )
            yield (
                f"{who} each put their own {quoted(name)} in force, without having seen the other's; that of"
                f" {one_line(counts, 40)} counts until one does it again: `warroom playbooks use FILE`"
            )
        elif kind == "policy" and name.startswith("playbook."):
            severity = name.partition(".")[2]
            said = _both(
                f"{one_line(actor, 40)} {quoted(str(value))}" for actor, value in zip(conflict.actors, conflict.values, strict=True)
            )
            yield (
                f"for severity {severity} {said} were put in force at once; {quoted(settings.get(name, FALLBACK))} counts until"
                f" one does it again: `warroom playbooks use NAME --severity {severity}`"
            )


def _both(words: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(one_line(word, 100) for word in words))


def missing_text(missing: Missing) -> str:
    """What is said of a playbook that is not here."""
    where = [f"{missing.breaks} break{'s' if missing.breaks != 1 else ''}"] if missing.breaks else []
    if missing.severities:
        where.append(f"severity {', '.join(map(str, missing.severities))}")
    return f"playbook {quoted(missing.name)} is not here: {FALLBACK} counts instead" + (
        f" for {' and '.join(where)}" if where else ""
    )
