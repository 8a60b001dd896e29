"""Tests of the three rooms, by their public faces."""
