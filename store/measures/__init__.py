"""What statistics need to know of each break: its instants and what became of each entry, worked out once from the record."""
