"""When a break reached a stage by itself, not by being closed."""

from __future__ import annotations

from store.state import Break
from store.words import STAGES


def said_at(brk: Break, at: int | None, stage: str) -> int | None:
    """When a stage was really reached (`at`: as the break has it): closing a break says of none of the stages before it that
    they were. None for one that was only jumped over by closing."""
    if at is None:
        return None
    place, closed = STAGES.index(stage), STAGES.index("closed")
    said = [change.at for change in brk.stages if change.stage in STAGES and place <= STAGES.index(change.stage) < closed]
    if at in said or not any(change.stage == "closed" and change.at == at for change in brk.stages):
        return at
    return min((other for other in said if other > at), default=None)
