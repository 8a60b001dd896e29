"""Boards shared by real sync engines: Syncthing, Unison and rclone between directories of this machine, each with an installation
of Warroom in processes of its own.

`python -m tests.engines` runs the longer trials and prints their table (`.ci/engines`).
"""
