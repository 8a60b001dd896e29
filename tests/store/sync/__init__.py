"""How a board is shared."""
