"""How much room is left on the disks that a board needs: told before a write fails."""

from __future__ import annotations

import shutil

LOW = 64 * 1024 * 1024
"""Bytes: with less left, somebody should make room."""
_MEGABYTE = 1_000_000


def free_bytes(folder: str) -> int | None:
    """What is left for this user on the disk of a folder; None where that can't be told, as on a share that
    says nothing of its size."""
    try:
        found = shutil.disk_usage(folder)
    except (OSError, AttributeError):
        return None
    return found.free if found.total else None


def is_low(free: int | None) -> bool:
    """Whether too little is left."""
    return free is not None and free < LOW


def in_words(free: int) -> str:
    """`12 MB`, `0.4 MB`."""
    return f"{free / _MEGABYTE:,.0f} MB" if free >= _MEGABYTE else f"{free / _MEGABYTE:.1f} MB"
