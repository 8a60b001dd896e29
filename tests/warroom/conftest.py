"""Desks: installations with a replica of their own, closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.warroom.desk import Desk

Desks = Callable[[str], Desk]


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    """Makes desks by name, all on one clock; they are closed at the end."""
    made: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in made:
            made[name] = Desk(tmp_path / name, next(iter(made.values())).clock if made else None)
        return made[name]

    yield desk
    for one in made.values():
        await one.close()


@pytest.fixture
def desk(desks: Desks) -> Desk:
    """A desk."""
    return desks("a")
