"""Tests of this room, by its public face."""
