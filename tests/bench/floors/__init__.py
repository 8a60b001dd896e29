"""Reference programs that are measured beside the product."""
