"""Warroom: a board for live incidents, seen from the customer's side."""

__version__ = "0.1.0"
