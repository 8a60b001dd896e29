"""The option that back-dates, on every command that writes."""

from __future__ import annotations

import click

at_option = click.option("--at", default="", metavar="TIME", help="When it happened, as 20m or 14:30; now without it.")
