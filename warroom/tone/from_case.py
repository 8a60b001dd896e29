"""What a text about a break is compared with, out of the record: its facts, and the names and sums that must not get out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from store.facing import Facing, facing
from store.replica.cases import Case
from store.text import name_key
from store.zones import Zone
from warroom.summaries.signing import names_of, signer_of
from warroom.tone.against import Against
from warroom.tone.record.staff import people_in


def against_case(
    case: Case, now: int, zone: Zone, signers: tuple[str, ...] = (), names: Mapping[str, str] | None = None
) -> Against:
    """The comparison for one break. `signers`: names under which we sign; `names`: how some of us are named to customers."""
    facts = facing(case.brk, case.failure, case.customer, case.policy, now, names)
    open_names = {name_key(part) for name in (*signers, *(names or {}).values()) for part in (name, *name.split())}
    theirs = {name_key(part) for person in case.customer.people for part in (person.name, *person.name.split())}
    named = (case.brk.contact_name, case.customer.name)
    theirs |= {name_key(part) for name in named for part in (name, *name.split())}
    known = open_names | theirs
    staff = sorted({part for name in _staff(case) if name_key(name) not in open_names for part in _parts(name, known)})
    others = known | {name_key(word) for text in _of_others(case, facts) for word in _WORD.findall(text)}
    mentioned = sorted(name for name in people_in(_notes(case)) if name_key(name) not in others)
    worth = tuple(value for value in (case.brk.value, case.customer.value) if value is not None)
    return Against(facts, now, zone, tuple(name for name in signers if name), tuple(staff), worth, tuple(mentioned))


_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


def _parts(name: str, known: set[str]) -> Iterator[str]:
    """A name, and the words of a longer one, that are not known to the customer by another name."""
    if name and name_key(name) not in known:
        yield name
    for part in name.split() if " " in name.strip() else ():
        if len(part) >= _SHORTEST and name_key(part) not in known:
            yield part


def _notes(case: Case) -> Iterator[str]:
    """What was written down for ourselves, and tells of people."""
    brk, failure = case.brk, case.failure
    yield from (note.text for note in (*brk.notes, *failure.notes, *failure.lessons))
    yield from (contact.said for contact in brk.contacts)
    yield from (told.said for told in failure.debriefs)
    yield from (promise.reason for promise in brk.promises)
    yield from (slip.reason for promise in brk.promises for slip in promise.slips)


def _of_others(case: Case, facts: Facing) -> Iterator[str]:
    """Where people and firms are named that are none of ours, or whom the customer knows of."""
    brk, failure = case.brk, case.failure
    yield from (facts.what, facts.trouble, *facts.public)
    if facts.fault == "not-ours":
        yield facts.explanation
    yield from (promise.what for promise in facts.promises)
    yield from (remedy.what for remedy in facts.remedies)
    yield from (deadline.who for deadline in (*brk.deadlines, *failure.deadlines))
    yield from (blocker.who for blocker in brk.blockers)
    yield from (contact.with_ for contact in brk.contacts)


def against_of(case: Case, now: int, zone: Zone, config: Mapping[str, Any], path: str, signer: str = "") -> Against:
    """The comparison for one break, signed as the configuration says (read from `path`), or by `signer`. Raises BadInput for a
    configuration that is none."""
    signs = signer_of(config, path, signer)
    return against_case(case, now, zone, tuple(filter(None, (signs.name, signs.company))), names_of(config, path))


def _staff(case: Case) -> Iterator[str]:
    """Everybody of ours whom the record of a break names."""
    brk, failure, board = case.brk, case.failure, case.board
    yield from (brk.owner, brk.owner_offered, brk.fixer, brk.first_fixer, brk.opened_by, brk.fix_confirmed_by)
    yield from (*board.on_duty, *board.off_duty)
    yield from (contact.actor for contact in brk.contacts)
    yield from (promise.actor for promise in brk.promises)
    yield from (change.actor for change in brk.stages)
    yield from (blocker.actor for blocker in brk.blockers)
    yield from (note.actor for note in (*brk.notes, *failure.notes, *failure.explanations, *failure.lessons))
    yield from (item.owner for item in failure.prevention)
    yield from (told.who for told in failure.debriefs)
