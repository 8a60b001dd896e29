"""The tone of what customers will read, said under the field in which it is typed; of notes for ourselves nothing is said."""

from __future__ import annotations

import pytest

from store.actions.contacts import log_contact
from store.actions.promises import make_promise
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, settled
from warroom.screens.form import FormScreen
from widgets.form_field import FormField

HEDGED = "We apologise for any inconvenience this may have caused."


def told(desk: Desk) -> str:
    """A break of which the customer has heard, with a promise."""
    id_ = desk.open()
    desk.do(lambda tx: log_contact(tx, [id_], "call", kind="apology"), 60)
    desk.do(lambda tx: make_promise(tx, [id_], "full fix", by="2h"), 50)
    return id_


@pytest.mark.parametrize(
    ("keys", "field"), [(("C",), "said"), (("y", "e"), "text"), (("m",), "what"), (("p", "m"), "say")], ids=["C", "y", "m", "p"]
)
async def test_what_they_read_is_looked_at(desk: Desk, opened: Opener, keys: tuple[str, ...], field: str) -> None:
    told(desk)
    async with opened((120, 40)) as pilot:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen), keys
        named = form.query_one(f"#field-{field}", FormField)
        named.value = HEDGED
        await settled(pilot)
        note = str(named.query_one(".field--note").render())
        assert "any inconvenience" in note or "apologise for any" in note
        assert not named.has_class("-doubtful", "-wrong")
        named.value = "We sent you the wrong labels at 14:05."
        await settled(pilot)
        assert "‼" not in str(named.query_one(".field--note").render())


@pytest.mark.parametrize(("key", "field"), [("k", "said"), ("c", "said"), ("t", "text")])
async def test_notes_are_left_alone(desk: Desk, opened: Opener, key: str, field: str) -> None:
    told(desk)
    async with opened((120, 40)) as pilot:
        await pilot.press(key)
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        named = form.query_one(f"#field-{field}", FormField)
        named.value = HEDGED
        await settled(pilot)
        assert form.body._tone is None
        assert "inconvenience" not in str(named.query_one(".field--note").render())
