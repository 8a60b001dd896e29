"""Summaries as files: Markdown, text, HTML, mail drafts and JSON; PDF and DOCX where their extras are installed.

One reading of the Markdown (`document`) serves all; each format escapes for itself.
"""
