"""Classes of words: `{own}` in a pattern stands for any of the class's alternatives, as whole words. They are what lets a
rule say "we, then a failure" rather than list sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from warroom.tone.prefilter import CLASS, Pieces, either, needed

_DEEPEST = 12
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
        return CLASS.sub(lambda found: self._class(found[1], depth), small(pattern))

    def _class(self, name: str, depth: int) -> str:
        if name not in self._expanded:
            if name not in self.classes or depth > _DEEPEST:
                raise UnknownClass(f"there is no class {{{name}}}" if depth <= _DEEPEST else f"class {{{name}}} contains itself")
            self._expanded[name] = "|".join(self.expand(item, depth + 1) for item in self.classes[name])
        return rf"(?<!\w)(?:{self._expanded[name]})(?!\w)"

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


def small(pattern: str) -> str:
    """A pattern in small letters, its escapes as they were. `’` is `'`, which can't stand in a TOML text between such signs."""
    pattern = pattern.replace("’", "'")
    kept = [found.span() for found in _KEPT.finditer(pattern)]
    parts, at = [], 0
    for start, end in kept:
        parts += [pattern[at:start].lower(), pattern[start:end]]
        at = end
    return "".join((*parts, pattern[at:].lower()))
