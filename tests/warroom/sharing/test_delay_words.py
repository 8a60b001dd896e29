"""How long the folder takes, in the header's words: only where it is known, lately measured, and worth a word."""

from __future__ import annotations

import pytest

from store.clock import HOUR, SECOND
from warroom.sharing.standing import IN_STEP, WAITING, Standing
from warroom.sharing.words import TOLD_FROM, delay_words

NOW = 1_763_800_000_000
MEASURED = Standing(IN_STEP, NOW, delay=12 * SECOND, delay_at=NOW)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (MEASURED, "this folder takes ~12 s"),
        (MEASURED._replace(delay=150 * SECOND), "this folder takes ~2 m"),
        (MEASURED._replace(delay=TOLD_FROM - 1), ""),
        (MEASURED._replace(delay=None), ""),
        (MEASURED._replace(delay_at=NOW - HOUR - 1), ""),
        (MEASURED._replace(state=WAITING), ""),
        (None, ""),
    ],
)
def test_the_delay_of_the_folder(standing: Standing | None, words: str) -> None:
    assert delay_words(standing, NOW) == words
