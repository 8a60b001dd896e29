"""A board that is shared: how the commands and the live board exchange it, and what they say of that.

`standing.py` is what is said, `place.py` one exchange and what came of it, `once.py` a command's, `worker.py` the live board's.
"""
