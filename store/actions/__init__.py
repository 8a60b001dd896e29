"""What people do: each action is a function that takes a `Transaction`, checks what it was given, and adds events.

Screens and commands call the same functions with what was typed. What can't be taken raises BadInput with the field
that it belongs to, and nothing is written. What was written comes back as a `Receipt`.
"""

from __future__ import annotations

from store.actions.receipt import Receipt

__all__ = ["Receipt"]
