"""Tests of the forms, without a screen."""
