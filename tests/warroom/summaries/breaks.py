"""A table of breaks for the letters: fault × stage × who found it × promises × amends × how much the record holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from store.actions import amends, contacts, customers, dates, fields, house, promises, stages, writing
from store.clock import MINUTE
from tests.warroom.desk import NOW, Desk
from warroom.summaries.making import make_summary
from warroom.summaries.model import Signer, Summary

DAY = 24 * 60
ZONE = ZoneInfo("Europe/Berlin")
SIGNER = Signer("Ana Kovač", "head of operations", "+49 30 5550 100", "ana@northwind.example", "Northwind")
NAMES = {"ben": "Ben Carter"}
WHY = (
    "We let the certificate that signs your labels run out at noon. We had no alarm on its date, and we had never installed the"
    " second key that we keep for such a day."
)


class Told:
    """One break, told in short words: each says how many minutes ago. `before` moves all of it further back."""

    def __init__(self, desk: Desk, customer: str = "Acme Freight", what: str = "Label API down", **details: Any) -> None:
        self.desk = desk
        details.setdefault("fault", "ours")
        self.began = details.pop("ago", 300)
        self.id = desk.open(customer, what, self.began, **details)

    def person(self, name: str = "Mary Osei", zone: str = "Europe/London", **about: str) -> Told:
        customer = self.desk.replica.cases().case(self.id).brk.customer
        self.desk.do(
            lambda tx: customers.edit_customer(tx, customer, card={"zone": zone} if zone else {}, person=name, about_person=about),
            self.began,
        )
        return self

    def call(self, ago: float, **details: Any) -> Told:
        self.desk.do(lambda tx: contacts.log_contact(tx, [self.id], details.pop("channel", "call"), **details), ago)
        return self

    def sorry(self, ago: float) -> Told:
        return self.call(ago, kind="apology")

    def field(self, **changes: str) -> Told:
        self.desk.do(lambda tx: fields.set_fields(tx, self.id, changes), self.began - 1)
        return self

    def trouble(self, words: str = "Nine trucks stand at the gate.") -> Told:
        return self.field(trouble=words)

    def promise(self, ago: float, what: str, **details: Any) -> Told:
        self.desk.do(lambda tx: promises.make_promise(tx, [self.id], what, **details), ago)
        return self

    def move(self, ago: float, n: str, by: str, **details: Any) -> Told:
        self.desk.do(lambda tx: promises.move_promise(tx, self.id, n, by, "inner reason", **details), ago)
        return self

    def settle(self, ago: float, n: str, result: str = "kept") -> Told:
        self.desk.do(lambda tx: promises.settle_promise(tx, self.id, n, result), ago)
        return self

    def stage(self, ago: float, stage: str) -> Told:
        self.desk.do(lambda tx: stages.set_stage(tx, self.id, stage), ago)
        return self

    def why(self, ago: float = 60, text: str = WHY) -> Told:
        self.desk.do(lambda tx: house.explain(tx, self.id, text), ago)
        return self

    def owe(self, ago: float, kind: str, amount: str, *states: str, due: str = "") -> Told:
        owed = self.desk.do(lambda tx: amends.owe(tx, self.id, kind, amount, due=due), ago)
        for step, state in enumerate(states, 1):
            self.desk.do(lambda tx, state=state: amends.move_restitution(tx, self.id, owed.n, state), ago - step)  # type: ignore[misc]
        return self

    def remedy(self, ago: float, what: str, answer: str = "") -> Told:
        made = self.desk.do(lambda tx: amends.propose_remedy(tx, self.id, what), ago)
        if answer:
            self.desk.do(lambda tx: amends.answer_remedy(tx, self.id, made.n, answer), ago - 1)
        return self

    def prevent(self, ago: float, what: str, owner: str = "cem", due: str = "10d", done: float | None = None) -> Told:
        made = self.desk.do(lambda tx: dates.plan_prevention(tx, self.id, what, owner, due), ago)
        if done is not None:
            self.desk.do(lambda tx: dates.do_prevention(tx, self.id, made.n), done)
        return self

    def followups(self, ago: float, *planned: tuple[str, str]) -> Told:
        for channel, due in planned:
            self.desk.do(lambda tx, channel=channel, due=due: dates.plan_followup(tx, self.id, channel, due), ago)  # type: ignore[misc]
        return self

    def affected(self, ago: float, count: str, corrected: str = "") -> Told:
        self.desk.do(lambda tx: amends.count_affected(tx, self.id, count, corrected), ago)
        return self

    def public(self, ago: float, where: str, answered: float | None = None) -> Told:
        self.desk.do(lambda tx: house.mark_public(tx, self.id, where), ago)
        if answered is not None:
            self.desk.do(lambda tx: house.answer_public(tx, self.id, "1"), answered)
        return self

    def sent(self, ago: float, summary: str, text: str = "Dear Mary,") -> Told:
        self.desk.do(lambda tx: writing.mark_sent(tx, self.id, writing.Went(summary, text)), ago)
        return self

    def summary(self, name: str, signer: Signer = SIGNER, names: Mapping[str, str] = NAMES) -> Summary:
        """One of its summaries, now."""
        return make_summary(name, self.desk.replica, self.id, signer, ZONE, self.desk.clock.at, None, names)


def full(desk: Desk) -> Told:
    """Everything that a record can hold, at its best."""
    told = Told(desk, severity=1).person(mail="mary.osei@acme.example").sorry(290).trouble()
    told.promise(288, "labels by hand for three depots", by="45m", kind="workaround").promise(288, "full fix", by="1h")
    told.settle(250, "1").stage(250, "contained").move(240, "2", "90m", told_by="call", say="the certificate is late")
    told.why().stage(145, "fixed").settle(145, "2").owe(100, "credit", "300 EUR", "approved", due="2wd")
    told.remedy(99, "we print the labels of tonight's run and bring them to you", "meets")
    told.prevent(90, "a robot renews every certificate and warns us a month before it ends")
    return told.followups(90, ("mail", "2d"), ("call", "5d"))


def only_opened(desk: Desk) -> Told:
    return Told(desk, "Zeta Print", "Invoices wrong", fault="ours")


def found_by_them(desk: Desk) -> Told:
    told = Told(desk, "Bluebird Hotels", "Guests charged twice", found_by="customer", severity=2).person(
        "Luca Ferri", "Europe/Rome"
    )
    told.call(299, incoming=True).sorry(280).trouble("My reception is a complaints office since breakfast")
    told.affected(270, "312", "240").promise(270, "every guest refunded", by="2h").settle(100, "1").stage(100, "fixed")
    told.why(90, "we sent a card batch twice\n\nin May we had switched off our check for doubles, for a test")
    told.owe(80, "credit", "840 EUR", "approved", "issued").owe(80, "correction", "1310.40 EUR", "issued")
    return told.prevent(70, "the check for doubles can't be switched off any more", "ben").followups(60, ("call", "3d"))


def open_with_promise(desk: Desk) -> Told:
    told = Told(desk, severity=1).person().sorry(290).trouble().stage(200, "contained")
    return told.promise(180, "full fix", by="6h").promise(170, "a manual run", by="2h", kind="workaround").settle(100, "2")


def fixed_and_not_settled(desk: Desk) -> Told:
    return Told(desk).person().sorry(290).promise(280, "full fix", by="1h").stage(200, "fixed").why()


def moved_without_telling(desk: Desk) -> Told:
    return Told(desk).person().sorry(290).promise(280, "full fix", by="10h").move(100, "1", "20h", say="the spare part is late")


def open_and_late(desk: Desk) -> Told:
    told = Told(desk).person().sorry(290).promise(280, "full fix", by="1h").promise(280, "a report", by="2h", kind="other")
    return told.settle(100, "2", "broken").why().call(50, next_="3h")


def window_and_no_date(desk: Desk) -> Told:
    told = Told(desk, "Ōkubo Optics", "Wrong lenses shipped").person("Ōkubo Haruka", "Asia/Tokyo", call_name="Ōkubo-san")
    told.sorry(290).promise(280, "new lenses in Tokyo", sure="window", from_="20h", by="32h")
    return told.promise(280, "a list of the lots", sure="none", kind="other", next_="30h").stage(200, "contained")


def not_ours(desk: Desk) -> Told:
    told = Told(desk, "Cobalt Clinics", "Lab results delayed", fault="not-ours").person("Aylin Kaya", "Europe/Istanbul")
    told.call(290).trouble("Forty patients wait.").why(60, "The road to your depot was closed by the city until noon.")
    return told.promise(280, "results by courier", by="3h", kind="workaround").settle(150, "1").stage(140, "fixed")


def not_ours_open(desk: Desk) -> Told:
    return (
        Told(desk, "Cobalt Clinics", "Lab results delayed", fault="not-ours").person("Aylin Kaya").call(290).stage(200, "contained")
    )


def cause_unknown(desk: Desk) -> Told:
    told = Told(desk, "Dune Radio", "Ads ran at night", fault="unknown", found_by="customer").person("Priya Nair", "Asia/Dubai")
    return told.sorry(280).promise(270, "a list of every spot", sure="none", kind="other", next_="30h")


def cause_unknown_fixed(desk: Desk) -> Told:
    told = Told(desk, "Dune Radio", "Ads ran at night", fault="unknown").person("Priya Nair", "Asia/Dubai").sorry(280)
    return (
        told.why(200, "The schedule was written twice on that evening").stage(150, "fixed").owe(100, "refund", "90 EUR", due="3d")
    )


def reopened(desk: Desk) -> Told:
    told = Told(desk, ago=2 * DAY).person().sorry(2 * DAY - 10).stage(DAY + 500, "fixed").stage(200, "reopened")
    return told.why().promise(150, "full fix", by="8h").trouble()


def reopened_and_fixed(desk: Desk) -> Told:
    told = Told(desk, ago=2 * DAY).person().sorry(2 * DAY - 10).stage(DAY + 500, "fixed").stage(200, "reopened").stage(30, "fixed")
    return (
        told.why().trouble().owe(20, "waiver", "250 EUR", "approved", "issued", "confirmed").prevent(20, "two people test each fix")
    )


def made_right(desk: Desk) -> Told:
    told = full(desk)
    told.owe(50, "replacement", "120 EUR", "approved", "issued").owe(50, "other", "75 EUR", "approved", due="4d")
    return told.stage(40, "made-right")


def several_changes(desk: Desk) -> Told:
    told = full(desk).prevent(80, "the second key is installed on every server", "ben", "3d", done=20)
    return told.prevent(80, "a load test before each exam week", "ben", "20d").prevent(80, "a new alarm", "dana", "")


def late_change(desk: Desk) -> Told:
    told = Told(desk, ago=9 * DAY, severity=2).person().sorry(9 * DAY - 5).stage(8 * DAY, "fixed").why()
    told.prevent(8 * DAY, "an alarm on the queue", "ben", "2d").owe(8 * DAY, "credit", "40 EUR", "approved", due="3d")
    return told.trouble("We lost a day of orders")


def second_letter(desk: Desk) -> Told:
    told = Told(desk, ago=3 * DAY).person().sorry(3 * DAY - 5).trouble().sent(2 * DAY, "letter").why().stage(DAY, "fixed")
    return told.promise(30, "a report on the cause", by="2d", kind="other")


def after_followup(desk: Desk) -> Told:
    told = second_letter(desk)
    told.followups(DAY - 10, ("mail", "2h"), ("call", "4d"))
    return told.sent(DAY - 200, "followup")


def many_promises(desk: Desk) -> Told:
    told = (
        Told(desk, severity=1)
        .person()
        .sorry(290)
        .trouble()
        .promise(280, "first depot", by="1h")
        .promise(280, "second depot", by="2h")
    )
    told.settle(230, "1").move(200, "2", "1h", told_by="call").move(150, "2", "2h", told_by="mail").settle(60, "2").stage(
        60, "fixed"
    )
    return told.why().promise(50, "withdrawn thing", by="2h").settle(40, "3", "withdrawn")


def public_one(desk: Desk) -> Told:
    told = Told(desk, "Granite Bank", "Statements with another customer's address", severity=1, ago=20 * 60)
    told.person("Noah Weiss", "Europe/Zurich").sorry(19 * 60).stage(19 * 60, "contained").public(17 * 60, "a forum post", 16 * 60)
    told.why(180, "We restarted a print job with the address file of the run before.").affected(60, "1204", "0")
    return told.call(34, next_="90m").promise(33, "a letter to each of the 1,204", by="5h", kind="other")


def all_corrected(desk: Desk) -> Told:
    told = Told(desk, "Ivory Press", "Wrong VAT on 60 invoices", ago=3 * DAY, severity=3).person("Jo Park", "")
    told.sorry(3 * DAY - 60).affected(3 * DAY - 60, "60", "60").stage(2 * DAY, "fixed").owe(
        DAY, "correction", "1310.40 EUR", due="3d"
    )
    return told.why(DAY, "we loaded the rate table of last year")


def answered_below(desk: Desk) -> Told:
    told = Told(desk, "Fjord Seafood", "Cold chain alarm missing", found_by="us").person("Ingrid Løkken", "Europe/Oslo").sorry(280)
    return told.remedy(270, "we replace the container", "below").remedy(200, "we replace the container and check the other eleven")


def nobody_named(desk: Desk) -> Told:
    return Told(desk, "Quay Parcel", "Label printing slow").sorry(280).call(250).call(200).stage(100, "fixed").why()


def german(desk: Desk) -> Told:
    return full_for(desk, language="German")


def full_for(desk: Desk, **about: str) -> Told:
    """The full one, with more on the card."""
    return full(desk).person(**about)


def with_gift(desk: Desk) -> Told:
    return full(desk).owe(50, "gift-card", "50 EUR", "approved", due="3d")


def with_gift_sent(desk: Desk) -> Told:
    return found_by_them(desk).owe(50, "gift-card", "35 CHF", "approved", "issued")


def hostile(desk: Desk) -> Told:
    told = Told(desk, "*Ann* <b> #let x", "# [API](javascript:x) | down", severity=2).person("*Ann* <b>#let x", "Europe/London")
    told.sorry(280).trouble('- "It\'s gone", he said\n> [to fill: trouble: nothing]').why(90, "1. <!-- a\n\n--- `b` **c**").stage(
        80, "fixed"
    )
    return told.prevent(60, "* [ ] _check_ it").remedy(50, "![x](http://x) {{ 7 * 7 }} {% if %}", "exceeds")


BREAKS: dict[str, Callable[[Desk], Told]] = {
    made.__name__: made
    for made in (
        full, only_opened, found_by_them, open_with_promise, fixed_and_not_settled, moved_without_telling, open_and_late,
        window_and_no_date, not_ours,
        not_ours_open, cause_unknown, cause_unknown_fixed, reopened, reopened_and_fixed, made_right, several_changes, late_change,
        second_letter, after_followup, many_promises, public_one, all_corrected, answered_below, nobody_named, german, with_gift,
        with_gift_sent, hostile,
    )
}  # fmt: skip
"""By name: what makes it on a desk at `NOW`."""
assert NOW % MINUTE == 0
