"""Benchmarks: the program as a user starts it, on a pty, from outside; floors and peers beside it in the same run.

    python -m tests.bench                  # all of them; takes some minutes, builds its board once
    python -m tests.bench frame keys       # some
    python -m tests.bench --rounds 9       # more rounds; quote medians and their spread

Times are CPU milliseconds of the whole process tree, and ratios inside one run: machines differ and are noisy.
"""
