"""Runs the benchmarks and prints their table."""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import tempfile
from pathlib import Path

import tests.bench
from tests.bench import measures
from tests.bench.exchange import exchange
from tests.bench.meanwhile import meanwhile
from tests.bench.measures import Figure

MEASURES = {**measures.MEASURES, "exchange": exchange, "meanwhile": meanwhile}


def main() -> None:
    parser = argparse.ArgumentParser(description=tests.bench.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help="which ones; all without it")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the long board")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "warroom-bench", help="where the boards are built and kept"
    )
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for room in ("store", "widgets", "warroom", "tests"):
        compileall.compile_dir(Path(__file__).parents[2] / room, quiet=1)  # as an installer does
    figures = [
        figure
        for name in arguments.what or MEASURES
        for figure in MEASURES[name](arguments.folder, arguments.rounds, arguments.events)
    ]
    if arguments.json:
        print(json.dumps([figure._asdict() for figure in figures], indent=1))
    else:
        print("\n".join(table(figures)))


def table(figures: list[Figure]) -> list[str]:
    """The figures as a Markdown table; ratios are round by round to the first case of the same measurement."""
    lines = ["| goal | what | case | median | least to most | ratio to the first |", "| --- | --- | --- | ---: | ---: | ---: |"]
    base: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        first = base.setdefault((figure.goal, figure.what), figure)
        ratio = statistics.median(own / other for own, other in zip(figure.values, first.values, strict=True) if other)
        spread = f"{min(figure.values):,.1f}–{max(figure.values):,.1f}"
        lines.append(
            f"| {figure.goal} | {figure.what} | {figure.case} | {figure.median:,.1f} {figure.unit} | {spread} | {ratio:.2f} |"
        )
    return lines


if __name__ == "__main__":
    main()
