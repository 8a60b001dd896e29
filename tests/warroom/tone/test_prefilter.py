"""What the words of a sentence leave out would have found nothing; and what is kept of the rules is the rules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.warroom.tone.corpus import labelled
from warroom.tone.keeping import kept_rules
from warroom.tone.lexicon import Lexicon
from warroom.tone.loading import load_rules
from warroom.tone.reading import Reading

LEXICON = Lexicon({"we": ["we", "i"], "our": ["our", "{we} own"], "sum": [r"[$€] ?\d+"]})


@pytest.mark.parametrize("part", ["made", "measured"])
def test_nothing_is_left_out_that_would_have_been_found(part: str) -> None:
    rules = load_rules()
    for one in labelled(part):
        sentences = Reading(one.text).sentences
        for number in range(len(sentences)):
            found = [item.compiled for item in rules.found_in(sentences, number)]
            assert found == [compiled for compiled in (*rules.faults, *rules.elements) if compiled.look(sentences, number)]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"{we} lost", [{"^lost"}, {"=we", "=i"}]),
        (r"\blost\b", [{"=lost"}]),
        (r"\blos", [{"^los"}]),
        (r"lost", [{"~lost"}]),
        (r"\bapologi[sz]e", [{"^apologi"}, {"~e"}]),
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
    folder, file = tmp_path / "tone", tmp_path / "state" / "kept.json"
    plain = [compiled.rule for compiled in load_rules(folder).faults]
    for _ in range(2):
        kept = kept_rules(str(folder), str(file))
        assert [compiled.rule for compiled in kept.faults] == plain
    sentences = Reading("We apologise for any inconvenience.").sentences
    assert next(found.compiled.rule.id for found in kept.found_in(sentences, 0)) == "hedge.any-inconvenience"
    folder.mkdir()
    (folder / "broken.toml").write_text("id = 'x'")
    assert [os.path.basename(problem.file) for problem in kept_rules(str(folder), str(file)).problems] == ["broken.toml"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"stamp": 1}', "\udcff"])
def test_a_spoilt_file_is_made_anew(tmp_path: Path, content: str) -> None:
    file = tmp_path / "kept.json"
    kept_rules(str(tmp_path), str(file))
    held = json.loads(file.read_text("utf-8"))
    for spoilt in (content, json.dumps({"stamp": held["stamp"]}), json.dumps({**held, "rules": [[9, [], []]]})):
        file.write_bytes(spoilt.encode("utf-8", "surrogateescape"))
        assert len(kept_rules(str(tmp_path), str(file)).faults) == len(load_rules().faults)


def test_a_state_folder_that_can_t_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kept_rules(str(tmp_path), str(tmp_path / "file" / "kept.json")).faults
