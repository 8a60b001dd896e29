"""Keyrings as they are met: one that works, one that never answers, one that fails, one that forgets."""

from __future__ import annotations

from threading import Event
from typing import ClassVar

from keyring.backend import KeyringBackend


class Working(KeyringBackend):
    """Keeps what it is given."""

    priority = 5
    held: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


class Hanging(Working):
    """Waits for somebody to unlock it."""

    asked = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        Event().wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)


class Failing(Working):
    """Raises what no caller foresees, with the secret in it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("dbus: no such interface")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"can't store {password}")


class Forgetting(Working):
    """Takes everything and keeps nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        return None
