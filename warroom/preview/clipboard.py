"""Copying from a terminal: whether it is likely to arrive."""

from __future__ import annotations

from collections.abc import Mapping

MOST = 74_994
"""Characters of a copied text, encoded, that terminals take at least."""
_NO_COPIES = {"Apple_Terminal": "Terminal"}


def doubt(text: str, environ: Mapping[str, str]) -> str:
    """What to add to "Copied": empty where nothing speaks against it."""
    where = _NO_COPIES.get(environ.get("TERM_PROGRAM", ""))
    if where is None and environ.get("TERM", "") == "linux":
        where = "the console"
    if where is None and environ.get("VTE_VERSION", ""):
        where = "this terminal"
    if where is not None:
        return f", but {where} may not take copies: where nothing arrives, e saves it"
    if len(text.encode("utf-8")) * 4 // 3 > MOST:
        return ", but it is long: where not all of it arrives, e saves it"
    return ". Where nothing arrives the terminal takes no copies: e saves it"
