"""Telling the others that somebody here is calling a customer, while the form for it is open."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from threading import Lock

from store.errors import StoreError
from store.replica.calling import begin_calls, end_calls
from warroom.live import Live


class Calling:
    """A call that may begin and end several times while one form is open. It writes in a thread; nobody waits for it."""

    def __init__(self, live: Live, ids: Collection[str]) -> None:
        self._live = live
        self._ids = tuple(ids)
        self._actor = live.actor
        self._wanted = self._told = False
        self._turn = Lock()

    def say(self, calls: bool) -> None:
        """From now on they are calling, or not."""
        if calls == self._wanted or self._live.exchange is None or self._live.replica.read_only:
            return
        self._wanted = calls
        asyncio.get_running_loop().run_in_executor(None, self._tell)

    def _tell(self) -> None:
        with self._turn, suppress(StoreError, sqlite3.Error):
            if self._told == self._wanted:
                return
            replica, self._told = self._live.replica, self._wanted
            with replica.step():
                if self._told:
                    begin_calls(replica.db, self._actor, self._ids, replica.clock.now())
                else:
                    end_calls(replica.db, self._ids)
