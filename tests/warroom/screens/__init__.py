"""Tests of the screens, through the keyboard."""
