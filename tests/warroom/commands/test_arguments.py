"""Options, shared options and free text on one command line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from tests.warroom.commands.conftest import Desk
from warroom.__main__ import first_word, is_board
from warroom.arguments import leading, sort_out

TAKES = {"--said": True, "--at": True, "--attempt": False, "-o": True}
looks_like_option = st.from_regex(r"--[A-Za-z][A-Za-z0-9-]*(=.*)?", fullmatch=True)
texts = st.text().filter(lambda text: not text.startswith("--") and text != "-o" and not text.startswith("-o="))


@given(st.lists(texts))
def test_texts_stay_texts_in_their_order(words: list[str]) -> None:
    assert sort_out(words, TAKES).texts == words


@given(st.lists(st.text()))
def test_after_two_dashes_everything_is_text(words: list[str]) -> None:
    assert sort_out(["a", "--", *words], TAKES).texts == ["a", *words]


@given(st.text())
def test_the_value_of_an_option_may_be_anything(text: str) -> None:
    assert sort_out(["--said", text], TAKES).options == ["--said", text]
    assert sort_out([f"--said={text}"], TAKES).options == [f"--said={text}"]


@given(st.text())
def test_a_shared_option_has_any_value_but_nothing(text: str) -> None:
    for words in (["--board", text], [f"--board={text}"]):
        if text.strip():
            assert sort_out(words, TAKES).shared == {"board": text}
        else:
            with pytest.raises(BadInput, match=r"--board is empty: .* leave it out"):
                sort_out(words, TAKES)


@given(
    looks_like_option.filter(
        lambda word: word.partition("=")[0] not in ("--board", "--as", "--json", "--offline", "--at", "--said")
    )
)
def test_what_looks_like_an_option_is_never_taken_for_text(word: str) -> None:
    found = sort_out(["a", word, "b"], {})
    assert (found.options, found.texts) == ([word], ["a", "b"])


@pytest.mark.parametrize("text", ["-5 degrees", "-x", "-", "---", "--- so they said", "-- no", "--5 %", "--said they", "-said"])
def test_texts_that_begin_with_a_dash(text: str) -> None:
    assert sort_out(["K7Q2", text], TAKES).texts == ["K7Q2", text]


def test_an_option_without_its_value() -> None:
    for word in ("--said", "--board", "-o"):
        with pytest.raises(BadInput, match="needs a value"):
            sort_out(["a", word], TAKES)


def test_the_first_word_after_the_shared_options() -> None:
    assert first_word(["--board", "note", "--json", "--as=ana", "list"]) == "list"
    assert first_word(["--board", "list"]) is None
    assert first_word([]) is None
    assert leading(["--json", "--as", "ana", "list", "--json"]) == 3


@pytest.mark.parametrize("word", ["ops.warroom", "./ops", "a/b", "c:\\ops", "postgresql://host/db"])
def test_what_is_a_board(word: str) -> None:
    assert is_board(word)


@pytest.mark.parametrize("word", ["list", "ops", "warroom", "--help"])
def test_what_is_a_command(word: str) -> None:
    assert not is_board(word)


@pytest.mark.parametrize("text", ["-5 degrees", "-x", "--- so they said", "--5 %", "-"])
def test_free_text_may_begin_with_a_dash(desk: Desk, text: str) -> None:
    id_ = desk.open("-Acme", "-5 degrees")
    desk.good("note", id_, text)
    desk.good("note", id_, "--at", "1h", text, "--offline")
    desk.good("contact", id_, "--channel", "call", "--said", text)
    desk.good("contact", id_, f"--said={text}", "--channel=call")
    desk.good("set", id_, "trouble", text)
    shown = desk.show(id_)
    assert [note["text"] for note in shown["notes"]] == [text, text]
    assert [contact["said"] for contact in shown["contacts"]] == [text, text]
    assert (shown["trouble"], shown["customer"]) == (text, "-Acme")


def test_options_as_text_after_two_dashes(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("note", id_, "--", "--json")
    assert answer.out == ""
    desk.good("note", "--", id_, "--at")
    desk.good("contact", id_, "--channel", "call", "--said", "--json")
    shown = desk.show(id_)
    assert [note["text"] for note in shown["notes"]] == ["--json", "--at"]
    assert shown["contacts"][0]["said"] == "--json"


@pytest.mark.parametrize("word", ["--ofline", "--at-all", "--said=x", "--Json", "--json=yes"])
def test_a_mistyped_option_is_an_error(desk: Desk, word: str) -> None:
    id_ = desk.open()
    desk.bad("note", id_, word)
    desk.bad("note", id_, "x", word)
    desk.bad("note", word, id_, "x")
    desk.bad(word, "note", id_, "x")


def test_shared_options_stand_anywhere(desk: Desk) -> None:
    id_ = desk.open()
    board = str(desk.board)
    for words in (
        ("--json", "--as", "ben", "--board", board, "--offline", "note", id_, "x"),
        ("note", "--json", "--as=ben", id_, f"--board={board}", "x"),
        ("note", id_, "x", "--as", "ben", "--board", board, "--offline", "--json"),
    ):
        assert desk.good(*words).json == {"id": id_}
    assert [note["by"] for note in desk.show(id_)["notes"]] == ["ben"] * 3


def test_commands_that_there_are_not(desk: Desk) -> None:
    assert "did you mean" in desk.bad("lisst")
    desk.bad("advize", "x")
    desk.bad("--version-of-what")
    assert desk.good("--version").out.startswith("warroom ")
    helped = desk.good("--help").out
    assert "contact" in helped
    assert "--board" in helped
    assert "--said" in desk.good("contact", "--help").out
    helped = desk.good("restitution", "--help").out
    assert "restitution ID --kind KIND" in helped
    assert "restitution ID N approved|issued" in " ".join(helped.split())
    assert "--said" in desk.good("contact", "K7Q2", "--channel", "call", "--help").out
