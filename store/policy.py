"""The team's policy: what it says until the team changes it, and how its settings are written and read.

A setting is `name` or `name.SEVERITY`, with its value as text: `cadence.1 = "30m for 2h, then 1h"`. The settings are
events of the board, so that everyone sees the same order. docs/configuration.md lists them (held equal by a test).
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from store.errors import BadInput
from store.holiday_dates import closed_days
from store.money import DIGITS
from store.setting_words import asked_at_closing, daily_hours, is_off, kind_of_time, waited_for
from store.spans import Span, parse_length, parse_span, span_text
from store.text import TEXT_LIMIT, one_line, quoted
from store.words import CHANNELS, FOLLOWUP_CHANNELS
from store.worktime import Hours, parse_days, parse_slots
from store.zones import zone_name


class Cadence(NamedTuple):
    """How long a customer may go without a real contact: a first interval for some time, then another."""

    then: Span
    first: Span | None = None
    first_for: int = 0
    """How long `first` holds, in ms since we knew (or since the severity changed)."""


class Policy(NamedTuple):
    """What is in force. A tuple has one value for each severity, 1 to 4; None switches the rule off."""

    first_word: tuple[Span | None, ...]
    cadence: tuple[Cadence, ...]
    night: tuple[bool, ...]
    """Whether the contact clock counts outside the customer's hours."""
    contact_warning: tuple[Span | None, ...]
    promise_warning: tuple[Span | None, ...]
    retry: tuple[Span | None, ...]
    deputy_after: tuple[int, ...]
    unanswered: tuple[Span | None, ...]
    untouched: tuple[Span | None, ...]
    chance_firm: tuple[int, ...]
    chance_window: tuple[int, ...]
    approval: tuple[Decimal | None, ...]
    """Amount, in the board's currency, up to which amends need no approval."""
    amends_within: tuple[Span | None, ...]
    issued_within: tuple[Span | None, ...]
    nudge: tuple[Span | None, ...]
    """How long a blocker may stand before it is asked about again."""
    followups: tuple[tuple[tuple[str, int], ...], ...]
    """(channel, ms after the fix) of each follow-up."""
    watch: tuple[int, ...]
    """ms after closing."""
    check_ins: tuple[tuple[int, ...], ...]
    """ms after closing, each."""
    closing: tuple[str, ...]
    """What closing asks for: `letter and debrief`, `letter`, `mail`, `nothing`."""
    playbook: tuple[str, ...]
    resets: tuple[str, ...]
    """Channels whose written word resets the contact clock."""
    attempt_resets: bool
    currency: str
    hours: Hours
    handover_within: int
    bell: int
    """Highest severity number that rings."""
    owner_statistics: bool
    their_hours: tuple[tuple[int, int], ...]
    """Hours (minutes of the day) of a customer whose card names a zone only; empty: always."""
    fix_hours: tuple[str, ...]
    """What the fix clock counts: `elapsed` or `working` time."""
    fix_pauses: tuple[str, ...]
    """For whom we wait while the fix clock is paused."""


class Setting(NamedTuple):
    """How one setting is written."""

    name: str
    about: str
    defaults: tuple[str, ...]
    """Four values, one for each severity, or a single one."""
    parse: Callable[[str], Any]


def parse_cadence(text: str) -> Cadence:
    """A cadence as typed: `2h`, `8wh`, or `30m for 2h, then 1h`. Raises BadInput."""
    words = " ".join(text.lower().replace(", then", ",").split())
    head, comma, then = words.partition(",")
    if not comma:
        return Cadence(parse_span(words, "cadence"))
    first, found, first_for = head.partition(" for ")
    if not found:
        raise BadInput("cadence", f"{quoted(text)} is no cadence", "write it as 2h, 8wh or “30m for 2h, then 1h”")
    return Cadence(parse_span(then, "cadence"), parse_span(first, "cadence"), parse_length(first_for, "cadence"))


def cadence_text(cadence: Cadence) -> str:
    """A cadence as `parse_cadence` takes it."""
    if cadence.first is None:
        return span_text(cadence.then)
    return f"{span_text(cadence.first)} for {span_text(Span(cadence.first_for))}, then {span_text(cadence.then)}"


def _span_or_off(text: str) -> Span | None:
    return None if is_off(text) else parse_span(text, "value")


def _whole(text: str) -> int:
    if not text.strip().isdigit() or not text.isascii() or len(text.strip()) > 6:
        raise BadInput("value", f"{quoted(text)} is no whole number", "write it in digits, as 3")
    return int(text)


def _percent(text: str) -> int:
    value = _whole(text.strip().rstrip("%"))
    if value > 100:
        raise BadInput("value", f"{value} is more than 100 %", "write a chance from 0 to 100")
    return value


def _limit(text: str) -> Decimal | None:
    if is_off(text):
        return None
    plain = text.strip().replace(",", "")
    if not plain.replace(".", "", 1).isdigit() or not plain.isascii() or len(plain) > 14:
        raise BadInput("value", f"{quoted(text)} is no amount", "write it in digits, as 500, or off for no limit")
    return Decimal(plain)


def _yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("yes", "no", "on", "off", "true", "false", "always", "never"):
        raise BadInput("value", f"{quoted(text)} is neither yes nor no", "write yes or no")
    return word in ("yes", "on", "true", "always")


def parse_followups(text: str) -> tuple[tuple[str, int], ...]:
    """Follow-ups as typed, `mail 2d, call 5d`: (channel, ms after the fix) of each. Raises BadInput."""
    found = []
    for part in () if is_off(text) else text.lower().split(","):
        channel, _, after = part.strip().partition(" ")
        if channel not in FOLLOWUP_CHANNELS:
            raise BadInput("value", f"{quoted(part)} is no follow-up", "write them as “mail 2d, call 5d”, or none")
        found.append((channel, parse_length(after, "value")))
    return tuple(found)


def _lengths(text: str) -> tuple[int, ...]:
    return () if is_off(text) else tuple(parse_length(part, "value") for part in text.split(","))


def _length_or_off(text: str) -> int:
    return 0 if is_off(text) else parse_length(text, "value")


def _name(text: str) -> str:
    return one_line(text, 80)


def _channels(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in ("" if is_off(text) else text).split(",") if part.strip())
    for channel in found:
        if channel not in CHANNELS:
            raise BadInput("value", f"{quoted(channel)} is no channel", "choose from " + ", ".join(CHANNELS))
    return found


def _currency(text: str) -> str:
    code = text.strip().upper()
    if code not in DIGITS:
        raise BadInput("value", f"{code} is no currency that we know", "use its three-letter ISO 4217 code, as EUR or USD")
    return code


SETTINGS: tuple[Setting, ...] = (
    Setting("first_word", "first word to the customer after we knew, else alarm", ("10m", "20m", "2h", "1wd"), _span_or_off),
    Setting("cadence", "longest time without a real contact", ("30m for 2h, then 1h", "2h", "8wh", "2wd"), parse_cadence),
    Setting("night", "whether the contact clock counts outside the customer's hours", ("yes", "no", "no", "no"), _yes),
    Setting("contact_warning", "warning before a contact is due", ("10m", "20m", "1h", "4h"), _span_or_off),
    Setting("promise_warning", "warning before a promise is due", ("30m", "45m", "2h", "1d"), _span_or_off),
    Setting("retry", "next attempt after an attempt", ("10m", "20m", "2h", "1d"), _span_or_off),
    Setting("deputy_after", "attempts after which the deputy is tried", ("2", "3", "3", "0"), _whole),
    Setting("unanswered", "longest time that a customer's word waits for an answer", ("10m", "20m", "2h", "1wd"), _span_or_off),
    Setting("untouched", "a break that nobody touched goes to the manager", ("15m", "45m", "1wd", "3wd"), _span_or_off),
    Setting("chance_firm", "chance in % under which a firm promise draws a warning", ("90", "85", "80", "80"), _percent),
    Setting("chance_window", "chance in % under which a window draws a warning", ("80", "80", "70", "70"), _percent),
    Setting("approval", "amends up to this amount need no approval (board's currency)", ("500", "250", "100", "50"), _limit),
    Setting("amends_within", "amends are proposed within", ("24h", "48h", "5d", "off"), _span_or_off),
    Setting("issued_within", "amends are issued within, after approval", ("3wd", "5wd", "10wd", "10wd"), _span_or_off),
    Setting("nudge", "a blocker in our own house is asked about again after", ("30m", "2h", "1wd", "2wd"), _span_or_off),
    Setting("followups", "follow-ups after the fix", ("mail 2d, call 5d", "mail 3d, call 7d", "mail 5d", "none"), parse_followups),
    Setting("watch", "watch period after closing", ("90d", "45d", "14d", "none"), _length_or_off),
    Setting("check_ins", "check-ins in the watch period", ("14d, 45d, 90d", "14d, 45d", "none", "none"), _lengths),
    Setting("closing", "what closing asks for", ("letter and debrief", "letter and debrief", "mail", "nothing"), asked_at_closing),
    Setting("playbook", "the playbook of a new break", ("recovery", "recovery", "short", "short"), _name),
    Setting("resets", "channels whose written word resets the contact clock", ("mail, letter, sms, portal, social",), _channels),
    Setting("attempt_resets", "whether an attempt resets the contact clock", ("no",), _yes),
    Setting("currency", "the board's currency", ("EUR",), _currency),
    Setting("zone", "our time zone", ("UTC",), lambda text: zone_name(text.strip(), "value")),
    Setting("days", "our working days", ("mon-fri",), lambda text: parse_days(text, "value")),
    Setting("hours", "our working hours", ("9-17",), lambda text: parse_slots(text, "value")),
    Setting("holidays", "days on which we do not work: dates, countries or parts of them", ("none",), closed_days),
    Setting("handover_within", "a hand-over not accepted by then is loud", ("15m",), _length_or_off),
    Setting("bell", "highest severity number that rings", ("2",), _whole),
    Setting("owner_statistics", "statistics by owner", ("off",), _yes),
    Setting("their_hours", "when a customer can be called whose card names a zone and no hours", ("7-22",), daily_hours),
    Setting(
        "fix_hours",
        "what the fix clock counts: elapsed or working time",
        ("elapsed", "elapsed", "working", "working"),
        kind_of_time,
    ),
    Setting("fix_pauses", "for whom we wait while the fix clock is paused", ("supplier, customer",), waited_for),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def split_key(key: str) -> tuple[Setting, int | None]:
    """The setting that a key names and its severity (None: all, or a setting without severities). Raises BadInput."""
    name, dot, severity = key.strip().lower().replace("-", "_").partition(".")
    setting = BY_NAME.get(name)
    if setting is None:
        raise BadInput("key", f"{quoted(key)} is no setting of the policy", "`warroom policy` lists them")
    if not dot:
        return setting, None
    if len(setting.defaults) == 1 or severity not in ("1", "2", "3", "4"):
        form = "has no severities" if len(setting.defaults) == 1 else "takes a severity from 1 to 4"
        raise BadInput(
            "key", f"“{setting.name}” {form}", f"write {setting.name}=… " + ("" if len(setting.defaults) == 1 else "or cadence.1=…")
        )
    return setting, int(severity)


def checked(key: str, value: str) -> dict[str, str]:
    """The settings that one typed `key=value` means, each under its full key, its value checked. Raises BadInput."""
    setting, severity = split_key(key)
    value = one_line(value, limit=1 << 30)
    try:
        if not value:
            raise BadInput("value", "there is no value", "an empty one goes back to the default")
        if len(value) > TEXT_LIMIT:
            raise BadInput("value", f"the value is {len(value):,} characters long", f"keep it under {TEXT_LIMIT:,}")
        setting.parse(value)
    except BadInput as error:
        raise BadInput(key, f"{key}: {error.title}", error.next_step) from None
    if len(setting.defaults) == 1:
        return {setting.name: value}
    return {f"{setting.name}.{number}": value for number in ((severity,) if severity else (1, 2, 3, 4))}


def in_force(settings: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Every setting, full key → text, the team's own where it has set one that can be read."""
    written = dict(settings)
    found = {}
    for setting in SETTINGS:
        for number, default in enumerate(setting.defaults, 1):
            key = setting.name if len(setting.defaults) == 1 else f"{setting.name}.{number}"
            found[key] = written[key] if key in written and _readable(setting, written[key]) else default
    return found


def _readable(setting: Setting, text: str) -> bool:
    try:
        setting.parse(text)
    except (BadInput, ValueError, ArithmeticError):
        return False
    return True


def policy_of(settings: Iterable[tuple[str, str]] = ()) -> Policy:
    """The policy that a board's settings make; a setting that can't be read counts as not set (the fold is total)."""
    texts = in_force(settings)
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        if len(setting.defaults) == 1:
            values[setting.name] = setting.parse(texts[setting.name])
        else:
            values[setting.name] = tuple(setting.parse(texts[f"{setting.name}.{number}"]) for number in (1, 2, 3, 4))
    hours = Hours(values.pop("hours"), values.pop("days"), values.pop("zone"), values.pop("holidays"))
    return Policy(hours=hours, **values)
