"""Keeps what was worked out of the rule files in one file of the installation's state, so that a command does not work it out
each time: the rules, the index of their words, the patterns' code. It holds only for exactly the contents of those files, of our
own code and of this Python, and only as it was written: its digest is looked at before anything is read of it. Whatever is wrong
with it, it is made again: nothing depends on it but time. Against who forges it with its digest there is no help: as with
Python's own `.pyc`, who may write there may run programs here."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Sequence
from typing import Any

from warroom.tone.compiled import Compiled
from warroom.tone.lexicon import Lexicon
from warroom.tone.loading import HERE, Problem, Rules, load_rules, rule_files
from warroom.tone.precompiled import Code
from warroom.tone.prefilter import Index
from warroom.tone.rule import BrokenRule, Rule

_DIGEST = 32
"""Bytes of the digest before the rest."""
_ITSELF = ("prefilter.py", "lexicon.py", "rule.py", "loading.py", "compiled.py", "keeping.py", "precompiled.py")


def kept_rules(folder: str, file: str) -> Rules:
    """As `load_rules(folder)`, from `file` where that still holds. Where it does not, the rules are `unkept`."""
    stamp = stamp_of(folder)
    try:
        with open(file, "rb") as source:
            digest, body = source.read(_DIGEST), source.read()
        if digest == _digest(body):
            held = marshal.loads(body)
            if held["stamp"] == stamp:
                return _rules(held)
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError):
        pass
    return load_rules(folder)


def stamp_of(folder: str) -> list[Any]:
    """What the rules rest on: this Python, the contents of our own code and of every rule file. Sizes and times would not do: they
    are alike in two builds of one day, or where files are copied with their times."""
    found: list[Any] = [sys.version, sys.byteorder]
    for path in (*(os.path.join(HERE, name) for name in _ITSELF), *rule_files(folder)):
        try:
            with open(path, "rb") as file:
                found.append([path, _digest(file.read())])
        except OSError:
            found.append([path, b""])
    return found


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


def keep(rules: Rules, stamp: Sequence[Any], file: str) -> None:
    """Keeps rules that were loaded when the files were as `stamp` says; takes a second. What can't be written is left."""
    everything = (*rules.faults, *rules.elements)
    made: dict[str, Code | None] = {}
    plain: dict[int, tuple[Any, ...]] = {}  # what is the same object is written once
    try:
        held = {
            "stamp": list(stamp),
            "faults": len(rules.faults),
            "rules": [
                (tuple(one.rule), {text: plain.setdefault(id(code), tuple(code)) for text, code in one.codes(made).items()})
                for one in everything
            ],
            "problems": [tuple(problem) for problem in rules.problems],
            "index": rules.index.parts,
        }
    except BrokenRule:
        return
    beside = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(beside, "wb") as target:
            body = marshal.dumps(held)
            target.write(_digest(body) + body)
        os.replace(beside, file)
    except OSError:
        return


def _rules(held: dict[str, Any]) -> Rules:
    nothing = Lexicon({})
    everything = [Compiled(Rule(*fields), nothing, codes) for fields, codes in held["rules"]]
    count = held["faults"]
    problems = [Problem(*problem) for problem in held["problems"]]
    return Rules(everything[:count], everything[count:], problems, Index(*held["index"]))
