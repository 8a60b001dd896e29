"""A board that is shared: how the commands and the live board exchange it, and what they say of that.

`where.py` is the place, `exchanger.py` one exchange and what came of it, `standing.py` what is said, `once.py` what a command
does, `worker.py` what the live board does.
"""
