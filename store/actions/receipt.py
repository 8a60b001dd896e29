"""What an action did, for the person who did it."""

from __future__ import annotations

from typing import NamedTuple


class Receipt(NamedTuple):
    """The answer to an action that was written."""

    id: str
    """Spoken id of the break (or failure, or a customer's name)."""
    customer: str
    """Whose break it is: every confirmation names the customer."""
    n: str = ""
    """The number of what was made, where it has one."""
    said: tuple[str, ...] = ()
    """What was understood, a line each: times, states."""
    warnings: tuple[str, ...] = ()
    """What the person should know before going on."""

    def to_json(self) -> dict[str, str | int]:
        """The interface form: {"id"} or {"id", "n"}; n is whole where it is plain, text where it is `2a`."""
        if not self.n:
            return {"id": self.id}
        return {"id": self.id, "n": int(self.n) if self.n.isdigit() else self.n}
