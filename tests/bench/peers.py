"""Other prose linters beside the tone check, where they are there: what they flag, and the processor time that they take.

`PROSELINT` is a virtual environment with proselint (or its command), `WRITE_GOOD` the command of write-good.
"""

from __future__ import annotations

import compileall
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.warroom.tone.corpus import Labelled, labelled

WORDS = 10_000
ROOT = Path(__file__).parents[2]


class Peer(NamedTuple):
    """A linter: its command before the file, and how its answer names lines."""

    name: str
    command: tuple[str, ...]
    lines: Callable[[str], Iterable[int]]


def peers() -> Iterator[Peer]:
    """Those that the environment names."""
    if place := os.environ.get("PROSELINT"):
        path = Path(place) / "bin" / "proselint" if Path(place).is_dir() else Path(place)
        yield Peer("proselint", (str(path), "check", "--output-format", "json"), _proselint_lines)
    if place := os.environ.get("WRITE_GOOD"):
        path = Path(place) / "node_modules" / ".bin" / "write-good" if Path(place).is_dir() else Path(place)
        yield Peer("write-good", (str(path), "--parse"), _write_good_lines)


def _proselint_lines(answer: str) -> Iterator[int]:
    for of_file in json.loads(answer)["result"].values():
        for found in of_file.get("diagnostics", ()):
            yield found["pos"][0]


def _write_good_lines(answer: str) -> Iterator[int]:
    yield from (int(found[1]) for found in re.finditer(r"^.*?:(\d+):\d+:", answer, re.M))


def flagged(peer: Peer, sentences: Sequence[Labelled]) -> set[int]:
    """The numbers of the sentences in which it finds anything at all; each stands in a paragraph of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.txt"
        path.write_text("".join(f"{one.text}\n\n" for one in sentences), "utf-8")
        done = subprocess.run([*peer.command, str(path)], capture_output=True, text=True, check=False)
    return {(line - 1) // 2 for line in peer.lines(done.stdout)}


def comparison(sentences: Sequence[Labelled], own: set[int]) -> Iterator[str]:
    """A row for each tool: of the faulty and of the clean sentences, how many it flags."""
    yield "| tool | faulty sentences flagged | clean sentences flagged |"
    yield "| --- | --- | --- |"
    found = [("warroom tone", own), *((peer.name, flagged(peer, sentences)) for peer in peers())]
    for name, numbers in found:
        yield f"| {name} | {_share(numbers, sentences, True)} | {_share(numbers, sentences, False)} |"


def _share(numbers: set[int], sentences: Sequence[Labelled], is_faulty: bool) -> str:
    of = [number for number, one in enumerate(sentences) if bool(one.faults) == is_faulty]
    hit = sum(number in numbers for number in of)
    return f"{hit} of {len(of)} ({100 * hit / len(of):.0f} %)" if of else "-"


def long_text() -> str:
    """About 10,000 words in paragraphs of five sentences, out of all that are labelled, always the same."""
    sentences = [one.text for part in ("made", "measured") for one in labelled(part)]
    chance, parts, words = random.Random(15), [], 0
    while words < WORDS:
        paragraph = " ".join(chance.choice(sentences) for _ in range(5))
        parts.append(paragraph)
        words += len(paragraph.split())
    return "\n\n".join(parts) + "\n"


def timing(rounds: int) -> Iterator[str]:
    """Processor milliseconds of each tool on the long text, on next to none, and the difference; ratios to proselint (G15)."""
    for room in ("store", "warroom"):
        compileall.compile_dir(ROOT / room, quiet=1)  # as an installer does
    with tempfile.TemporaryDirectory() as folder:
        long, short = Path(folder) / "long.txt", Path(folder) / "short.txt"
        long.write_text(long_text(), "utf-8")
        short.write_text("We lost it.\n", "utf-8")
        env = {**os.environ, "WARROOM_HOME": folder, "PYTHONPATH": str(ROOT)}
        own = Peer("warroom tone", (sys.executable, "-m", "warroom", "tone", "--kind", "text"), lambda _: ())
        _cpu_ms((*own.command, str(short)), env)  # the first run keeps what it worked out of the rules
        found = {peer.name: _both(peer, long, short, env, rounds) for peer in (*peers(), own)}
    whole, net = found.get("proselint", (0.0, 0.0, 0.0))[::2]
    yield f"| tool | {WORDS:,} words | three words | difference | ratio to proselint | ratio of the differences |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, (all_, start, rest) in found.items():
        ratios = f"{all_ / whole:.2f} | {rest / net:.2f}" if whole and net else "- | -"
        yield f"| {name} | {all_:.0f} ms | {start:.0f} ms | {rest:.0f} ms | {ratios} |"


def _both(peer: Peer, long: Path, short: Path, env: dict[str, str], rounds: int) -> tuple[float, float, float]:
    pairs = [(_cpu_ms((*peer.command, str(long)), env), _cpu_ms((*peer.command, str(short)), env)) for _ in range(rounds)]
    whole, start = (statistics.median(column) for column in zip(*pairs, strict=True))
    return whole, start, whole - start


def _cpu_ms(command: Sequence[str], env: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
