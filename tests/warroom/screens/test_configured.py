"""The configuration on the screen: remapped keys, looks, and a word on whatever in it can't be used, while the rest counts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from store.replica import Replica
from tests.warroom.casting import plain_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.config_model import usable_config
from warroom.keymap import checked_keymap
from warroom.screens.board import BoardScreen
from warroom.screens.break_ import BreakScreen

DOCUMENT = Path(__file__).parents[3] / "docs" / "configuration.md"


async def test_remapped_keys_work_and_are_shown(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk(config={"keys": {"contact": "K,f2", "note": "c", "down": "down,J"}}) as desk:
        await desk.worked_off()
        assert desk.told == []
        assert desk.text.splitlines()[-1].strip().startswith("K contact  p promise")
        for key, form in (("K", "contact"), ("f2", "contact"), ("c", "note")):
            await desk.do(key)
            assert (await desk.form()).form.name == form
            await desk.do("escape")
        await desk.do("t")
        assert isinstance(desk.screen, BoardScreen)
        await desk.do("d")
        await desk.on(BreakScreen)
        assert "K contact" in desk.text.splitlines()[-1]
        await desk.do("c")
        assert (await desk.form()).form.name == "note"


async def test_vim_movement_moves_and_takes_no_letter_from_another(replica: Replica, open_desk: OpenDesk) -> None:
    for _ in range(3):
        plain_break(replica)
    async with open_desk(config={"moving": "vim"}) as desk:
        await desk.do("j", "j", "k", "j")
        assert desk.table.cursor == 2
        assert desk.told == []
        await desk.do("down", "ctrl+u")
        assert desk.table.cursor == 0
        await desk.do("K")
        assert (await desk.form()).form.name == "call"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"keys": {"contact": "p"}}, "p would mean both contact and promise"),
    ({"keys": {"contakt": "K"}}, "there is no action of that id"),
    ({"keys": {"contact": "hyper+k"}}, "is no key"),
    ({"keys": {"contact": "ctrl+q"}}, "taken by the program itself"),
    ({"keys": {"contact": 5}}, "keys.contact"),
    ({"keys": "K"}, "keys: Input should be a valid dictionary"),
    ({"moving": "vim", "keys": {"contact": "k"}}, "k would mean both"),
    ({"bells": True}, "bells: there is no such key: known keys: board, me, zone"),
    ({"bell": "no"}, "bell: Input should be a valid boolean"),
    ({"theme": "neon"}, "there is no theme neon"),
    ({"moving": "emacs"}, "moving: Input should be 'arrows' or 'vim'"),
    ({"\x1b[2Jx": 1}, "there is no such key"),
]


@pytest.mark.parametrize(("config", "said"), REFUSED, ids=[said[:24] for _, said in REFUSED])
async def test_what_can_not_be_used_is_said_and_the_rest_counts(
    replica: Replica, open_desk: OpenDesk, config: dict[str, Any], said: str
) -> None:
    plain_break(replica)
    keys = config.get("keys", {})
    fine = {"keys": {**keys, "note": "T"}} if isinstance(keys, dict) else {}
    async with open_desk(config={"theme": "nord", **config, **fine}) as desk:
        await desk.hears(said)
        assert len(desk.told) == 1
        assert "\x1b" not in desk.told[0]
        assert desk.app.theme == ("warroom" if "theme" in config else "nord")
        await desk.do("c")
        assert (await desk.form()).form.name == "contact"
        await desk.do("escape")
        if fine:
            await desk.do("T")
            assert (await desk.form()).form.name == "note"


def test_several_wrong_values_are_each_named(tmp_path: Path) -> None:
    values = {"bell": 0, "mouse": "x", "keys": {"a": 1, "b": 2, "contact": "K"}, "me": "ana", "more": {"x": 1}}
    config, problems = usable_config(values, tmp_path / "config.toml")
    assert (config.me, config.bell, config.keys) == ("ana", True, {"contact": "K"})
    assert sorted(re.findall(r"config\.toml: ([\w.]+):", "\n".join(problems))) == ["bell", "keys.a", "keys.b", "more", "mouse"]


def test_the_example_in_the_documents_can_be_used() -> None:
    found = re.search(r"```toml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found is not None
    config, problems = usable_config(tomllib.loads(found[1]), DOCUMENT)
    assert problems == []
    assert checked_keymap(config.keys, vim=config.moving == "vim").problems == ()


def colours(desk: LiveDesk) -> set[str]:
    """The colours, by name, of everything on the screen."""
    styles = [segment.style for strip in desk.screen._compositor.render_strips() for segment in strip if segment.style]
    return {colour.get_truecolor().hex for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


@pytest.mark.parametrize("theme", ["warroom", "nord", "textual-light", "ansi-dark"])
async def test_without_colours_nothing_is_lost(
    replica: Replica, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    plain_break(replica)
    async with open_desk(config={"theme": theme}) as desk:
        await desk.worked_off()
        coloured = desk.text.splitlines()
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(config={"theme": theme}) as desk:
        await desk.worked_off()
        desk.app.clear_notifications()
        await desk.worked_off()
        assert desk.text.splitlines()[3:10] == coloured[3:10]
        assert "NOT TOLD" in desk.text
        for hexes in colours(desk):
            red, green, blue = hexes[1:3], hexes[3:5], hexes[5:7]
            assert red == green == blue
        assert len(colours(desk)) > 1
