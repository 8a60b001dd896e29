"""How the preview of a text looks: the text in reading width, its findings beside it or below."""

from __future__ import annotations

WIDE = 110
"""Columns from which on the findings stand beside the text, not below it."""

CSS = """
PreviewScreen #preview { height: 1fr; layout: vertical; }
PreviewScreen #preview.-wide { layout: horizontal; }
PreviewScreen #text { height: 2fr; width: 1fr; }
PreviewScreen #preview.-wide #text { height: 1fr; width: 3fr; max-width: 86; }
PreviewScreen #findings { height: 1fr; min-height: 4; width: 1fr; }
PreviewScreen #preview.-wide #findings { height: 1fr; width: 2fr; min-width: 38; margin: 0 0 0 1; }
PreviewScreen #preview.-plain #findings { display: none; }
PreviewScreen #trouble { display: none; }
PreviewScreen #trouble.-shown { display: block; }
"""
