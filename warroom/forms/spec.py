"""What a form is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.actions.receipt import Receipt
from store.events import Event
from store.policy import Policy, policy_of
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.state import Board
from store.zones import Zone, find_zone

if TYPE_CHECKING:
    from store.replica.around import Around
    from warroom.advisor.prepared import Prepared

Values = Mapping[str, str]
"""What was typed, by field; of a choice the chosen word, of several choices the words joined by commas."""

KINDS = (
    *("line", "prose", "lines", "time", "past", "instant", "money", "cost", "length", "cadence", "zone", "hours", "count"),
    *("break", "choice", "several", "fact"),
)
"""`prose` has several lines, `lines` is a list of one thing a line; a `cost` is money or a word for none; `time` lies ahead,
`past` behind, an `instant` anywhere; `break` is an id or a customer's name; a `fact` is only shown, and its value goes along."""


class FieldSpec(NamedTuple):
    """One field of a form. `name` is the field that a BadInput of the action names."""

    name: str
    label: str
    kind: str = "line"
    """One of `KINDS`."""
    value: str = ""
    """What stands in it at first."""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) of a choice."""
    hint: str = ""
    """What an empty field shows; of a fact, what it says."""
    shown_if: tuple[str, tuple[str, ...]] | None = None
    """The field is there only while another field has one of these values."""


class Subject(NamedTuple):
    """What a form is about: one break, several marked ones, or the board (no case), and who looks at it when and where."""

    case: Case | None
    ids: tuple[str, ...]
    """Full ids of the breaks."""
    customers: tuple[str, ...]
    spoken: tuple[str, ...]
    failure: str = ""
    """Spoken id of the failure that all these breaks belong to, where they are one failure's; else empty."""
    now: int = 0
    zone: Zone = None
    """The viewer's zone."""
    actor: str = ""
    board: Board | None = None
    events: tuple[Event, ...] = ()
    """The events of the break and its failure, for a form about one of them."""
    calling: tuple[str, int] | None = None
    """Who is calling the customer of a form about one break, and since when."""
    around: Around | None = None
    """How often the customer was apologised to and how the suppliers kept their dates, once it is read."""
    history: Prepared | None = None
    """What the team's history says of fixes, for a form that asks for it, once it is read."""

    @property
    def id(self) -> str:
        """The break of a form about one."""
        return self.ids[0]

    @property
    def one(self) -> Case:
        """The case of a form about one break."""
        assert self.case is not None
        return self.case

    @property
    def theirs(self) -> Zone:
        """The customer's zone; None when nobody knows it, or for several customers."""
        return find_zone(self.case.customer.zone) if self.case else None

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        if self.case is not None:
            return self.case.policy
        return policy_of(self.board.settings if self.board else ())


Fields = Callable[[Subject, Values], Sequence[FieldSpec]]
Save = Callable[[Transaction, Subject, Values], Sequence[Receipt]]


class Form(NamedTuple):
    """A form: its fields for a subject, and what saving does."""

    name: str
    title: str
    """The beginning of the title, before the customer: `Promise to`."""
    fields: Fields
    """Fields for a subject; the values are presets."""
    save: Save
    refuses: Callable[[Subject, Values], str] = lambda subject, presets: ""
    """Why the form does not apply to a subject (and presets); empty when it does."""
    notes: Callable[[Subject, Values], Mapping[str, str]] = lambda subject, values: {}
    """What is worth knowing about what was typed so far, by field; under "" what is not about one field."""
    writes: Callable[[Subject, Values], str] = lambda subject, values: ""
    """The summary that can be written over the form, as it stands, because it asks for it; empty for none."""
    several: bool = False
    """Whether it works on several marked breaks at once."""
    shared: bool = False
    """Whether what it writes belongs to the failure: on a failure's line it is entered once, for all its customers."""
    needs_break: bool = True
    asks_history: bool = False
    """Whether its notes use what the history says of fixes."""
    readable: bool = False
    """Whether there is something to read on it, so that it opens on a board that can't be written, too."""
    asks_around: bool = False
    """Whether its notes use what lies around the break: apologies to the customer, the suppliers' record."""
    for_them: tuple[str, ...] = ()
    """Fields of several words that the customer will read or hear as they stand: their tone is looked at."""


class Option(NamedTuple):
    """One verb: the key that chooses it, what it says, the form that it opens, with presets."""

    key: str
    label: str
    form: str
    presets: Values = {}  # noqa: RUF012 (never written to)


class Verbs(NamedTuple):
    """A key that offers several forms where there is a choice; with one option only it opens that one."""

    name: str
    title: str
    options: Callable[[Subject], Sequence[Option]]
    default: str
    """The form for several breaks."""
    needs_break: bool = True


def choices(words: Sequence[str], **labels: str) -> tuple[tuple[str, str], ...]:
    """A choice of words; a label may say more than the word (dashes of a word are underscores in its label's name)."""
    return tuple((word, labels.get(word.replace("-", "_"), word)) for word in words)


def when_field(presets: Values) -> FieldSpec:
    """The field that back-dates what a form writes."""
    return FieldSpec("at", "when", "past", presets.get("at", ""), hint="now")
