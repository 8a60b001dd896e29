"""The promise advisor: how long fixes take here, out of the team's own history, and the chance that a given time holds.

`learning` is the method, a pure function of what was known until a moment; `history` reads what it learns from out of the
replica; `wording` says it. docs/advisor.md tells why it works so and how well it did on a log that it had not seen.
"""
