"""The parts of a customer's screen as lines: card and people, breaks, what it comes to, amends, mood, notes."""

from __future__ import annotations

from collections.abc import Iterator

from store.attention import judge
from store.money import Money
from store.plan import call_name
from store.spans import length
from store.text import one_line
from store.when import distance
from store.zones import Zone, find_zone, wall
from warroom.customer_view import sums
from warroom.customer_view.content import CustomerBreak, CustomerView
from warroom.detail.words import aligned, count, paragraphs, quoted, said, stamp, time
from warroom.hours_text import hours_text
from widgets.panel_lines import PanelLine, Part, Parts

_LEAD = 10
_MOOD_TONES = {"calm": "fine", "upset": "soon", "furious": "overdue"}
_BARS = {"calm": "▂", "upset": "▅", "furious": "█"}
MOST_BARS = 24
"""Most moods that the summary draws."""
MOST_NOTES = 60
"""Most notes that are listed, the latest."""


def _line(name: str, label: str, *parts: Part, full: str = "") -> PanelLine:
    text = full or "".join(text for text, _ in parts)
    return PanelLine(f"{name}", parts, ((f"{label:<{_LEAD}} ", "dim"),), most=4, full=f"{label}: {text}")


def reach_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Their people, and how and when to reach them."""
    return (*_people(view), *_card(view, now, zone))


def _people(view: CustomerView) -> Iterator[PanelLine]:
    for person in view.card.people:
        use = call_name(person)
        say = f" (say {one_line(use, 30)})" if use != person.name.partition(" ")[0] else ""
        numbers = [one_line(person.phone, 40)] if person.phone else []
        numbers += [f"night {one_line(person.night, 40)}"] if person.night else []
        numbers += [one_line(person.mail, 60)] if person.mail else []
        more = [f"speaks {one_line(person.language, 30)}"] if person.language else []
        more += [f"deputy {_deputy(view, person.deputy)}"] if person.deputy else []
        under: list[Parts] = [((" · ".join(numbers), "strong"),)] if numbers else [(("no number yet", "soon"),)]
        under += [((" · ".join(more), "dim"),)] if more else []
        role = f", {one_line(person.role, 60)}" if person.role else ""
        yield PanelLine(
            f"person {person.name}", ((one_line(person.name, 60) + say, "strong"), (role, "plain")), under=tuple(under), most=2
        )


def _deputy(view: CustomerView, name: str) -> str:
    known = view.card.person(name)
    return " ".join(one_line(part, 40) for part in ((known.name, known.phone) if known else (name,)) if part)


def _card(view: CustomerView, now: int, zone: Zone) -> Iterator[PanelLine]:
    card = view.card
    if card.do_not_contact:
        yield _line("card barred", "✋", (f"do not contact: {said(card.do_not_contact)}", "overdue"))
    if card.silence_until is not None and card.silence_until > now:
        why = f": {said(card.silence_why)}" if card.silence_why else ""
        yield _line("card silence", "silence", (f"until {time(card.silence_until, now, zone)}, they asked{why}", "soon"))
    there = find_zone(card.zone)
    if there is not None:
        yield _line("card zone", "zone", (f"{card.zone}, {wall(now, there):%a %H:%M} there now", "plain"))
    if card.hours:
        yield _line("card hours", "hours", (hours_text(card.hours), "plain"))
    if card.channel:
        yield _line("card channel", "reach by", (card.channel, "plain"))
    if card.voice_only:
        yield _line("card voice", "counts", ("calls only: what we write resets nothing", "soon"))
    if card.cadence:
        yield _line("card cadence", "cadence", (card.cadence, "plain"))
    worth = sums.worth_of(view)
    yield _line("card worth", "worth", (str(worth), "strong") if worth is not None else ("nobody said", "dim"))
    for number, text in enumerate(sums.exposure(view)):
        yield _line(f"card exposure {number}", "exposure", (said(text), "soon"))


def reach_summary(view: CustomerView, now: int, zone: Zone) -> Parts:
    people = len(view.card.people)
    return ((count(people, "person", "people"), "dim"),) if people else (("nobody is named yet", "soon"),)


def break_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Every break: what, cause, severity, how it stands or ended."""
    stamps = aligned([stamp(one.row.opened_at, now, zone) for one in view.breaks])
    return tuple(_break(one, at, now, zone) for one, at in zip(view.breaks, stamps, strict=True))


def _break(one: CustomerBreak, at: str, now: int, zone: Zone) -> PanelLine:
    row, brk, gone = one.row, one.brk, one.row.view == "closed"
    tone = "dim" if gone else "overdue" if row.severity == 1 else "soon" if row.severity == 2 else "plain"
    repeat: Parts = ((" ↻ repeat", "soon"),) if one.repeat else ()
    cause = said(one.failure.cause) or "cause not known"
    under: list[Parts] = [((f"{cause} · {_ended(one, now, zone)}", "dim"),)]
    if not gone:
        needs = judge(row, now).needs
        if needs and needs[0].level in ("overdue", "soon"):
            under.append(((f"{'‼' if needs[0].level == 'overdue' else '!'} {needs[0].rule.replace('-', ' ')}", needs[0].level),))
    return PanelLine(
        key=f"break:{row.id}",
        lead=((f"{one.spoken:<5}", "plain" if gone else "key"), (f"sev {row.severity} ", tone), (f"{at} ", "dim")),
        body=((one_line(row.what, 200), "dim" if gone else "strong"), *repeat),
        tail=((row.stage, "dim" if gone else "plain"),),
        under=tuple(under),
        most=2,
        full=paragraphs(
            f"{one.spoken} · severity {row.severity} · opened {time(row.opened_at, now, zone)}",
            row.what,
            f"cause: {cause}",
            _ended(one, now, zone),
            brk.trouble,
        ),
    )


def _ended(one: CustomerBreak, now: int, zone: Zone) -> str:
    """How it stands, or how it ended."""
    brk, row = one.brk, one.row
    if brk.closed_at is None:
        return f"open for {length(max(0, now - brk.known_at))}, {one_line(row.owner, 30) or 'nobody'} owns it"
    took = f"closed {time(brk.closed_at, now, zone)} after {length(max(0, brk.closed_at - brk.known_at))}"
    again = f", reopened {brk.reopened}×" if brk.reopened else ""
    return f"{took}{again}, {brk.outcome or 'no outcome noted'}"


def break_summary(view: CustomerView, now: int, zone: Zone) -> Parts:
    live = sum(1 for one in view.breaks if one.row.view == "open")
    again = sums.repeats(view)
    repeats: Parts = ((f", {count(again, 'repeat')} ↻", "soon"),) if again else ()
    return ((f"{live} open", "plain" if live else "dim"), (f" of {len(view.breaks)}", "dim"), *repeats)


def figure_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Promises kept, contact, apologies, repeats."""
    return tuple(_figures(view, now, zone))


def _figures(view: CustomerView, now: int, zone: Zone) -> Iterator[PanelLine]:
    promises, news = sums.kept(view, now), sums.kept(view, now, news=True)
    still = f"; {promises.open} still open" if promises.open else ""
    if promises.of:
        tone = "fine" if promises.by_first == promises.of else "soon" if promises.by_last == promises.of else "overdue"
        text = f"{promises.by_last} of {promises.of} kept by the last date, {promises.by_first} by the first{still}"
        yield _line("figure promises", "promises", (text, tone))
    else:
        yield _line("figure promises", "promises", (f"none is over yet{still}", "dim"))
    if news.of:
        yield _line("figure news", "news", (f"{news.by_last} of {news.of} times in touch as we said", "plain"))
    last = sums.last_contact_at(view)
    heard = f"{time(last, now, zone)}, {distance(last, now)}" if last is not None else "never"
    yield _line("figure contact", "contact", (f"last one {heard}", "plain"))
    sorry = sums.apologies(view)
    if sorry:
        last_one = f"the last {time(sorry[0].at, now, zone)} by {one_line(sorry[0].actor, 30)}"
        text = f"{count(len(sorry), 'apology', 'apologies')}, {last_one}"
        live = {one.spoken for one in view.breaks if one.row.view == "open"}
        often = sum(1 for one in sorry if one.spoken in live)
        yield _line(
            "figure sorry", "apologies", (text, "soon" if often > 1 else "plain"), (f" ({one_line(sorry[0].spoken)})", "dim")
        )
    else:
        yield _line("figure sorry", "apologies", ("none so far", "dim"))
    again = sums.repeats(view)
    text = f"{again} of {len(view.breaks)} had hit them before" if again else "none: nothing hit them twice"
    yield _line("figure repeats", "repeats", (text, "overdue" if again else "dim"))


def no_summary(view: CustomerView, now: int, zone: Zone) -> Parts:
    return ()


def amends_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """What they were given for their trouble, by kind and currency; their own money apart."""
    lines = [_amends(one, "amends") for one in sums.amends(view)]
    share, worth = sums.share_of_worth(view), sums.worth_of(view)
    if lines and share is not None and worth is not None:
        others = [money for money in sums.given(view) if money.currency != worth.currency]
        apart = f"; {_money(others)} apart" if others else ""
        lines.append(_line("amends share", "of worth", (f"{share:.2f} % of {worth}{apart}", "plain")))
    back = sums.corrections(view)
    if back.given or back.pending:
        lines.append(_amends(back, "correction, no amends"))
    return tuple(lines)


def _amends(one: sums.Amends, what: str) -> PanelLine:
    parts: list[Part] = [(f"given {_money(one.given)}" if one.given else "nothing given yet", "strong" if one.given else "dim")]
    if one.pending:
        parts.append((f", pending {_money(one.pending)}", "soon"))
    if what != "amends":
        parts.append((" · their own money back, no amends", "dim"))
    return PanelLine(f"amends {one.kind}", tuple(parts), ((f"{one.kind:<{_LEAD}} ", "dim"),), most=2)


def _money(amounts: tuple[Money, ...] | list[Money]) -> str:
    return " · ".join(str(money) for money in amounts)


def amends_summary(view: CustomerView, now: int, zone: Zone) -> Parts:
    found = sums.given(view)
    return ((f"given {_money(found)}", "plain"),) if found else ()


def mood_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """How they sounded each time, with their words, the latest first."""
    found = sums.moods(view)
    stamps = aligned([stamp(one.at, now, zone) for one in found])
    return tuple(
        PanelLine(
            key=f"mood:{one.key}",
            lead=((f"{at} ", "dim"),),
            body=((f"{_BARS.get(one.mood, '·')} {one.mood}", _MOOD_TONES.get(one.mood, "plain")),),
            tail=((one.spoken, "dim"),),
            under=(words,) if (words := quoted(one.said)) else (),
            most=2,
            full=paragraphs(f"{one.mood}, {time(one.at, now, zone)} ({one.spoken})", one.said),
        )
        for one, at in zip(found, stamps, strict=True)
    )


def mood_summary(view: CustomerView, now: int, zone: Zone) -> Parts:
    """The moods in the order of time, as bars; the word says the last one."""
    found = sums.moods(view)[:MOST_BARS]
    if not found:
        return ()
    bars = tuple((_BARS.get(one.mood, "·"), _MOOD_TONES.get(one.mood, "plain")) for one in reversed(found))
    return (*bars, (f" {found[0].mood} last", _MOOD_TONES.get(found[0].mood, "plain")))


def note_lines(view: CustomerView, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """Notes on the customer and on their breaks, the latest first."""
    notes = [(note, "") for note in view.card.notes]
    notes += [(note, one.spoken) for one in view.breaks for note in one.brk.notes]
    found = sorted(notes, key=lambda pair: (pair[0].at, pair[0].key), reverse=True)[:MOST_NOTES]
    stamps = aligned([stamp(note.at, now, zone) for note, _ in found])
    return tuple(
        PanelLine(
            key=f"note:{note.key}",
            lead=((f"{at} ", "dim"),),
            body=((f"{one_line(note.actor, 20)}: ", "dim"), (said(note.text), "plain")),
            tail=((spoken, "dim"),) if spoken else (),
            full=paragraphs(f"note by {one_line(note.actor)} {time(note.at, now, zone)} {spoken}", note.text),
        )
        for (note, spoken), at in zip(found, stamps, strict=True)
    )
