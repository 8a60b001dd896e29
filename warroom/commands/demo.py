"""`warroom demo`: a living sample board in a temporary folder; it is gone when it is closed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from store.errors import BadInput
from warroom.answers import say
from warroom.cli import BoardCommand
from warroom.session import Session


@click.command("demo", cls=BoardCommand, help="A living sample board in a temporary folder.")
@click.option("--size", default=0, type=click.IntRange(0, 200_000), help="At least so many breaks.")
@click.option("--keep", default="", metavar="FOLDER", help="Make it in this folder and keep it.")
@click.option("--picture", default="", metavar="FILE", help="Write a picture of the board (SVG) and open nothing.")
@click.option("--columns", default=120, type=click.IntRange(40, 400), help="Width of the picture.")
@click.option("--rows", default=34, type=click.IntRange(10, 200), help="Height of the picture.")
@click.option("--press", default="", metavar="KEYS", help="Keys to press before the picture, with commas between them.")
@click.pass_obj
def demo_command(session: Session, size: int, keep: str, picture: str, columns: int, rows: int, press: str) -> int:
    from warroom.demo import ACTOR, make_demo

    folder = Path(keep).expanduser().absolute() if keep else Path(tempfile.mkdtemp(prefix="warroom-demo-"))
    if keep and folder.exists() and any(folder.iterdir()):
        raise BadInput("keep", f"{folder} is not empty", "name a new folder")
    try:
        if picture:
            from warroom.demo.picture import take_picture

            take_picture(Path(picture), folder, size, columns, rows, tuple(filter(None, press.split(","))))
            say(f"Wrote {picture}")
            return 0
        made, session.places = make_demo(folder, session.clock, session.zone, size)
        session.board = str(made)
        session.given_actor = session.given_actor or ACTOR
        from warroom.start import run_live

        return run_live(session)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
