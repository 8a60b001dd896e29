"""Keeps what was worked out of the rule files in one file of the installation's state, so that a command does not work it out
each time: the rules, the index of their words, the patterns' code. It is made again when any of those files changed, and whatever
is wrong with it: nothing depends on it but time. As with Python's own `.pyc`, who may write there may run programs here."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from typing import Any

from warroom.tone.compiled import Compiled
from warroom.tone.lexicon import Lexicon
from warroom.tone.loading import HERE, Problem, Rules, load_rules, rule_files
from warroom.tone.prefilter import Index
from warroom.tone.rule import BrokenRule, Rule

_ITSELF = ("prefilter.py", "lexicon.py", "rule.py", "loading.py", "compiled.py", "keeping.py", "precompiled.py")


def kept_rules(folder: str, file: str) -> Rules:
    """As `load_rules(folder)`, from `file` where that still holds. Where it does not, the rules are `unkept`."""
    stamp = stamp_of(folder)
    try:
        with open(file, "rb") as source:
            held = marshal.loads(source.read())
        if held["stamp"] == stamp:
            return _rules(held)
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError):
        pass
    return load_rules(folder)


def stamp_of(folder: str) -> list[Any]:
    """What the rules rest on: this Python, our own code, every rule file."""
    found: list[Any] = [sys.version, sys.byteorder]
    for path in (*(os.path.join(HERE, name) for name in _ITSELF), *rule_files(folder)):
        try:
            of = os.stat(path)
            found.append([path, of.st_size, of.st_mtime_ns])
        except OSError:
            found.append([path, 0, 0])
    return found


def keep(rules: Rules, stamp: Sequence[Any], file: str) -> None:
    """Keeps rules that were loaded when the files were as `stamp` says; takes a second. What can't be written is left."""
    everything = (*rules.faults, *rules.elements)
    try:
        held = {
            "stamp": list(stamp),
            "faults": len(rules.faults),
            "rules": [(tuple(one.rule), {text: tuple(code) for text, code in one.codes().items()}) for one in everything],
            "problems": [tuple(problem) for problem in rules.problems],
            "index": rules.index.parts,
        }
    except BrokenRule:
        return
    beside = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(beside, "wb") as target:
            target.write(marshal.dumps(held))
        os.replace(beside, file)
    except OSError:
        return


def _rules(held: dict[str, Any]) -> Rules:
    nothing = Lexicon({})
    everything = [Compiled(Rule(*fields), nothing, codes) for fields, codes in held["rules"]]
    count = held["faults"]
    problems = [Problem(*problem) for problem in held["problems"]]
    return Rules(everything[:count], everything[count:], problems, Index(*held["index"]))
