"""Reads the rule files: the built-in ones, and a team's in the configuration folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from warroom.tone.compiled import Compiled, Hit
from warroom.tone.lexicon import Lexicon
from warroom.tone.model import ELEMENTS
from warroom.tone.prefilter import Index, pieces_to_bits
from warroom.tone.rule import BrokenRule, joined, read_rule

if TYPE_CHECKING:
    from store.paths import StrPath
    from warroom.tone.reading import Sentence

HERE = os.path.dirname(__file__)


class Problem(NamedTuple):
    """A rule file that can't be used, or a rule in it, and why."""

    file: str
    reason: str


class Found(NamedTuple):
    """A rule that found something in a sentence."""

    compiled: Compiled
    hit: Hit


class Rules:
    """The rules in force."""

    def __init__(
        self, faults: Sequence[Compiled], elements: Sequence[Compiled], problems: Sequence[Problem] = (), index: Index | None = None
    ) -> None:
        self.faults = tuple(faults)
        self.elements = tuple(elements)
        self.problems = tuple(problems)
        self.unkept = index is None
        """Whether it was worked out of the files just now."""
        self._index = index
        self._triggers = [(one, number) for one in (*faults, *elements) for number in range(len(one.rule.trigger))]
        self._searches: list[Callable[[str], re.Match[str] | None] | None] = [None] * len(self._triggers)
        self._bits: dict[str, int] = {}
        for bit, (one, _) in enumerate(self._triggers):
            self._bits[one.rule.element] = self._bits.get(one.rule.element, 0) | 1 << bit

    @property
    def index(self) -> Index:
        """Every trigger of every rule, to be found by the words of a sentence."""
        if self._index is None:
            wanted = [pieces for one in (*self.faults, *self.elements) for pieces in one.wanted()]
            self._index = Index(*pieces_to_bits(wanted))
        return self._index

    def faults_in(self, sentences: Sequence[Sentence]) -> list[list[Found]]:
        """What the rules find in each sentence, at most once each. They go one after the other over the whole text, as a pattern
        that was just in use is quicker."""
        found: list[list[Found]] = [[] for _ in sentences]
        wanted: dict[int, list[int]] = {}
        candidates, among = self.index.candidates, self._bits.get("", 0)
        for number, sentence in enumerate(sentences):
            for at in candidates(sentence.low, among):
                wanted.setdefault(at, []).append(number)
        lows = [sentence.low for sentence in sentences]
        for at in sorted(wanted):
            search, compiled = self._search(at), self._triggers[at][0]
            for number in wanted[at]:
                if (match := search(lows[number])) and not (found[number] and found[number][-1].compiled is compiled):
                    hit = compiled.weigh(match, sentences, number)
                    if hit:
                        found[number].append(Found(compiled, hit))
        return found

    def elements_in(self, sentences: Sequence[Sentence], number: int, elements: Iterable[str] = ELEMENTS) -> Iterator[Found]:
        """What the recognisers of those elements find in a sentence, at most once each."""
        among = 0
        for element in elements:
            among |= self._bits.get(element, 0)
        if not among:
            return
        low = sentences[number].low
        last: Compiled | None = None
        for at in self.index.candidates(low, among):
            compiled = self._triggers[at][0]
            if compiled is not last and (match := self._search(at)(low)) and (hit := compiled.weigh(match, sentences, number)):
                last = compiled
                yield Found(compiled, hit)

    def _search(self, at: int) -> Callable[[str], re.Match[str] | None]:
        found = self._searches[at]
        if found is None:
            compiled, trigger = self._triggers[at]
            found = self._searches[at] = compiled.search(trigger)
        return found

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the sentence rules."""
        return frozenset(compiled.rule.id for compiled in self.faults)


def load_rules(folder: StrPath | None = None) -> Rules:
    """The built-in rules, and those of a team's folder after them: a rule with the same id takes the built-in one's place.
    What is broken there is among the problems, and the rest works."""
    built_in = _built_in()
    if folder is None or not os.path.isdir(folder):
        return built_in
    lexicon = built_in_lexicon()
    faults = {compiled.rule.id: compiled for compiled in built_in.faults}
    elements, problems = list(built_in.elements), list(built_in.problems)
    for more, wrong in _own(os.fspath(folder), lexicon):
        problems += wrong
        faults.update({compiled.rule.id: compiled for compiled in more if not compiled.rule.element})
        elements += [compiled for compiled in more if compiled.rule.element]
    return Rules(tuple(faults.values()), tuple(elements), tuple(problems))


def _own(folder: str, lexicon: Lexicon) -> Iterator[tuple[list[Compiled], list[Problem]]]:
    """The files of a team's folder, without the rules that would hold us up."""
    from warroom.tone.trial import slow_patterns

    read = [(path, read_file(path, lexicon)) for path in _files(folder)]
    rules = [compiled for _, (found, _) in read for compiled in found]
    slow = slow_patterns({pattern: (*one.rule.bad, *one.rule.good) for one in rules for pattern in one.written_out()})
    for path, (found, problems) in read:
        kept = []
        for one in found:
            reasons = [f"rule {one.rule.id!r}: {text!r}: {slow[full]}" for full, text in one.written_out().items() if full in slow]
            problems += [Problem(path, reason) for reason in reasons]
            kept += [] if reasons else [one]
        yield kept, problems


def read_file(path: str, lexicon: Lexicon) -> tuple[list[Compiled], list[Problem]]:
    """The rules of one file, and what is wrong in it."""
    try:
        table = _toml(path)
        classes = table.pop("lexicon", {})
        tables = table.pop("rule", None)
        if tables is None:
            tables, table = [table], {}
        if table or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise BrokenRule("a file holds one rule, or several as [[rule]], and perhaps a [lexicon]")
        own = lexicon.with_more(_classes(classes))
    except (OSError, ValueError, BrokenRule) as error:
        return [], [Problem(path, _reason(error))]
    found: list[Compiled] = []
    problems: list[Problem] = []
    for one in tables:
        try:
            compiled = Compiled(read_rule(one, os.path.basename(path)), own)
            if not path.startswith(HERE):
                compiled.check_patterns()
            found.append(compiled)
        except BrokenRule as error:
            problems.append(Problem(path, str(error)))
    return found, problems


@cache
def _built_in() -> Rules:
    lexicon = built_in_lexicon()
    faults: list[Compiled] = []
    elements: list[Compiled] = []
    problems: list[Problem] = []
    for room, kept in (("rules", faults), ("elements", elements)):
        for path in _files(os.path.join(HERE, room)):
            more, wrong = read_file(path, lexicon)
            kept += more
            problems += wrong
    return Rules(tuple(faults), tuple(elements), tuple(problems))


@cache
def built_in_lexicon() -> Lexicon:
    """The built-in classes, of all `lexicon*.toml`."""
    classes: dict[str, Sequence[str]] = {}
    for path in _files(HERE):
        if os.path.basename(path).startswith("lexicon"):
            classes.update(_classes(_toml(path)))
    return Lexicon(classes)


def _classes(table: Any) -> Mapping[str, Sequence[str]]:
    if not isinstance(table, dict) or not all(isinstance(words, list) and words for words in table.values()):
        raise BrokenRule("a lexicon holds lists of patterns, none of them empty")
    return {name: [joined(word) for word in words] for name, words in table.items()}


def rule_files(folder: str) -> list[str]:
    """Every file that the rules come from: lexicons, the built-in rules, the team's."""
    rooms = (HERE, os.path.join(HERE, "rules"), os.path.join(HERE, "elements"), folder)
    return [path for room in rooms for path in _files(room)]


def _files(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".toml")]
    except OSError:
        return []


def _toml(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:
        return tomllib.load(file)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it can't be read: {error.strerror or error}"
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
