"""Classes of words: `{own}` in a pattern stands for any of the class's alternatives, as whole words. They are what lets a
rule say "we, then a failure" rather than list sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from warroom.tone.prefilter import CLASS, Pieces, either, needed

_DEEPEST = 12
_ONE_OF = re.compile(r"\(\?:(\{[a-z][a-z0-9_-]*\}(?:\|\{[a-z][a-z0-9_-]*\})+)\)(?![?*+{])")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)
_KEPT = re.compile(r"\\.|\(\?P<|\(\?P=|\(\?P>", re.S)


class UnknownClass(Exception):
    """A pattern names a class that is in no lexicon, or one that contains itself."""


class Lexicon:
    """The classes by name. Patterns are written for small letters; capital ones are folded."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self.classes = classes
        self._expanded: dict[str, str] = {}
        self._needed: dict[str, tuple[Pieces, ...]] = {}

    def expand(self, pattern: str, depth: int = 0) -> str:
        """A pattern with its classes written out. Raises UnknownClass."""
        pattern = _ONE_OF.sub(lambda found: self._one_of(found[1], depth), small(pattern))
        return CLASS.sub(lambda found: self._class(found[1], depth), pattern)

    def _class(self, name: str, depth: int) -> str:
        found = self._expanded.get(name)
        if found is None:
            found = self._expanded[name] = as_words(self._ways(name, depth))
        return found

    def _one_of(self, classes: str, depth: int) -> str:
        """Several classes as one, so that what begins alike in them is tried once."""
        found = self._expanded.get(classes)
        if found is None:
            names = [one[1:-1] for one in classes.split("|")]
            found = self._expanded[classes] = as_words([way for name in names for way in self._ways(name, depth)])
        return found

    def _ways(self, name: str, depth: int) -> list[str]:
        """The alternatives of a class, written out; those of a class that is an alternative by itself among them."""
        if name not in self.classes or depth > _DEEPEST:
            raise UnknownClass(f"there is no class {{{name}}}" if depth <= _DEEPEST else f"class {{{name}}} contains itself")
        ways: list[str] = []
        for item in self.classes[name]:
            for way in apart(small(item)):
                alone = CLASS.fullmatch(way)
                ways += self._ways(alone[1], depth + 1) if alone else [self.expand(way, depth + 1)]
        return ways

    def needed(self, pattern: str, whole: bool = False) -> tuple[Pieces, ...]:
        """The pieces of words that a sentence must hold for a pattern to match (`warroom.tone.prefilter`)."""
        return needed(small(pattern), self._class_needs, whole)

    def _class_needs(self, name: str) -> tuple[Pieces, ...]:
        found = self._needed.get(name)
        if found is None:
            self._needed[name] = ()  # what contains itself is told when it is expanded
            found = either(self.needed(item, True) for item in self.classes.get(name, ()))
            self._needed[name] = found
        return found

    def with_more(self, classes: Mapping[str, Sequence[str]]) -> Lexicon:
        """This lexicon and a file's own classes."""
        return Lexicon({**self.classes, **classes}) if classes else self


def as_words(ways: Sequence[str]) -> str:
    """A pattern for any of those alternatives where it stands as whole words."""
    return rf"(?<!\w)(?:{grouped(ways)})(?!\w)"


def apart(item: str) -> list[str]:
    """The alternatives of `(?:a|b|c)`, and of a group that is one of them; anything else alone."""
    inside = item[3:-1] if item.startswith("(?:") and item.endswith(")") else item
    ways, depth, at, start = [], 0, 0, 0
    while at < len(inside):
        sign = inside[at]
        if sign == "[" and (signs := _SET.match(inside, at)):
            at = signs.end()
            continue
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return [item]
        if sign == "|" and depth == 0:
            ways.append(inside[start:at])
            start = at + 1
        at += 2 if sign == "\\" else 1
    ways.append(inside[start:])
    return [one for way in ways for one in apart(way)] if len(ways) > 1 or inside is not item else ways


def grouped(ways: Sequence[str]) -> str:
    """Alternatives with those that begin with one letter together, as `re` tries one after the other at each place of a text."""
    by_letter: dict[str, list[str]] = {}
    for way in dict.fromkeys(ways):
        by_letter.setdefault(way[0] if _begins_plainly(way) else "", []).append(way)
    found = []
    for letter, of_letter in by_letter.items():
        if letter and len(of_letter) > 1:
            found.append(f"{letter}(?:{grouped([way[1:] for way in of_letter])})")
        else:
            found += of_letter
    return "|".join(found)


def _begins_plainly(way: str) -> bool:
    """Whether it begins with one letter that stands for itself once, and is one alternative."""
    if not way or not (way[0].isalnum() or way[0] in " '-") or way[1:2] in _REPEATED:
        return False
    if "|" not in way:
        return True
    depth = at = 0
    while at < len(way):
        sign = way[at]
        at += 2 if sign == "\\" else 1
        if sign == "[":
            at = way.find("]", at + 1) + 1 or len(way)
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return False
    return True


_REPEATED = frozenset("?*+{")


def small(pattern: str) -> str:
    """A pattern in small letters, its escapes as they were. `’` is `'`, which can't stand in a TOML text between such signs."""
    pattern = pattern.replace("’", "'")
    kept = [found.span() for found in _KEPT.finditer(pattern)]
    parts, at = [], 0
    for start, end in kept:
        parts += [pattern[at:start].lower(), pattern[start:end]]
        at = end
    return "".join((*parts, pattern[at:].lower()))
