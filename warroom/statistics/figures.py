"""All figures, in the order in which they are shown."""

from __future__ import annotations

from store.errors import BadInput
from store.text import quoted
from warroom.statistics import after_figures, contact_figures, promise_figures
from warroom.statistics.figure import Figure

FIGURES: tuple[Figure, ...] = (*contact_figures.FIGURES, *promise_figures.FIGURES, *after_figures.FIGURES)
BY_NAME = {figure.name: figure for figure in FIGURES}


def figure_named(typed: str) -> Figure:
    """The figure of that name, or of an unambiguous beginning of it. Raises BadInput."""
    name = typed.strip().lower().replace("_", "-").replace(" ", "-")
    found = [BY_NAME[name]] if name in BY_NAME else [figure for figure in FIGURES if name and figure.name.startswith(name)]
    if len(found) != 1:
        several = ", ".join(figure.name for figure in found)
        raise BadInput(
            "name",
            f"{quoted(typed)} means several figures: {several}" if found else f"{quoted(typed)} is no figure",
            "`warroom stats --explain` lists them",
        )
    return found[0]
