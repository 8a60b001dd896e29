"""The times in which a fix waited for somebody, as the record says."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.register import Register


class Wait(NamedTuple):
    """A time in which the fix waited for somebody: `supplier` or `customer`. `until` is None while it does."""

    on: str
    since: int
    until: int | None = None


def waits_of(register: Register | None) -> tuple[Wait, ...]:
    """The waits of a break, in time. Each write says "from its time on it waits for …" and beats what was written before of
    that time and later; what counts in a conflict counts last, so that the last wait is open while the break waits."""
    if register is None:
        return ()
    found: list[Wait] = []
    writes = register.history if register.history[-1].value == register.value else [*register.history, register.last]
    for value, fact in writes:
        found = [wait for wait in found if wait.since < fact.at]
        on = value if value != "none" else ""
        open_now = found[-1] if found and (found[-1].until is None or found[-1].until > fact.at) else None
        if open_now is not None and open_now.on == on:
            found[-1] = open_now._replace(until=None)
            continue
        if open_now is not None:
            found[-1] = open_now._replace(until=fact.at)
        if on:
            found.append(Wait(on, fact.at))
    return tuple(found)
