"""How a board is shared: the board file that everyone points at."""
