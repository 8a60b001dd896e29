"""What the folds of all subjects share: the ordered facts, field registers, numbered entries, what could not be applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from store.entries import Note
from store.events import Event
from store.fold.reading import Converter, line, text, whole
from store.order import Fact, is_newer, put_in_order
from store.register import Conflict, Registers
from store.state import Written
from store.text import one_line
from store.words import KINDS

Handler = Callable[[Fact], None]


class Fold:
    """Folds the events of one subject; a subclass says what each kind means in `handlers`."""

    fields: Mapping[str, Converter] = {}
    """The subject's plain fields: name → how to read a written value."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.ordered = put_in_order(events)
        self.registers = Registers()
        self.problems = list(self.ordered.problems)
        self.newer = sum(1 for event in self.ordered.events if is_newer(event) or event.kind not in KINDS)
        self.notes: list[Note] = []
        self.joined_into = ""

    def handlers(self) -> Mapping[str, Handler]:
        """Kind of event → the method that applies it."""
        return {}

    def run(self) -> None:
        """Applies every fact in order."""
        handlers = {"noted": self._noted, "joined": self._joined, **self.handlers()}
        for fact in self.ordered.facts:
            handler = handlers.get(fact.kind)
            if handler is not None:
                handler(fact)

    def write(self, field: str, value: object, fact: Fact, entry: str = "") -> None:
        """Writes a field of the subject, or of one of its entries."""
        self.registers.write((entry, field), value, fact)

    def write_set(self, fact: Fact) -> None:
        """Writes every field in the `set` of a body that we know; others stay in the record untouched."""
        changes = fact.body.get("set")
        for name, value in changes.items() if isinstance(changes, dict) else ():
            convert = self.fields.get(name)
            if convert is not None:
                self.write(name, convert(value), fact)

    def target(self, fact: Fact, key: str) -> str:
        """The hash of the entry that a body refers to under `key`; a twin's hash stands for its fact."""
        named = text(fact.body, key)
        return self.ordered.canonical.get(named, named)

    def missing(self, fact: Fact, what: str) -> None:
        """Records that an event is about something that is not here (yet)."""
        self.problems.append(f"event {fact.hash[:8]} ({fact.kind}) is about a {what} that is not here")

    def conflicts(self) -> tuple[Conflict, ...]:
        """Fields, of the subject and of corrected entries, that are in dispute."""
        return self.registers.conflicts() + self.ordered.registers.conflicts()

    def _noted(self, fact: Fact) -> None:
        self.notes.append(note(fact))

    def _joined(self, fact: Fact) -> None:
        self.joined_into = text(fact.body, "into")


def note(fact: Fact) -> Note:
    """The text of a note, an explanation or a lesson."""
    return Note(text(fact.body, "text"), fact.actor, fact.at, fact.hash)


def labels(numbered: Iterable[tuple[str, int]]) -> dict[str, str]:
    """The number that each entry is called by: `2`, or `2a` and `2b` where two were made apart with one number."""
    groups: dict[int, list[str]] = {}
    for key, n in numbered:
        groups.setdefault(n, []).append(key)
    found: dict[str, str] = {}
    for n, keys in groups.items():
        for index, key in enumerate(keys):
            found[key] = str(n) if len(keys) == 1 else f"{n}{chr(ord('a') + index % 26)}{index // 26 or ''}"
    return found


def written(fact: Fact) -> Written:
    """Something that went out, with its text whole."""
    body, rules = fact.body, fact.body.get("overrides")
    overrides = tuple(one_line(rule, 80) for rule in rules if isinstance(rule, str)) if isinstance(rules, list) else ()
    return Written(line(body, "summary"), line(body, "to"), whole(body, "text"), fact.at, fact.actor, fact.hash, overrides)
