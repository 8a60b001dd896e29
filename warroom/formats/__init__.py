"""Formats of a text that goes out: Markdown, plain text, HTML, a mail draft, JSON, PDF, Word. Each escapes for itself."""
