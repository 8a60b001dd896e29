"""Events → state: pure and total. A fold never fails on an event that it can't apply; it records why.

Each subject is folded alone, from all of its events; what crosses subjects is a query over the results.
"""

from __future__ import annotations

from store.fold.board import fold_board
from store.fold.break_ import fold_break
from store.fold.customer import fold_customer
from store.fold.failure import fold_failure

__all__ = ["fold_board", "fold_break", "fold_customer", "fold_failure"]
