"""The tone check: reading, rules, report."""
