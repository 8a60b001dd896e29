"""A record with a token of its own in every field of every event, card and setting: what gets out can be told by its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Literal, NotRequired, get_args, get_origin

from typing_extensions import get_type_hints

from store.bodies import BODIES
from store.bodies.shared import Amount
from store.clock import HOUR, MINUTE
from store.events import Body, Event
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.fold.break_ import _BreakFold
from store.fold.customer import PERSON_FIELDS, _CustomerFold
from store.fold.failure import _FailureFold
from store.policy import policy_of
from store.replica.cases import Case
from store.text import name_key
from store.words import REFERENCES
from store.zones import iso
from tests.store.by_hand import NOW, Author

Choose = Callable[[Sequence[str]], str]
"""Picks a word of a closed list."""

SET_FIELDS = {
    "break": tuple(_BreakFold.fields),
    "failure": tuple(_FailureFold.fields),
    "customer": tuple(_CustomerFold.fields),
    "person": PERSON_FIELDS,
}
"""What `set` of an edit can hold, by what it is about."""
ABOUT_OTHERS = frozenset(("retracted", "amended", "moved_out", "moved_in", "redacted", "joined"))
"""Kinds that are about other events: written by hand, as far as they hold text."""
_TIMES = ("until", "fixed_by", "must_tell_by", "found_at", "acknowledged_until")
_WORDS = {"fault": "ours", "found_by": "us", "waiting_on": "none", "outcome": "kept", "zone": "Europe/London", "severity": 1}
"""Fields of a `set` that hold no text of one's own."""
OWNER = "zqpreventionplannedownerqz"
PUBLIC_NAME = "zqpublicnameqz"


def token(kind: str, field: str) -> str:
    """The token of a field: no other holds it, nor is a part of it."""
    return f"zq{kind}{field}qz".replace("_", "").lower()


class Planted:
    """The record, and where each token stands."""

    def __init__(self, choose: Choose = lambda words: words[0], skip: Collection[str] = (), fixed: bool = True) -> None:
        self.tokens: dict[str, str] = {}
        """Token (or figure) → `kind.field`; of an edit `edited.break.field`."""
        self._choose = choose
        self._skip = frozenset(skip)
        self._figure = 900_000
        self._events: list[Event] = []
        self._made: dict[str, str] = {}
        self._author = Author("c")
        self._at = NOW - 10 * HOUR
        self._plant(fixed)

    # -- the events ---------------------------------------------------------------------------------------------------

    def _plant(self, fixed: bool) -> None:
        failure = self._open("failure_opened", self.body("failure_opened"))
        opened = self.body("opened", severity=2, failure=failure.subject.partition(":")[2])
        opened["found_at"] = iso(self._at)
        brk = self._open("opened", opened)
        self.subjects = {
            "break": brk.subject,
            "failure": failure.subject,
            "customer": f"customer:{name_key(opened['customer'])}",
            "board": "board:b",
        }
        for kind, (_, subjects) in BODIES.items():
            if kind not in ABOUT_OTHERS and kind not in ("opened", "failure_opened", "policy_set") and kind not in self._skip:
                for subject in subjects if kind in ("edited", "noted", "deadline_set", "written") else subjects[:1]:
                    self._write(kind, subject)
        if fixed:
            self._add("staged", "break", {"stage": "fixed"})
        self._add("amended", "break", {"event": self._made["noted"], "set": {"text": self.plant("amended", "set")}})
        moved = {"event": "0" * 32, "was_on": "break:x", "kind": "noted", "body": {"text": self.plant("moved_in", "body")}}
        self._add("moved_in", "break", {**moved, "actor": self.plant("moved_in", "actor")})
        note = self._add("noted", "break", {"text": self.plant("noted", "taken_back")})
        self._add("retracted", "break", {"event": note.hash, "reason": self.plant("retracted", "reason")})

    def _open(self, kind: str, body: Body) -> Event:
        self._author.actor = self.plant("actor", kind)
        event = self._author.open(kind, body, at=self._at)
        self._events.append(event)
        self._made[kind] = event.hash
        return event

    def _write(self, kind: str, subject: str) -> None:
        if kind == "person_edited":
            name = (
                self.plant("edited", "break.contact_name") if "edited" not in self._skip else self.plant("opened", "contact_name")
            )
            self._add(kind, subject, {"person": name, "set": self._set("person")})
        elif kind == "person_removed":
            self._add(kind, subject, {"person": self.plant(kind, "person")})
        elif kind == "restitution_moved":
            self._add(kind, subject, self.body(kind, state=self._choose(("approved", "issued"))))
        elif kind == "staged":
            self._add(kind, subject, self.body(kind, stage="contained"))
        else:
            self._add(kind, subject, self.body(kind, about=subject))

    def _add(self, kind: str, subject: str, body: Body) -> Event:
        self._at += MINUTE
        self._author.actor = self.plant("actor", f"{kind}.{subject}")
        event = self._author.write(self.subjects[subject], kind, body, at=self._at, seen=self._events)
        self._events.append(event)
        self._made.setdefault(kind, event.hash)
        return event

    # -- their bodies -------------------------------------------------------------------------------------------------

    def plant(self, kind: str, field: str) -> str:
        """A token for a field, noted."""
        name = f"{kind}.{field}"
        if name in self._skip:
            return ""
        found = token(kind, field.replace(".", ""))
        self.tokens[found] = name
        return found

    def _amount(self, name: str) -> dict[str, str]:
        self._figure += 1
        self.tokens[f"{self._figure:,}"] = self.tokens[str(self._figure)] = name
        return {"amount": f"{self._figure}.00", "currency": "EUR"}

    def body(self, kind: str, about: str = "", **given: Any) -> Body:
        """A body of a kind with every field that it has."""
        hints = get_type_hints(BODIES[kind][0], include_extras=True)
        where = f"{about}." if kind in ("edited", "noted", "deadline_set", "written") else ""
        return {name: given[name] if name in given else self._value(kind, name, hint, where) for name, hint in hints.items()}

    def _value(self, kind: str, name: str, hint: Any, where: str) -> Any:
        if get_origin(hint) is NotRequired:
            hint = get_args(hint)[0]
        if get_origin(hint) is Literal:
            return self._choose(get_args(hint))
        if hint is Amount:
            return self._amount(f"{kind}.{name}")
        if name == "set":
            return self._set({"customer_edited": "customer"}.get(kind, where.rstrip(".")))
        if hint is int:
            return {"count": 10, "corrected": 5, "severity": 2}.get(name, 1)
        if hint is bool:
            return kind != "remedy_proposed"
        if name in REFERENCES:
            kinds = {"promise": "promised", "mark": "public_marked", "call": "call_begun", "offer": "handover_offered"}
            made = ("proposed", "raised", "set", "planned")
            return self._made.get(kinds.get(name, ""), "") or next(
                (self._made[f"{name}_{end}"] for end in made if f"{name}_{end}" in self._made), ""
            )
        if name.endswith("_at") or name in _TIMES:
            return iso(NOW + HOUR)
        planted = self.plant(kind, f"{where}{name}")
        return [planted] if get_origin(hint) is list else planted

    def _set(self, about: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        kind = {"break": "edited", "failure": "edited"}.get(about, f"{about}_edited")
        for name in SET_FIELDS[about]:
            if name in _WORDS:
                found[name] = _WORDS[name]
            elif name in _TIMES or name.endswith("_at"):
                found[name] = iso(self._at)
            elif name == "value":
                found[name] = self._amount(f"{kind}.{about}.value")
            elif name in ("affected", "corrected"):
                found[name] = 7
            elif name == "voice_only":
                found[name] = True
            else:
                found[name] = self.plant(kind, f"{about}.{name}" if kind == "edited" else name)
        found.pop("acknowledged_until", None)
        return found

    # -- what it is ---------------------------------------------------------------------------------------------------

    def case(self, **settings: str) -> Case:
        """The break with all around it."""
        of = {name: [event for event in self._events if event.subject == subject] for name, subject in self.subjects.items()}
        board = fold_board("b", of["board"])
        customer = fold_customer(self.subjects["customer"].partition(":")[2], of["customer"])
        brk = fold_break(self.subjects["break"].partition(":")[2], of["break"])
        failure = fold_failure(self.subjects["failure"].partition(":")[2], of["failure"])
        return Case(brk, failure, customer, board, policy_of(tuple(settings.items())))

    def found_in(self, text: str) -> set[str]:
        """The fields whose tokens stand in a text."""
        low = text.lower()
        return {name for planted, name in self.tokens.items() if planted and planted in low}
