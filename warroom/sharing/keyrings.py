"""Team keys in the operating system's keyring, when there is one: the package `keyring` is optional, and any of its backends may
fail, ask somebody, or never answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from warroom.sharing.patience import within

T = TypeVar("T")
SERVICE = "warroom"
PATIENCE = 5.0
"""Seconds that a keyring may take: some ask their owner to unlock them."""
LEAST_PRIORITY = 1
"""What the package says of a backend that is fit for use: one that stores in the clear, or nothing at all, has less."""
MISSING, NONE, SILENT = "the package keyring is not installed", "there is no keyring on this machine", "the keyring does not answer"


class NoKeyring(Exception):
    """Why no keyring can be used."""


def kept(board_id: str) -> str:
    """What the keyring has for a board; empty when nothing. Raises NoKeyring."""
    return str(_guarded(lambda backend: backend.get_password(SERVICE, board_id)) or "")


def keep(board_id: str, text: str) -> None:
    """Puts something into the keyring for a board. Raises NoKeyring."""

    def work(backend: Any) -> bool:
        backend.set_password(SERVICE, board_id, text)
        return bool(backend.get_password(SERVICE, board_id) == text)

    if not _guarded(work):
        raise NoKeyring("the keyring does not keep what it is given")


def _guarded(work: Callable[[Any], T]) -> T:
    """What `work` makes of the backend, within `PATIENCE`; whatever goes wrong in it is a NoKeyring that does not repeat it."""
    try:
        found = within(PATIENCE, lambda: (work(_backend()),))
    except NoKeyring:
        raise
    except ImportError:
        raise NoKeyring(MISSING) from None
    except Exception as error:  # a backend may raise anything
        raise NoKeyring(f"the keyring fails ({type(error).__name__})") from None
    if found is None:
        raise NoKeyring(SILENT)
    return found[0]


def _backend() -> Any:
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < LEAST_PRIORITY:
        raise NoKeyring(NONE)
    return backend
