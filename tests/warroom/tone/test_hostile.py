"""Whatever comes in: rules that would hold us up, texts that nobody wrote by hand, a kept file that was changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.tone.corpus import labelled
from tests.warroom.tone.test_reading import PIECES, sliced
from tests.warroom.tone.test_rules import RULE
from warroom.tone.checking import check
from warroom.tone.keeping import keep, kept_rules, stamp_of
from warroom.tone.loading import Rules, load_rules
from warroom.tone.reading import Reading

LETTER = "We apologise for any inconvenience that this may have caused. Mistakes were made, and our supplier failed us."


@pytest.mark.parametrize("pattern", ["(a+)+$", r"perchance (?:\\w+\\s?)+$", "(x|x)*y", r"(?:aa|a|ab)+?{own} z", r"(\\d+)*[.]$"])
def test_a_pattern_that_would_hold_us_up_is_refused(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "a.toml").write_text(RULE.replace('"perchance"', f'"{pattern}"').replace("hedge.mine", "hedge.slow"))
    (tmp_path / "b.toml").write_text(RULE)
    started = time.process_time()
    rules = load_rules(tmp_path)
    assert [Path(problem.file).name for problem in rules.problems] == ["a.toml"]
    assert "to hold it up" in rules.problems[0].reason
    assert rules.ids & {"hedge.mine", "hedge.slow"} == {"hedge.mine"}
    assert not {one.rule for one in check("a" * 5_000 + "!", "text", rules=rules).findings}
    assert time.process_time() - started < 5


def test_built_in_patterns_stand_the_same_trial() -> None:
    from warroom.tone.trial import hostile_texts

    text = ". ".join(hostile_texts("we you our", [LETTER])).replace("!", "")
    started = time.process_time()
    check(text)
    assert time.process_time() - started < 10


TEXTS = st.one_of(
    st.lists(st.sampled_from((*PIECES, LETTER, "> > > ", ">" * 300, "\0", "\r\n\r\n", "|" * 50)), max_size=40).map("".join),
    st.text(max_size=200),
    st.builds(lambda piece, times: piece * times, st.sampled_from(PIECES), st.integers(1, 3_000)),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_text_is_too_much(text: str) -> None:
    started = time.process_time()
    report = check(text)
    assert time.process_time() - started < 5
    for one in report.findings:
        assert sliced(text, one[2:6]) == one.text


@pytest.mark.parametrize(
    "piece",
    [
        "a", "we apologise ", "\0", "> ", "“", "'a", "`", "[", "<!-- ", "|", "- ", "<a ", "*", "a@", "\\", "a.b.", "1.", "\u200b",
        "('", "[to fill:", "![", "](", "_a", "„", "~~~", " ", "‘", "Mr. ", "é", "&amp;", "[a](", "<!-- tone: allow x: y -->", "we ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("apart", ["", "\n"])
def test_a_huge_line_takes_a_bounded_time(piece: str, apart: str) -> None:
    text = (piece + apart) * (200_000 // len(piece + apart))
    started = time.process_time()
    check(text, "text")
    assert time.process_time() - started < 6


def test_a_kept_file_never_changes_what_is_found(tmp_path: Path) -> None:
    folder, file = tmp_path / "tone", tmp_path / "kept"
    folder.mkdir()
    own = folder / "a.toml"
    own.write_text(RULE)
    keep(load_rules(folder), stamp_of(str(folder)), str(file))
    whole = file.read_bytes()
    plain = load_rules(folder)
    for at in (0, 40, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert kept_rules(str(folder), str(file)).unkept
    file.write_bytes(whole[:-1])
    assert kept_rules(str(folder), str(file)).unkept
    file.write_bytes(whole)
    kept = kept_rules(str(folder), str(file))
    assert not kept.unkept
    assert [_found(kept, one.text) for one in labelled("made")] == [_found(plain, one.text) for one in labelled("made")]


def test_a_rule_that_changed_within_its_size_and_time_is_read_anew(tmp_path: Path) -> None:
    import os

    folder, file = tmp_path / "tone", tmp_path / "kept"
    folder.mkdir()
    own = folder / "a.toml"
    own.write_text(RULE)
    of = own.stat()
    keep(load_rules(folder), stamp_of(str(folder)), str(file))
    own.write_text(RULE.replace("perchance", "peradvent").replace("Perchance", "Peradvent"))
    os.utime(own, ns=(of.st_atime_ns, of.st_mtime_ns))
    assert own.stat().st_size == of.st_size
    rules = kept_rules(str(folder), str(file))
    assert rules.unkept
    assert "hedge.mine" not in {one[0] for one in _found(rules, "It rained, perchance.")}


def _found(rules: Rules, text: str) -> list[tuple[str, int]]:
    assert Reading(text).text == text
    return [(one.rule, one.column) for one in check(text, "text", rules=rules).findings]
