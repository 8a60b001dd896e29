"""What the board shows at 80, 120 and 200 columns, empty, full, and full of hostile texts."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from store.actions import amends, contacts, customers, stages
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import act, opened, plain_break, rich_break
from tests.warroom.desk import Desk
from tests.warroom.hostile import FORBIDDEN, HOSTILE, TEXTS, hostile_break
from tests.warroom.screens.conftest import HeardApp, LiveDesk, OpenDesk
from tests.warroom.screens.opened import settled

SIZES = [(80, 24), (120, 40), (200, 50)]
HEADINGS = {
    80: ["ID", "SEV", "CUSTOMER", "LAST CONTACT", "PROMISED"],
    120: ["ID", "SEV", "CUSTOMER", "WHAT BROKE", "STAGE", "WHO", "LAST CONTACT", "PROMISED", "OWED", "STEPS"],
    200: ["ID", "SEV", "CUSTOMER", "WHAT BROKE", "STAGE", "WHO", "LAST CONTACT", "PROMISED", "OWED", "STEPS", "NEXT"],
}


def assert_fits(text: str, size: tuple[int, int]) -> None:
    """No line is wider than the screen, and there are no more of them."""
    lines = text.split("\n")
    assert len(lines) == size[1]
    assert max(cell_len(line) for line in lines) <= size[0]


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_has_header_columns_and_key_bar(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    rich_break(replica, clock)
    plain_break(replica)
    async with open_desk(size=size) as desk:
        assert_fits(desk.text, size)
        lines = desk.text.splitlines()
        assert "2 open" in lines[0]
        assert lines[0].rstrip().endswith("ana  local  14:32:07")
        assert [word for word in HEADINGS[200] if f" {word} " in f"{lines[2]} "] == HEADINGS[size[0]]
        (acme,) = (line for line in lines[3:] if line[1:].lstrip().startswith(desk.spoken("Acme")))
        assert "Acme Freight" in acme
        assert "ben" in acme or size[0] == 80
        assert ("Label API d" in acme) == ("WHAT BROKE" in lines[2])
        about, action = lines[-3:-1] if size[0] > 80 else ("", lines[-3])
        assert about.startswith(" Acme Freight · Label API down") or size[0] == 80
        assert action.startswith(" next for ")
        assert action.endswith("starts it") or size[0] < 200
        assert lines[-1].strip().startswith("c contact  p promise  f fixed  s stage  r amends  k call  d detail  ? help")


@pytest.mark.parametrize("size", SIZES)
async def test_no_time_is_cut_in_the_last_contact(replica: Replica, open_desk: OpenDesk, size: tuple[int, int]) -> None:
    for name, next_ in (("Alder", "in 23h50m"), ("Birch", "in 3d"), ("Cedar", "")):
        id_ = opened(replica, name, "No power", severity=1)
        act(replica, lambda tx, id_=id_, next_=next_: contacts.log_contact(tx, [id_], "call", next_=next_))  # type: ignore[misc]
    act(replica, lambda tx: customers.edit_customer(tx, "Cedar", silence_until="tomorrow 22:27"))
    async with open_desk(size=size) as desk:
        await desk.tick(11 * MINUTE)
        shown = {name: next(line for line in desk.text.splitlines()[3:] if name in line) for name in ("Alder", "Birch", "Cedar")}
        assert "11 m · next in 23 h 39" in shown["Alder"]
        assert "11 m · next in 2 d 23 h" in shown["Birch"] or ("11 m · in 2 d 23 h" in shown["Birch"] and size[0] < 160)
        assert "silent to Fri 22:27" in shown["Cedar"]


async def test_at_eighty_columns_the_next_action_says_what_to_tell(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Acme Freight", "Label API down", severity=1, owner="ana", contact_name="Mary Osei")
    card, people = {"zone": "Europe/London"}, {"phone": "+44 20 7946 0018"}
    act(replica, lambda tx: customers.edit_customer(tx, "Acme Freight", card=card, person="Mary Osei", about_person=people))
    async with open_desk(size=(80, 24)) as desk:
        *_, first, second, _ = desk.text.splitlines()
        action = "ana: Call Mary Osei +44 20 7946 0018 (13:32 there): tell Mary before they find it, and own it"
        assert first.startswith(f" next for {desk.spoken('Acme')} ana: Call Mary Osei")
        assert f"{action} · due 14:42 │ Label API down" in " ".join(f"{first} {second}".split())
    async with open_desk(size=(140, 24)) as desk:
        *_, first, second, _ = desk.text.splitlines()
        assert first.startswith(" Acme Freight · Label API down  ")
        assert first.endswith("recovery 0/14 · Enter or c starts it")
        assert second.strip().endswith(f"{action} · due 14:42")
    async with open_desk(size=(200, 50)) as desk:
        assert "due 14:42 · Call Mary Osei" in next(line for line in desk.text.splitlines()[3:] if "Acme Freight" in line)


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_board_says_how_to_begin(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    async with open_desk(size=size) as desk:
        await desk.worked_off()
        assert_fits(desk.text, size)
        assert "Nothing is open.  n opens the first break; warroom demo shows a living board." in desk.text
        for key in ("down", "end", "space", "enter", "d", "right", "left", "Y", "pagedown", "full_stop", "escape"):
            await desk.do(key)
        assert "0 open" in desk.text


async def test_a_board_whose_breaks_are_all_closed_does_not_speak_of_a_first_one(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Alder", "No power")
    act(replica, lambda tx: stages.set_stage(tx, id_, "closed", "over"))
    async with open_desk(size=(80, 24)) as desk:
        await desk.worked_off()
        assert "Nothing is open.  n opens a break; 2 shows follow-ups, 3 what is closed." in desk.text
        await desk.do("3")
        assert "Nothing" not in desk.text


async def test_the_header_keeps_what_waits_and_who_you_are_where_there_is_no_room(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    rich_break(replica, clock)
    for currency in ("USD", "CHF", "GBP"):
        id_ = opened(replica, f"In {currency}", "Overcharged", severity=1)
        act(replica, lambda tx, id_=id_, currency=currency: amends.owe(tx, id_, "credit", f"1200 {currency}"))  # type: ignore[misc]
    clock.advance(30 * MINUTE)
    async with open_desk(size=(80, 24)) as desk:
        await desk.select("In USD")
        await desk.do("t")
        await desk.form("note")
        opened(replica, "Elm", "Everything", "ben", severity=1)
        await desk.tick()
        header = desk.text.splitlines()[0]
        assert cell_len(header) <= 80
        assert "order held, 1 new" in header
        assert "local" in header
        assert "5 open  4 overdue" in header


async def test_the_header_shows_the_sums_that_fit(replica: Replica, open_desk: OpenDesk) -> None:
    for currency in ("USD", "CHF", "GBP", "SEK", "NOK", "DKK", "PLN"):
        id_ = opened(replica, f"In {currency}", "Overcharged", severity=1)
        act(replica, lambda tx, id_=id_, currency=currency: amends.owe(tx, id_, "credit", f"1200 {currency}"))  # type: ignore[misc]
    sums = ["1,200 CHF", "1,200 DKK", "£1,200", "1,200 NOK", "1,200 PLN", "1,200 SEK", "$1,200"]
    for width, fit in ((80, 2), (120, 5), (200, 7)):
        async with open_desk(size=(width, 24)) as desk:
            header = desk.text.splitlines()[0]
            assert [one for one in sums if one in header] == sums[:fit], header
            assert (f" {sums[fit - 1]} +{len(sums) - fit}  " in header) == (0 < fit < len(sums)), header


CASES = [*((HOSTILE, size) for size in (*SIZES, (30, 8))), *((text, (80, 24)) for text in TEXTS)]


@pytest.mark.parametrize(("text", "size"), CASES, ids=[f"{text[:12]!a} {size[0]}" for text, size in CASES])
async def test_a_board_of_hostile_breaks_is_shown_clean(desk: Desk, text: str, size: tuple[int, int]) -> None:
    first = hostile_break(desk, text)
    for _ in range(2):
        desk.clock.advance(MINUTE)
        hostile_break(desk, f"{text[:30]} {text}")
    desk.do(lambda tx: tx.add(f"board:{desk.replica.board_id}", "board_named", {"name": text[:3000]}))
    desk.do(lambda tx: tx.add(tx.cases.brk(first).failure and f"break:{first}", "noted", {"text": text}))
    app = HeardApp(desk.live)
    async with app.run_test(size=size, notifications=True) as pilot:
        live = LiveDesk(app, pilot, desk.replica, desk.clock)
        await settled(pilot)
        shown = [live.text]
        for keys in (
            ["down"],
            ["space"],
            ["space"],
            ["c"],
            ["escape"],
            ["u"],
            ["escape"],
            ["escape"],
            ["Y"],
            ["slash", *"red"],
            ["escape"],
            ["2"],
            ["1"],
        ):
            await live.do(*keys)
            shown.append(live.text)
        live.clock.advance(240 * MINUTE)
        await live.tick()
        shown += [live.text, *live.told, app.title, app.sub_title, app.clipboard.replace("\n", "")]
        assert [FORBIDDEN.findall(one) for one in shown] == [[]] * len(shown)
        for one in shown[:14]:
            assert_fits(one, size)
