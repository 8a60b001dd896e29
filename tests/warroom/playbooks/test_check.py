"""The strict check of a playbook's file: what it finds, on which line, and that the board reads what it takes in the same way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.fold import fold_board
from store.playbooks.model import MOST_STEPS, PROOFS
from store.playbooks.reading import parsed
from store.playbooks.texts import BUILT_IN, built_in_text
from store.playbooks.wording import proof_text
from tests.store.by_hand import Author
from tests.warroom.hostile import FORBIDDEN, TEXTS
from tests.warroom.playbooks.documents import as_toml, documents
from warroom.playbooks.check import check_file, check_text, usable_file
from warroom.playbooks.document import ProofTable
from warroom.playbooks.lines import line_numbers, line_of

PAGE = Path(__file__).parents[3] / "docs" / "playbooks.md"
HEAD = 'name = "ours"\ntitle = "Our way"\n'
STEP = '[[step]]\nid = "ring"\ntitle = "ring them"\nwhy = "they wait"\n'

_PIECES = st.sampled_from([*'[[step]] id = "a" { } [ ] , . # \' """ within proof contact \\'.split(" "), "\n", "\r\n"])


def found(text: str) -> list[str]:
    """What the check says, each with its place."""
    return [finding.at("ours.toml") for finding in check_text(text).findings]


WRONG: tuple[tuple[str, int, str], ...] = (
    ("", 1, "it has no [[step]]"),
    (HEAD + "step = []", 3, "it has no [[step]]"),
    ('name = "Our Own"\ntitle = "x"\n' + STEP, 1, "“Our Own” is no plain name"),
    ('title = "x"\n' + STEP, 1, "name is missing"),
    (HEAD + 'titel = "x"\n' + STEP, 3, "key “titel” is none of name, title, about, step; did you mean title?"),
    (HEAD + "[[step", 3, "this is no TOML"),
    (HEAD + STEP + 'say = "half', 7, "this is no TOML"),
    (HEAD + '[[step]]\nid = "a"\ntitle = "t"\n', 3, "step “a”: why is missing"),
    (HEAD + '[[step]]\ntitle = "t"\nwhy = "w"\n', 3, "step 1: id is missing"),
    (HEAD + STEP + STEP, 8, "there is a step “ring” above it already"),
    (HEAD + STEP + 'who = "ownr"', 7, "who “ownr” is none of owner, fixer, second, manager, anyone; did you mean owner?"),
    (HEAD + STEP + 'whos = "owner"', 7, "key “whos” is none of"),
    (HEAD + STEP + 'closing = "yes"', 7, "closing is “yes”, and should be true or false"),
    (HEAD + STEP + "say = 3", 7, "say is 3, and should be a text"),
    (HEAD + STEP + 'say = ""', 7, "say is empty"),
    (HEAD + STEP + 'say = "  "', 7, "say is empty"),
    (HEAD + STEP.replace("ring them", "x" * 81), 5, "title is longer than 80 characters"),
    (HEAD + STEP.replace("they wait", "a\\u202Eb"), 6, "why: it holds control codes"),
    (HEAD + STEP + "# a comment \u202e turned round", 7, "it holds control codes"),
    (HEAD + STEP + 'practices = ["P1"]', 7, "practices: “P1” is no id as P01"),
    (HEAD + STEP + f"practices = {['P01'] * 9}", 7, "9 of them are too many, 8 is the most"),
    (HEAD + STEP + 'after = "ring"', 7, "a step can't come after itself"),
    (HEAD + STEP + 'after = "later"\n' + STEP.replace("ring", "later"), 7, "that step comes later"),
    (HEAD + STEP + 'after = "fixd"', 7, "is neither an anchor (known, told,"),
    (HEAD + STEP + 'after = "fixd"', 7, "did you mean fixed?"),
    (HEAD + STEP.replace("ring", "fixed") + 'after = "fixed"', 7, "both a step and an anchor have that name"),
    (HEAD + STEP + 'within = "soon"', 7, "“soon” is no length of time"),
    (HEAD + STEP + 'within = "amends_withn"', 7, "did you mean amends_within?"),
    (HEAD + STEP + "within = 45", 7, "within is a span"),
    (HEAD + STEP + 'within = ["1h", "2h"]', 7, "and these are 2"),
    (HEAD + STEP + 'within = ["1h", "2h", 3, "off"]', 7, "3 is no text"),
    (HEAD + STEP + 'within = "cadence"', 7, "has no span for each severity; these have: first_word"),
    (HEAD + STEP + 'proof = { contakt = "any" }', 7, "proof “contakt” is none of contact, stage,"),
    (HEAD + STEP + 'proof = { contakt = "any" }', 7, "did you mean contact?"),
    (HEAD + STEP + 'proof = { contact = "apologie" }', 7, "contact “apologie” is none of any, update, apology"),
    (HEAD + STEP + "proof = { contact = [] }", 7, "contact has no word"),
    (HEAD + STEP + "proof = { contact = 3 }", 7, "contact 3 is none of"),
    (HEAD + STEP + "proof = {}", 7, "a proof needs one of contact"),
    (HEAD + STEP + 'proof = "contact"', 7, "proof is “contact”, and should be a table"),
    (HEAD + STEP + 'proof = [\n{ stage = "fixed" },\n# then\n{ stage = "wrong" }]', 10, "stage “wrong” is none of owned"),
    (HEAD + STEP + 'proof = { stage = "fixed", contact = "any" }', 7, "a proof is one thing, and contact and stage are 2"),
    (HEAD + STEP + 'proof = { stage = "fixed", channel = "call" }', 7, "channel can only narrow a contact"),
    (HEAD + STEP + 'proof = { contact = "any", channel = "fax" }', 7, "channel “fax” is none of call"),
    (HEAD + STEP + 'proof = { contact = "any", direction = "up" }', 7, "direction “up” is none of out, in, both"),
    (HEAD + STEP + 'proof = { contact = "any", since = "rang" }', 7, "since “rang” is neither"),
    (HEAD + STEP + '[[step.proof]]\ncontact = "any"\n[[step.proof]]\nfield = "x"', 10, "field “x” is none of trouble"),
    (HEAD + "step = 3", 3, "step is 3, and should be a list"),
    (HEAD + "step = [3]", 3, "step is 3, and should be a table"),
    (HEAD + "".join(STEP.replace("ring", f"s{n}") for n in range(MOST_STEPS + 1)), 3, "41 steps are too many, 40 is the most"),
)


@pytest.mark.parametrize(("text", "line", "what"), WRONG)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, what: str) -> None:
    places = [place for place in found(text) if what in place]
    assert len(places) == 1, found(text)
    assert places[0].startswith(f"ours.toml:{line}: "), places
    assert check_text(text).playbook is None


def test_everything_is_said_at_once_in_the_order_of_the_file() -> None:
    wrong = 'who = "me"\nafter = "x"\nproof = { contakt = "any" }\n'
    text = 'name = "Ours"\ntitle = ""\n' + STEP.replace('"ring"', '"Ring"') + wrong
    lines = [finding.line for finding in check_text(text).findings]
    assert lines == [1, 2, 4, 7, 8, 9]


def test_a_text_that_is_too_long_is_not_even_read() -> None:
    (finding,) = check_text(HEAD + "#" * 70_000).findings
    assert "keep it under 65,536" in finding.text


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_ones_stand_the_check_and_are_read_alike(name: str) -> None:
    checked = check_text(built_in_text(name) or "")
    assert checked.findings == ()
    assert checked.playbook == parsed(name, checked.text)


@settings(max_examples=150, deadline=None)
@given(documents())
def test_what_stands_the_check_is_read_in_the_same_way_by_everyone(document: dict[str, Any]) -> None:
    text = as_toml(document)
    checked = check_text(text)
    assert checked.findings == ()
    assert checked.playbook == parsed(document["name"], text)
    put = Author("a").write("board:B", "playbook_set", {"name": document["name"], "text": text})
    ((name, arrived),) = fold_board("B", [put]).playbooks
    assert parsed(name, arrived) == checked.playbook


@settings(max_examples=100, deadline=None)
@given(documents(), st.data())
def test_every_value_is_found_on_its_line(document: dict[str, Any], data: st.DataObject) -> None:
    text = as_toml(document)
    place = data.draw(st.integers(0, len(document["step"]) - 1))
    key = data.draw(st.sampled_from(sorted(document["step"][place])))
    shown = text.split("\n")[line_of(line_numbers(text), ("step", place, key)) - 1]
    assert shown.startswith(f"{key} = ")
    ids = [index for index, line in enumerate(text.split("\n"), 1) if line.startswith("[[step]]  # one")]
    assert line_of(line_numbers(text), ("step", place)) in ids


def test_a_long_playbook_arrives_whole() -> None:
    text = HEAD + STEP + f"# {'long ' * 10_000}\n" + STEP.replace("ring", "last")
    put = Author("a").write("board:B", "playbook_set", {"name": "ours", "text": text})
    ((name, arrived),) = fold_board("B", [put]).playbooks
    assert [step.id for step in parsed(name, arrived).steps] == ["ring", "last"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.lists(_PIECES).map(" ".join))
def test_any_text_whatever_is_read_and_checked_without_failing(text: str) -> None:
    assert parsed("x", text).name == "x"
    checked = check_text(text)
    assert (checked.playbook is None) == bool(checked.findings)


@settings(max_examples=200, deadline=None)
@given(
    documents(),
    st.lists(
        st.tuples(
            st.sampled_from("id title why practices who after within proof closing say".split()),
            st.sampled_from(["", 3, True, [], {}, [[]], {"contact": "any"}, {"contact": {"x": 1}}, ["1h"] * 4, "ring", "x" * 999]),
        ),
        max_size=4,
    ),
)
def test_a_document_of_wrong_values_never_fails(document: dict[str, Any], wrong: list[tuple[str, Any]]) -> None:
    for place, (key, value) in enumerate(wrong):
        document["step"][place % len(document["step"])][key] = value
    text = as_toml(document)
    checked = check_text(text)
    read = parsed(document["name"], text)
    assert checked.playbook in (None, read)
    assert all(1 <= finding.line <= text.count("\n") + 1 for finding in checked.findings)
    for step in read.steps:
        for proof in step.proofs:
            assert proof_text(proof, read)


@pytest.mark.parametrize("hostile", TEXTS)
def test_hostile_texts_are_refused_or_harmless(hostile: str) -> None:
    import json

    value = json.dumps(hostile, ensure_ascii=True).replace("\\ud83d", "").replace("\\udc69", "")
    text = HEAD.replace('"Our way"', json.dumps(hostile)) + STEP + f"say = {value}\nproof = {{ {value} = 1 }}\n"
    for place in found(text):
        assert not FORBIDDEN.search(place)
        assert len(place) < 500
    read = parsed("ours", text)
    shown = " ".join((read.title, *(step.title + step.why + step.say for step in read.steps)))
    assert not FORBIDDEN.search(shown)


def test_the_model_knows_each_proof_and_no_other() -> None:
    fields = [field.alias or name for name, field in ProofTable.model_fields.items()]
    assert fields == [*PROOFS, "channel", "direction", "since"]


def test_the_example_of_the_documents_stands_the_check() -> None:
    page = PAGE.read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.S)
    checked = check_text(example)
    assert checked.findings == ()
    assert checked.playbook is not None
    assert checked.playbook == parsed("ours", example)
    wrong = example.replace('{ contact = "apology"', '{ contakt = "apology"').replace('after = "ring"', 'after = "rang"')
    assert "\n".join(found(wrong)) in page


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + STEP).replace("\n", "\r\n").encode())
    playbook, text = usable_file(str(path))
    assert (playbook.name, "\r" in text) == ("ours", False)
    path.write_text(HEAD + "x = 1\ny = 2\n")
    with pytest.raises(BadInput, match=r"ours\.toml:1: it has no \[\[step\]\] \(and 2 more\)"):
        usable_file(str(path))
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="no UTF-8"):
        check_file(str(path))
    with pytest.raises(BadInput, match="can't be read"):
        check_file(str(tmp_path))
