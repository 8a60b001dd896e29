"""Tests of what a customer comes to."""
