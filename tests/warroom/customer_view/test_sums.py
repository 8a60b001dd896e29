"""What a customer's breaks come to: promises by first and last date, amends by currency, apologies, moods; and reading it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from store.actions import amends, contacts, customers, promises
from store.actions.corrections import join
from store.clock import HOUR
from tests.warroom.desk import Desk
from warroom.customer_view import sums
from warroom.customer_view.content import CustomerView, view_of
from warroom.customer_view.everyone import having


def view(desk: Desk, name: str = "Acme Freight") -> CustomerView:
    """The customer as they stand now."""
    return view_of(desk.replica.db, desk.replica.cases(), name)


def test_promises_are_counted_by_the_first_date_and_by_the_last(desk: Desk) -> None:
    """Kept; moved and kept by the later date; late; withdrawn, which counts for nothing; still open."""
    id_ = desk.open(minutes_ago=600)
    for number in range(5):
        desk.do(partial(promises.make_promise, typed_ids=[id_], what=f"thing {number}", by="in 2h"), 500)
    desk.do(lambda tx: promises.settle_promise(tx, id_, "1", "kept"), 490)
    desk.do(lambda tx: promises.move_promise(tx, id_, "2", "in 4h", "parts", told_by="call"), 480)
    desk.do(lambda tx: promises.settle_promise(tx, id_, "2", "kept"), 300)
    desk.do(lambda tx: promises.settle_promise(tx, id_, "4", "withdrawn", "no need"), 300)
    desk.do(lambda tx: promises.make_promise(tx, [id_], "another", by="in 9h"), 10)
    now = desk.clock.now()
    assert sums.kept(view(desk), now) == sums.Kept(of=4, by_last=2, by_first=1, open=1)
    assert sums.kept(view(desk), now, news=True).of == 0
    desk.do(lambda tx: contacts.log_contact(tx, [id_], "call", next_="in 1h"), 300)
    desk.do(lambda tx: contacts.log_contact(tx, [id_], "call"), 270)
    assert sums.kept(view(desk), now, news=True) == sums.Kept(1, 1, 1, 0)


def test_amends_are_by_kind_and_currency_and_never_added(desk: Desk) -> None:
    one, two = desk.open(severity=1, value="50000 EUR"), desk.open(what="x", severity=1)
    for id_, kind, amount in (
        (one, "credit", "300 EUR"),
        (two, "credit", "200 EUR"),
        (two, "gift-card", "40 USD"),
        (two, "correction", "999 EUR"),
        (two, "refund", "10 EUR"),
    ):
        desk.do(partial(amends.owe, typed_id=id_, kind=kind, amount=amount))
    desk.do(lambda tx: amends.move_restitution(tx, one, "1", "issued"))
    desk.do(lambda tx: amends.move_restitution(tx, two, "1", "issued"))
    desk.do(lambda tx: amends.move_restitution(tx, two, "2", "approved", "Dana"))
    desk.do(lambda tx: amends.move_restitution(tx, two, "2", "issued"))
    desk.do(lambda tx: amends.move_restitution(tx, two, "3", "issued"))
    found = {line.kind: (list(map(str, line.given)), list(map(str, line.pending))) for line in sums.amends(view(desk))}
    assert found == {"credit": (["€500"], []), "gift-card": (["$40"], []), "refund": ([], ["€10"])}
    assert list(map(str, sums.corrections(view(desk)).given)) == ["€999"]
    assert list(map(str, sums.given(view(desk)))) == ["€500", "$40"]
    assert sums.share_of_worth(view(desk)) == Decimal(1)


def test_apologies_moods_and_the_last_contact_are_of_all_breaks(desk: Desk) -> None:
    one, two = desk.open(minutes_ago=600), desk.open(what="x", minutes_ago=600)
    desk.do(lambda tx: contacts.log_contact(tx, [one], "call", kind="apology", mood="furious", said="Again?"), 500)
    desk.do(lambda tx: contacts.log_contact(tx, [two], "call", kind="apology", mood="calm"), 100)
    desk.do(lambda tx: contacts.log_contact(tx, [two], "call", attempt=True, kind="apology"), 50)
    found = view(desk)
    assert [one.actor for one in sums.apologies(found)] == ["ana", "ana"]
    assert [mood.mood for mood in sums.moods(found)] == ["calm", "furious"]
    last = sums.last_contact_at(found)
    assert last is not None
    assert desk.clock.now() - last == 100 * 60_000
    assert sums.last_contact_at(view(desk, "Nobody")) is None


def test_joined_breaks_and_customers_are_one(desk: Desk) -> None:
    one, two, other = desk.open(), desk.open(what="x"), desk.open("Acme Ltd", "y")
    desk.do(lambda tx: contacts.log_contact(tx, [two], "call", mood="calm"))
    desk.do(lambda tx: join(tx, two, one))
    desk.do(lambda tx: customers.join_customers(tx, "Acme Ltd", "Acme Freight"))
    found = view(desk, "ACME LTD")
    assert found.name == "Acme Freight"
    assert {entry.row.id for entry in found.breaks} == {one, other}
    assert [mood.mood for mood in sums.moods(found)] == ["calm"]


async def test_it_is_read_in_one_awaited_call_and_the_list_in_one(desk: Desk) -> None:
    for number in range(4):
        desk.open(f"Customer {number}", minutes_ago=number * HOUR / 60_000)
    desk.open("Customer 2", "again", value="900 EUR")
    desk.do(lambda tx: customers.edit_customer(tx, "Elm", card={"zone": "UTC"}))
    reader = desk.live.reader
    before = reader.calls
    found = await reader.customer("customer 2")
    assert (reader.calls - before, found.name, len(found.breaks)) == (1, "Customer 2", 2)
    everyone = await reader.customers("EUR")
    assert reader.calls - before == 2
    assert [line.name for line in everyone] == ["Customer 2", "Customer 0", "Customer 1", "Customer 3", "Elm"]
    assert (everyone[0].open, everyone[0].worth, everyone[-1].breaks) == (2, "900.00", 0)
    assert [line.name for line in having(everyone, "3 CUST")] == ["Customer 3"]
