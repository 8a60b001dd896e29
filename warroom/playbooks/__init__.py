"""Playbooks as files: the documented model, its strict check, and what a board has of them."""
