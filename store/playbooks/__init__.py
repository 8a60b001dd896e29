"""Playbooks: ordered lists of practices, what proves each step, and how far a break has come in its own."""
