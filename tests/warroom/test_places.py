"""Where an installation keeps its things."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from warroom.places import find_places

VARIABLES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


@pytest.mark.parametrize("value", [None, "", "/somewhere/else", "relative", "~/mine", " ", "/with a space", "/ending/", "/a//b"])
@pytest.mark.parametrize("variable", VARIABLES)
def test_the_usual_folders_are_those_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str | None
) -> None:
    monkeypatch.delenv("WARROOM_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    if value is not None:
        monkeypatch.setenv(variable, value)
    places, usual = find_places(), PlatformDirs("warroom", appauthor=False)
    assert places.config == Path(usual.user_config_dir) / "config.toml"
    assert places.data == Path(usual.user_data_dir)
    assert places.state == Path(usual.user_state_dir)


def test_one_variable_moves_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path))
    places = find_places()
    found = (places.config, places.data, places.state, places.drafts, Path(places.boards_file), Path(places.replica("ab")))
    assert all(tmp_path in path.parents for path in found)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WARROOM_HOME", "here")
    assert find_places().data == tmp_path / "here" / "data"
