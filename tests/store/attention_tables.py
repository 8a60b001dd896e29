"""The tables of docs/attention.md, worked out by the code: the rules, the weights, what each contact does, the stages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.actions.stages import following
from store.attention import LATER, OVERDUE, SCORES, SEVERITY_BONUS, SOON, TODO, judge
from store.clock import MINUTE
from store.events import Body
from store.fold import fold_break
from store.next_action import next_action
from store.plan import plan_row
from store.policy import policy_of
from store.row import Row
from store.rules import RULES
from store.state import Customer, Failure, Person
from store.words import CHANNELS, DIRECTIONS, RESULTS, SETTABLE_STAGES, SEVERITIES, STAGES
from store.zones import iso
from tests.store.attending import clock_time
from tests.store.by_hand import NOW, Author, id_of
from tests.store.conftest import UTC

LEVELS = (OVERDUE, SOON, TODO, LATER)
AT = NOW + 20 * MINUTE
"""When the contact of the table happens; the customer was called at NOW."""


class Does(NamedTuple):
    """What one contact does to the contact clock."""

    resets: bool
    answers: bool
    starts_waiting: bool
    counts_attempt: bool


class Switch(NamedTuple):
    """Something that changes what contacts do."""

    name: str
    settings: tuple[tuple[str, str], ...] = ()
    voice_only: bool = False


PLAIN = Switch("")
SWITCHES = (
    Switch("`resets` without the channel", (("resets", "none"),)),
    Switch("a card that says voice only", voice_only=True),
    Switch("`attempt_resets=yes`", (("attempt_resets", "yes"),)),
)


def does(channel: str, direction: str, result: str, switch: Switch = PLAIN) -> Does:
    """What a contact does, found by folding it after a word of the customer's, and without one."""
    waiting = _row((("mail", "in", "wrote", NOW + 10 * MINUTE), (channel, direction, result, AT)), switch)
    alone = _row(((channel, direction, result, AT),), switch)
    return Does(alone.last_contact_at == AT, waiting.waiting_since is None, alone.waiting_since == AT, alone.attempts == 1)


def _row(contacts: Iterable[tuple[str, str, str, int]], switch: Switch) -> Row:
    author = Author("a")
    events = [author.open("opened", {"customer": "Acme", "what": "API", "failure": "F"})]
    for channel, direction, result, at in (("call", "out", "spoke", NOW), *contacts):
        body = {"channel": channel, "direction": direction, "result": result}
        events.append(author.write(events[0].subject, "contacted", body, seen=events, at=at))
    customer = Customer("acme", "Acme", voice_only=switch.voice_only)
    return plan_row(fold_break(id_of(events[0]), events), Failure("F"), customer, policy_of(switch.settings))


def attention_rules() -> Iterable[str]:
    """The rules, in the order in which they stand in the code."""
    yield "| rule | fires while | level | felt by | set by |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in RULES:
        felt = "the customer" if rule.weight == "customer" else "us"
        settings = ", ".join(f"`{name}`" for name in rule.settings.split())
        yield f"| `{rule.name}` | {rule.when} | {rule.rises} | {felt} | {settings} |"


def attention_urgency() -> Iterable[str]:
    """The urgency of a break by its most urgent need and its severity."""
    yield "| most urgent need | felt by | severity 1 | 2 | 3 | 4 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for level in LEVELS:
        for is_house, felt in ((False, "the customer"), (True, "us")):
            cells = " | ".join(str(SCORES[is_house][level] + SEVERITY_BONUS[severity]) for severity in SEVERITIES)
            yield f"| {level} | {felt} | {cells} |"


def contact_table() -> Iterable[str]:
    """Channel × direction × result → what it does, channels that do the same in one line."""
    yield "| direction | result | channel | resets the clock | answers what waits | starts waiting | counts as an attempt |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for direction in DIRECTIONS:
        for result in RESULTS:
            groups: dict[tuple[str, ...], list[str]] = {}
            for channel in CHANNELS:
                groups.setdefault(_cells(channel, direction, result), []).append(channel)
            for cells, channels in groups.items():
                yield f"| {direction} | {result} | {', '.join(channels)} | {' | '.join(cells)} |"


def _cells(channel: str, direction: str, result: str) -> tuple[str, ...]:
    plain = does(channel, direction, result)
    cells = []
    for name, value in plain._asdict().items():
        others = [switch.name for switch in SWITCHES if getattr(does(channel, direction, result, switch), name) != value]
        word = "**yes**" if value else "no"
        cells.append(word + "".join(f"; {'no' if value else 'yes'} with {other}" for other in others))
    return tuple(cells)


def stage_table() -> Iterable[str]:
    """From each stage to each, by what the code allows."""
    yield "| from | " + " | ".join(SETTABLE_STAGES) + " |"
    yield "| --- |" + " --- |" * len(SETTABLE_STAGES)
    for stage in STAGES:
        can = following(stage)
        yield f"| {stage} | " + " | ".join("yes" if to in can else "–" for to in SETTABLE_STAGES) + " |"


CALL: Body = {"channel": "call", "direction": "out", "result": "spoke"}
STORY: tuple[tuple[int, str, tuple[tuple[str, Body], ...]], ...] = (
    (0, "Ana opens it: the label API is down for Acme, severity 1", ()),
    (10, "ten minutes later nobody has told them", ()),
    (12, "Ana rings, nobody answers", (("contacted", {**CALL, "result": "attempt"}),)),
    (22, "time to try again", ()),
    (24, "Mary answers; Ana owns it", (("contacted", {**CALL, "kind": "apology"}),)),
    (
        25,
        "and promises the fix by 11:30",
        (("promised", {"n": 1, "kind": "fix", "what": "full fix", "sure": "firm", "due_at": iso(NOW + 90 * MINUTE)}),),
    ),
    (40, "Mary writes a mail", (("contacted", {"channel": "mail", "direction": "in", "result": "wrote"}),)),
    (50, "ten minutes later it is not answered", ()),
    (
        52,
        "Ana calls: in touch again by 11:10",
        (
            ("contacted", CALL),
            ("promised", {"n": 2, "kind": "news", "what": "be in touch", "sure": "firm", "due_at": iso(NOW + 70 * MINUTE)}),
        ),
    ),
    (60, "ten minutes before that", ()),
    (70, "it is 11:10", ()),
    (71, "Ana calls; the promise is due in 19 minutes", (("contacted", CALL),)),
    (91, "half past eleven is over", ()),
)
"""A morning: (minutes after 10:00, what happens, the events that say so)."""


def attention_example() -> Iterable[str]:
    """A morning, minute by minute: what the board says right after each thing that happens."""
    yield "| time | what happens | the next word | urgency | next action |"
    yield "| --- | --- | --- | --- | --- |"
    author = Author("a")
    opening = {"customer": "Acme", "what": "label API down", "failure": "F", "severity": 1, "owner": "ana"}
    events = [author.open("opened", opening)]
    customer = Customer("acme", "Acme", people=(Person("Mary Osei", phone="+49 30 5550123"),))
    for minutes, happens, said in STORY:
        now = NOW + minutes * MINUTE
        for kind, body in said:
            events.append(author.write(events[0].subject, kind, body, seen=events, at=now))
        row = plan_row(fold_break(id_of(events[0]), events), Failure("F"), customer, policy_of())
        attention = judge(row, now)
        action = next_action(row, attention, now, UTC)
        word = f"{attention.contact_state}, due {clock_time(attention.contact_due_at)}"
        what = f"{action.who}: {action.what}" if action is not None else ""
        yield f"| {clock_time(now)} | {happens} | {word} | {attention.urgency} | {what} |"
