"""Keys that are typed before the screen that they are meant for is there: they wait, and no screen takes another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.events import Key


@runtime_checkable
class HoldsKeys(Protocol):
    """Where typed keys wait while a screen is on its way: the app."""

    def hold_keys(self) -> None:
        """Keeps what is typed from now on."""

    def release_keys(self) -> None:
        """Gives what was kept to the screen that is shown now, in order."""

    def drop_keys(self) -> None:
        """Forgets what was kept, and keeps no more."""


@runtime_checkable
class TakesKeys(Protocol):
    """A screen that is given every key before anything else: one letter chooses, and the next key is not for it."""

    def take_key(self, event: Key) -> bool:
        """Whether the key was taken."""
        ...


def holder_of(app: object) -> HoldsKeys:
    """The app, as the one that holds keys."""
    assert isinstance(app, HoldsKeys)
    return app
