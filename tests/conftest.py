"""The order of the test files where several processes share them (pytest-xdist): the longest ones begin."""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/engines/test_syncthing.py",
    "tests/test_static.py",
    "tests/story/test_at_board.py",
    "tests/warroom/screens/test_hostile_texts.py",
    "tests/warroom/screens/test_forms_many.py",
    "tests/engines/test_trials.py",
    "tests/store/test_replica_exchange.py",
    "tests/widgets/test_paint.py",
    "tests/warroom/commands/test_demo.py",
    "tests/store/test_attention_properties.py",
    "tests/warroom/screens/test_help_and_palette.py",
)
"""Files that take ten seconds and more: one of them at the end would keep a single process busy while the others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; each file stays in one piece."""
    place = {name: index for index, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONGEST)))
