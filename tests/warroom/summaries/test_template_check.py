"""`template check` finds what would fail in a letter, before a letter needs it."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from store.errors import BadInput, Refused
from tests.tables import ROOT
from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import full
from warroom.summaries import interfaces
from warroom.summaries.checking import TemplateFinding, check_templates
from warroom.summaries.interface import Field, Interface, Renamed
from warroom.summaries.model import SUMMARIES
from warroom.summaries.template_files import copy_template
from warroom.summaries.templating import render


def found(folder: Path, summary: str = "", **files: str) -> list[TemplateFinding]:
    """What is found in a folder with those templates (`letter="…"`)."""
    for name, text in files.items():
        (folder / f"{name}.md.j2").write_text(text, encoding="utf-8")
    return list(check_templates(folder, summary).findings)


def shown(findings: list[TemplateFinding]) -> list[str]:
    return [f"{one.file}:{one.line}: {one.level} {one.message}" for one in findings]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_a_copy_of_what_is_built_in_is_fine(summary: str, tmp_path: Path) -> None:
    copied = copy_template(summary, tmp_path / "templates")
    checked = check_templates(tmp_path / "templates")
    assert (checked.templates, checked.findings) == ((summary,), ())
    copied.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        copy_template(summary, tmp_path / "templates")
    assert copied.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert check_templates(tmp_path / "none").templates == ()
    with pytest.raises(BadInput, match="is no summary"):
        check_templates(tmp_path, "lettr")


def test_a_syntax_error_has_its_line(tmp_path: Path) -> None:
    assert shown(found(tmp_path, brief="one\n\n{% if %}"))[0].startswith("templates/brief.md.j2:3: error Expected an expression")


def test_unknown_fields_are_found_in_branches_that_no_sample_takes(tmp_path: Path) -> None:
    text = """{% if fault == "martian" %}
{{ frist_name }}
{% for p in promises | sort(attribute="due_at") %}{{ p.waht }}{{ loop.index }}{% endfor %}
{% set one = promises[0] %}{{ one.dueat }}
{{ signer["nme"] }}{{ promises[1:] | length }}{{ (promises | first).staet }}
{{ what.__class__ }}
{% macro m(a) %}{{ a.anything }}{{ zoen }}{% endmacro %}
{% endif %}text"""
    assert [(one.line, one.message, one.hint) for one in found(tmp_path, letter=text)] == [
        (2, "there is no field frist_name", "did you mean first_name?"),
        (3, "there is no field promises.waht", "did you mean what?"),
        (4, "there is no field promises.dueat", "did you mean due_at?"),
        (5, "there is no field promises.staet", "did you mean state?"),
        (5, "there is no field signer.nme", "did you mean name?"),
        (6, "“__class__” is not allowed", "templates reach fields and filters only"),
        (7, "there is no field zoen", "did you mean zone?"),
    ]


def test_what_fails_with_sparse_data_is_found_with_the_sample_that_shows_it(tmp_path: Path) -> None:
    (only,) = found(tmp_path, letter="Hello\n{{ fixed_at | when }}")
    assert (only.line, only.message) == (2, "nothing is no time")
    assert "ask {% if %} first" in only.hint
    assert "stage open" in only.hint
    assert found(tmp_path, letter="Hello\n{% if fixed_at %}{{ fixed_at | when }}{% endif %}") == []


def test_what_fails_at_one_stage_only_is_found(tmp_path: Path) -> None:
    (only,) = found(tmp_path, letter='Hello{% if stage == "made-right" and fault == "ours" %}{{ 1 / 0 }}{% endif %}')
    assert only.message == "division by zero"
    assert "fault ours, stage made-right" in only.hint


@pytest.mark.parametrize(
    "text", ["{{ what | attr('x') }}", "{{ ''.__class__ }}", "{{ cycler }}", "{{ what.format() }}", "{{ lipsum() }}"]
)
def test_what_the_sandbox_refuses_is_an_error(text: str, tmp_path: Path) -> None:
    findings = found(tmp_path, letter=f"Hello\n{text}")
    assert [(one.line, one.level) for one in findings] == [(2, "error")]


@pytest.mark.parametrize(
    "text",
    ["`{{ customer }}`",
     "[x](http://a/{{ customer }})", "<!-- {{ customer }} -->", "```\n{{ customer }}\n```", "    {{ customer }}",
     "<b title={{ customer }}>"],
)  # fmt: skip
def test_a_value_that_could_act_as_markdown_is_found(text: str, tmp_path: Path) -> None:
    (only,) = found(tmp_path, letter=f"Hello\n\n{text}\n")
    assert only.level == "error"
    assert only.message == "a value can change the structure of the text: customer"


@pytest.mark.parametrize(
    "text", ["# {{ customer }}", "- {{ what }}", "| a |\n| --- |\n| {{ what }} |", "**{{ what }}** x", "> {{ what }}"]
)
def test_values_in_ordinary_places_are_fine(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, letter=f"Hello\n\n{text}\n") == []


def test_a_block_that_the_built_in_one_has_not_is_found(tmp_path: Path) -> None:
    text = '{% extends "built-in/review.md.j2" %}\n{% block sumary %}x{% endblock %}\n{% block lessons %}y{% endblock %}'
    (only,) = found(tmp_path, review=text)
    assert (only.line, only.level, only.hint) == (2, "warning", "did you mean summary?")


def test_a_block_can_be_overridden_alone(tmp_path: Path) -> None:
    text = '{% extends "built-in/handover.md.j2" %}\n{% block read_back %}Say it back to {{ by }}.{% endblock %}'
    assert found(tmp_path, handover=text) == []


def test_files_that_are_never_read_are_named(tmp_path: Path) -> None:
    for name in ("Letter.md.j2", "letter.md.j2~", "letter.md", "../x"[3:] + ".md.j2", ".hidden.j2"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    findings = found(tmp_path, lettre="x", foot="Bye", letter='Hello{% include "foot.md.j2" %}')
    assert {one.file.removeprefix("templates/"): one.level for one in findings} == dict.fromkeys(
        (".hidden.j2", "Letter.md.j2", "letter.md", "letter.md.j2~", "lettre.md.j2", "sub", "x.md.j2"), "warning"
    )
    assert next(one.hint for one in findings if "lettre" in one.file) == "did you mean letter.md.j2?"


def test_a_template_that_leads_out_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (folder := tmp_path / "templates").mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "letter.md.j2").symlink_to(tmp_path / "secret")
    (only,) = found(folder)
    assert "leads out of the templates' folder" in only.message


def test_an_error_in_an_included_template_is_placed_there(tmp_path: Path) -> None:
    findings = found(tmp_path, letter='Hello{% include "foot.md.j2" %}', foot="\n{{ nam }}")
    assert shown(findings) == ["templates/foot.md.j2:2: error there is no field “nam” here"]


def test_an_empty_text_is_a_warning(tmp_path: Path) -> None:
    (only,) = found(tmp_path, letter="{% if false %}x{% endif %}")
    assert (only.level, only.message) == ("warning", "nothing is written")


def test_an_old_name_keeps_working_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Field("due_at", "instant", "when")
    fields = (
        Field("now", "instant", "when it is made"),
        Field("zone", "zone", "ours"),
        Field("headline", "line", "what broke"),
        Field("risks", "list", "what may go wrong", (entry,)),
    )
    new = Interface(fields, (Renamed("title", "headline"), Renamed("risks.by", "risks.due_at")))
    monkeypatch.setattr("warroom.summaries.handover_documented.HANDOVER_FIELDS", new)
    assert interfaces.interface_of("handover") is new
    text = "{{ title }}\n{% for r in risks %}{{ r.by | clock }}{% endfor %}\n"
    findings = found(tmp_path, handover=text)
    assert shown(findings) == [
        "templates/handover.md.j2:1: note title is called headline now",
        "templates/handover.md.j2:2: note risks.by is called risks.due_at now",
    ]
    assert check_templates(tmp_path).is_clean
    given = {"now": 0, "zone": "UTC", "headline": "It broke", "risks": [{"due_at": 1_772_539_200_000}]}
    assert render("handover", given, tmp_path) == "It broke\n12:00\n"


def test_the_example_of_the_documentation_works(desk: Desk, tmp_path: Path) -> None:
    lines = (ROOT / "docs" / "templates.md").read_text("utf-8").splitlines()
    begin = next(place for place, line in enumerate(lines) if line.startswith("    {% extends"))
    block = takewhile(lambda line: line.startswith("    ") or not line, lines[begin:])
    templates = tmp_path / "templates"
    templates.mkdir()
    assert found(templates, letter="\n".join(line.removeprefix("    ") for line in block)) == []
    told = full(desk)
    own = render("letter", told.summary("letter").fields, templates)
    built_in = told.summary("letter").markdown
    assert "\nWith kind regards from all of us at Northwind,\n\nAna Kovač\n" in own
    assert "Yours sincerely" in built_in
    assert "Yours sincerely" not in own
