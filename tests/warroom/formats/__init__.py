"""Summaries as files."""
