"""Tests of what the screen of a break shows."""
