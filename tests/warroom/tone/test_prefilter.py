"""What the words of a sentence leave out would have found nothing; and what is kept of the rules is the rules."""

from __future__ import annotations

import marshal
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warroom.tone.corpus import labelled
from warroom.tone.checking import check
from warroom.tone.keeping import keep, kept_rules, stamp_of
from warroom.tone.lexicon import Lexicon, grouped
from warroom.tone.loading import load_rules
from warroom.tone.precompiled import Code, code_of, pattern_of
from warroom.tone.reading import Reading

LEXICON = Lexicon({"we": ["we", "i"], "our": ["our", "{we} own"], "sum": [r"[$€] ?\d+"]})


@pytest.mark.parametrize("part", ["made", "measured"])
def test_nothing_is_left_out_that_would_have_been_found(part: str) -> None:
    rules = load_rules()
    for one in labelled(part):
        sentences = Reading(one.text).sentences
        for number, faults in enumerate(rules.faults_in(sentences)):
            assert [item.compiled for item in faults] == [rule for rule in rules.faults if rule.look(sentences, number)]
            elements = [item.compiled for item in rules.elements_in(sentences, number)]
            assert elements == [rule for rule in rules.elements if rule.look(sentences, number)]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"{we} lost", [{"^lost"}, {"=we", "=i"}]),
        (r"\blost\b", [{"=lost"}]),
        (r"\blos", [{"^los"}]),
        (r"lost", [{"~lost"}]),
        (r"\bapologi[sz]e", [{"^apologi"}]),
        (r"\bdelays?\b", [{"^delay"}]),
        (r"\b(?:rain|snow)\b", [{"=rain", "=snow"}]),
        (r"\b(?:rain|\w+)\b", []),
        (r"(?:rain)?", []),
        (r"{our}", [{"=our", "=own"}]),
        (r"{sum}", [{"#"}]),
        (r"didn’t", [{"~didn"}, {"^t"}]),
        (r"(?!rain)x", [{"~x"}]),
    ],
)
def test_what_a_match_must_hold(pattern: str, wanted: list[set[str]]) -> None:
    assert [set(pieces) for pieces in LEXICON.needed(pattern)] == wanted


def test_rules_are_kept_and_made_anew_when_a_file_changes(tmp_path: Path) -> None:
    folder, file = tmp_path / "tone", tmp_path / "state" / "kept"
    plain = load_rules(folder)
    made = kept_rules(str(folder), str(file))
    assert made.unkept
    keep(made, stamp_of(str(folder)), str(file))
    kept = kept_rules(str(folder), str(file))
    assert not kept.unkept
    assert [one.rule for one in (*kept.faults, *kept.elements)] == [one.rule for one in (*plain.faults, *plain.elements)]
    for one in labelled("made"):
        assert check(one.text, rules=kept) == check(one.text, rules=plain)
    folder.mkdir()
    (folder / "broken.toml").write_text("id = 'x'")
    assert [os.path.basename(problem.file) for problem in kept_rules(str(folder), str(file)).problems] == ["broken.toml"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xff", marshal.dumps(None), marshal.dumps([]), marshal.dumps({"stamp": 1})])
def test_a_spoilt_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kept"
    stamp = stamp_of(str(tmp_path))
    for spoilt in (content, marshal.dumps({"stamp": stamp}), marshal.dumps({"stamp": stamp, "rules": [(), 1]})):
        file.write_bytes(spoilt)
        assert kept_rules(str(tmp_path), str(file)).unkept


def test_a_state_folder_that_can_t_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep(load_rules(), stamp_of(str(tmp_path)), str(tmp_path / "file" / "kept"))
    assert kept_rules(str(tmp_path), str(tmp_path / "file" / "kept")).faults


@pytest.mark.parametrize(
    "pattern", [r"\bwe (?P<verb>lost|broke) (it)\b(?=.)", r"(?<!\w)[a-zé]{2,3}\d*?$", "", "(?:a|b)++", "(?x) a  b"]
)
def test_a_patterns_code_is_the_pattern(pattern: str) -> None:
    code = code_of(pattern)
    assert code is not None
    made = pattern_of(Code._make(marshal.loads(marshal.dumps(tuple(code)))))
    assert made == re.compile(pattern)
    assert (made.groups, dict(made.groupindex)) == (re.compile(pattern).groups, dict(re.compile(pattern).groupindex))


@given(
    st.lists(
        st.text(alphabet="abc ", min_size=1, max_size=4) | st.sampled_from(["ab?", "a(?:b|c)", "b|c", r"\ba", "[ab]c", ""]),
        min_size=1,
    )
)
def test_alternatives_that_are_grouped_are_the_same(ways: list[str]) -> None:
    apart, together = re.compile("|".join(f"(?:{way})" for way in ways)), re.compile(grouped(ways))
    for text in (*ways, "a", "ab", "abc", "b", "c ca", ""):
        assert (apart.fullmatch(text) is None) == (together.fullmatch(text) is None)
