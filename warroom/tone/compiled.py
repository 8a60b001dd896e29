"""A rule with its patterns, each compiled when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from warroom.tone.lexicon import Lexicon, UnknownClass
from warroom.tone.precompiled import Code, code_of, pattern_of
from warroom.tone.prefilter import Pieces, best
from warroom.tone.reading import Sentence
from warroom.tone.rule import BrokenRule, Rule


class Hit(NamedTuple):
    """Where a rule found something in a sentence, and whether something beside it makes it lighter."""

    start: int
    end: int
    rescued: bool


_PATTERNS = ("needs", "unless", "near", "unless_near", "rescue")


class Compiled:
    """One rule, ready to look at sentences."""

    def __init__(self, rule: Rule, lexicon: Lexicon, codes: Mapping[str, Code] | None = None) -> None:
        self.rule = rule
        self.lexicon = lexicon
        self._codes = codes or {}
        """Of patterns that were compiled before, by their text in the rule."""
        self._ready: dict[str, tuple[re.Pattern[str], ...]] = {}
        self._triggers: list[re.Pattern[str] | None] = [None] * len(rule.trigger)

    def patterns(self, field: str) -> tuple[re.Pattern[str], ...]:
        """The patterns of one field. Raises BrokenRule for one that is none."""
        found = self._ready.get(field)
        if found is None:
            found = tuple(self._compile(field, text) for text in getattr(self.rule, field))
            self._ready[field] = found
        return found

    def _compile(self, field: str, text: str) -> re.Pattern[str]:
        if text in self._codes:
            return pattern_of(Code(*self._codes[text]))
        try:
            return re.compile(self.lexicon.expand(text))
        except (re.error, UnknownClass, OverflowError, RecursionError) as error:
            raise BrokenRule(f"rule {self.rule.id!r}: {field} {text!r}: {error}") from error

    def check_patterns(self) -> None:
        """Compiles them all. Raises BrokenRule."""
        for number in range(len(self._triggers)):
            self._trigger(number)
        for field in _PATTERNS:
            self.patterns(field)

    def wanted(self) -> list[tuple[Pieces, ...]]:
        """For each trigger, the pieces of words without which it can't find anything (`warroom.tone.prefilter`)."""
        needs = [pieces for text in self.rule.needs for pieces in self.lexicon.needed(text)]
        return [best((*self.lexicon.needed(text), *needs)) for text in self.rule.trigger]

    def written_out(self) -> dict[str, str]:
        """Every pattern with its classes written out, and its text in the rule."""
        return {self.lexicon.expand(text): text for field in ("trigger", *_PATTERNS) for text in getattr(self.rule, field)}

    def codes(self, made: dict[str, Code | None]) -> dict[str, Code]:
        """The code of every pattern, by its text in the rule, as far as this Python gives it. `made` are those of other rules, by
        the whole pattern; what is new joins them."""
        found = {}
        for text in sorted({text for field in ("trigger", *_PATTERNS) for text in getattr(self.rule, field)}):
            whole = self.lexicon.expand(text)
            if whole not in made:
                made[whole] = code_of(whole)
            if (code := made[whole]) is not None:
                found[text] = code
        return found

    def _trigger(self, number: int) -> re.Pattern[str]:
        found = self._triggers[number]
        if found is None:
            found = self._triggers[number] = self._compile("trigger", self.rule.trigger[number])
        return found

    def search(self, number: int) -> Callable[[str], re.Match[str] | None]:
        """What looks for one of its triggers."""
        return self._trigger(number).search

    def look(self, sentences: Sequence[Sentence], number: int) -> Hit | None:
        """What it finds in a sentence: start and end in its text, and whether it is rescued; None for nothing."""
        low = sentences[number].low
        for trigger in range(len(self._triggers)):
            if (found := self._trigger(trigger).search(low)) and (hit := self.weigh(found, sentences, number)):
                return hit
        return None

    def weigh(self, found: re.Match[str], sentences: Sequence[Sentence], number: int) -> Hit | None:
        """What a trigger's match comes to, by all else that the rule asks for; None for nothing."""
        start, end = found.span()
        if end == start:
            return None
        rule, low = self.rule, sentences[number].low
        for pattern in self.patterns("needs") if rule.needs else ():
            if not pattern.search(low):
                return None
        for pattern in self.patterns("unless") if rule.unless else ():
            if pattern.search(low):
                return None
        if not (rule.near or rule.unless_near or rule.rescue):
            return Hit(start, end, False)
        beside = [sentence.low for sentence in sentences[max(0, number - 1) : number + 2]]
        if not all(_any(pattern, beside) for pattern in self.patterns("near")):
            return None
        if any(_any(pattern, beside) for pattern in self.patterns("unless_near")):
            return None
        return Hit(start, end, any(_any(pattern, beside) for pattern in self.patterns("rescue")))


def _any(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return any(pattern.search(text) for text in texts)
