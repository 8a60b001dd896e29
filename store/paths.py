"""The type of a path that a caller may give. Within, paths are texts: pathlib costs a command as much as opening its files."""

from __future__ import annotations

import os

StrPath = str | os.PathLike[str]
