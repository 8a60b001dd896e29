"""The kinds that the fold knows and the bodies that say what each holds."""

from __future__ import annotations

from store.bodies import BODIES
from store.words import KINDS


def test_the_fold_knows_every_kind_that_has_a_body() -> None:
    assert set(BODIES) == KINDS
