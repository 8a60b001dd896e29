"""Real engines: a machine that lacks one skips what needs it, and says so; where they are required, that is a failure."""

from __future__ import annotations

import os
import shutil

import pytest


def need(program: str) -> None:
    """Skips the test where a program is missing; with WARROOM_ENGINES=required fails it."""
    if shutil.which(program) is None:
        if os.environ.get("WARROOM_ENGINES") == "required":
            pytest.fail(f"{program} is not on this machine, and WARROOM_ENGINES says that it is required")
        pytest.skip(f"{program} is not on this machine")
