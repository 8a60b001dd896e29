"""Tries a team's own patterns on texts that are made to hold them up, before they are put in force: one that takes long there, as
`(a+)+$` does, would hold up every preview. They are tried in a process of its own, as `re` can't be stopped from beside it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence

from warroom.tone.splitting import LONGEST

MOST_MS = 250
"""Processor milliseconds that a pattern may take for one text as long as the longest sentence."""
PATIENCE = 2.0
"""Seconds that all of them together may take."""
_REPEATS = re.compile(r"[*+{]")

_CHILD = """
import json, re, signal, sys
most = float(sys.argv[1])
class Slow(Exception): pass
def stop(*_): raise Slow
can = hasattr(signal, "setitimer")
if can: signal.signal(signal.SIGVTALRM, stop)
for number, (pattern, texts) in enumerate(json.load(sys.stdin)):
    print("try", number, flush=True)
    try:
        search = re.compile(pattern).search
        for text in texts:
            if can: signal.setitimer(signal.ITIMER_VIRTUAL, most)
            search(text)
            if can: signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except Slow:
        print("slow", number, flush=True)
print("done", flush=True)
"""


def slow_patterns(patterns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of patterns, each with examples of sentences that it is made for, those that are not to be used, and why. A pattern without
    a repetition is never slow; where no process can be started, none is tried."""
    tried = [pattern for pattern in patterns if _REPEATS.search(pattern)]
    if not tried or not sys.executable:
        return {}
    asked = json.dumps([(pattern, hostile_texts(pattern, patterns[pattern])) for pattern in tried])
    command = [sys.executable, "-I", "-S", "-c", _CHILD, str(MOST_MS / 1000)]
    try:
        said = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
    except subprocess.TimeoutExpired as expired:
        out = expired.stdout or b""
        said = out.decode() if isinstance(out, bytes) else out
    except OSError:
        return {}
    slow = {int(number) for number in re.findall(r"^slow (\d+)$", said, re.M)}
    refused = {tried[number]: f"it takes more than {MOST_MS} ms for a sentence that is made to hold it up" for number in slow}
    if "done" not in said.split():
        last = max(map(int, re.findall(r"^try (\d+)$", said, re.M)), default=0)
        refused[tried[last]] = f"it takes more than {MOST_MS} ms for a sentence that is made to hold it up"
        refused.update(dict.fromkeys(tried[last + 1 :], "there was no time to try it, as others took too long"))
    return refused


def hostile_texts(pattern: str, examples: Sequence[str] = ()) -> list[str]:
    """Sentences of the longest that are, all but matching: what the pattern and its examples hold, again and again."""
    letters = sorted(set(re.findall(r"[^\W_]", re.sub(r"\\.", "", pattern))))
    words = sorted(set(re.findall(r"[^\W\d_]{2,}", re.sub(r"\\.", " ", pattern))))[:8]
    pieces = ["a", "a ", "1", " ", "a, ", ".", "a-", "'a", *letters[:: max(1, len(letters) // 12)], *words]
    pieces += [f"{word} " for word in words] + [f"{example.lower()} " for example in examples[:4]]
    texts = [(piece * (LONGEST // len(piece) + 1))[: LONGEST - 1] + "!" for piece in pieces if piece]
    prose = "we have not yet been able to say when all of the people who had been hit by it will be told of it, and "
    return [*texts, (prose * LONGEST)[: LONGEST - 1] + "\n"]
