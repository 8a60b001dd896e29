"""A text out of the record while it is looked at: what can be written, its findings in their places, drafts, sending, saving.

Pure values and files; the screen is `warroom/screens/preview.py`.
"""
