"""Keeps what was worked out of the rule files in one file of the installation's state, so that a command does not work it out
each time. It is made again when any of those files changed, and whatever is wrong with it: nothing depends on it but time."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from warroom.tone.compiled import Compiled
from warroom.tone.lexicon import Lexicon
from warroom.tone.loading import HERE, Problem, Rules, built_in_lexicon, load_rules, rule_files
from warroom.tone.rule import Rule

_ITSELF = ("prefilter.py", "lexicon.py", "rule.py", "loading.py", "compiled.py", "keeping.py")


def kept_rules(folder: str, file: str) -> Rules:
    """As `load_rules(folder)`, from `file` where that still holds; else it is written anew."""
    stamp = _stamp(folder)
    try:
        with open(file, encoding="utf-8") as source:
            held = json.load(source)
        if held["stamp"] == stamp:
            return _rules(held)
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        pass
    rules = load_rules(folder)
    _keep(rules, stamp, file)
    return rules


def _stamp(folder: str) -> list[Any]:
    """What it rests on: this Python, our own code, every rule file."""
    found: list[Any] = [sys.version]
    for path in (*(os.path.join(HERE, name) for name in _ITSELF), *rule_files(folder)):
        try:
            of = os.stat(path)
            found.append([path, of.st_size, of.st_mtime_ns])
        except OSError:
            found.append([path, 0, 0])
    return found


def _keep(rules: Rules, stamp: Sequence[Any], file: str) -> None:
    everything = (*rules.faults, *rules.elements)
    lexicons = {id(compiled.lexicon): compiled.lexicon for compiled in everything}
    base = built_in_lexicon()
    numbers = {key: number for number, key in enumerate(lexicons)}
    held = {
        "stamp": stamp,
        "classes": base.classes,
        "lexicons": [_own(one, base) for one in lexicons.values()],
        "faults": len(rules.faults),
        "rules": [[numbers[id(one.lexicon)], list(one.rule), _plain(one)] for one in everything],
        "problems": rules.problems,
    }
    beside = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(beside, "w", encoding="utf-8") as target:
            json.dump(held, target)
        os.replace(beside, file)
    except OSError:
        return


def _own(lexicon: Lexicon, base: Lexicon) -> dict[str, Sequence[str]]:
    return {name: words for name, words in lexicon.classes.items() if base.classes.get(name) != words}


def _plain(compiled: Compiled) -> list[list[list[str]]]:
    return [[sorted(pieces) for pieces in sets] for sets in compiled.wanted()]


def _rule(fields: Sequence[Any]) -> Rule:
    return Rule._make(tuple(part) if isinstance(part, list) else part for part in fields)


def _rules(held: dict[str, Any]) -> Rules:
    lexicons = [Lexicon({**held["classes"], **own}) for own in held["lexicons"]]
    everything = [Compiled(_rule(fields), lexicons[number], wanted) for number, fields, wanted in held["rules"]]
    count = held["faults"]
    return Rules(everything[:count], everything[count:], [Problem(*problem) for problem in held["problems"]])
