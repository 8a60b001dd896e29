"""Formats that need more than a plain installation, and what to say where that is not there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from store.errors import BadInput

EXTRAS = {"pdf": ("typst", "html prints to PDF from any browser"), "docx": ("docx", "html opens in a word processor too")}
"""Format, which is also the extra's name → the module that it needs, and what can be done without it."""


class MissingExtra(BadInput):
    """A format that this installation can't write: says what to install, and what can be done instead."""

    def __init__(self, format: str) -> None:
        self.format = format
        instead = EXTRAS[format][1]
        super().__init__(
            f"{format} needs an extra that is not installed", f"pip install 'warroom[{format}]'; or take html: {instead}"
        )


def needed(format: str) -> Any:
    """The module that writes a format. Raises MissingExtra."""
    try:
        return import_module(EXTRAS[format][0])
    except ImportError as error:
        raise MissingExtra(format) from error
