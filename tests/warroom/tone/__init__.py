"""Tests of the tone check."""
