"""Texts while they are looked at: places of findings, drafts, the editor, sending."""
