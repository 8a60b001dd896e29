"""Templates: fields in, Markdown out; a team's own come first; what is wrong is said with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput
from warroom.summaries.filter_words import FILTER_WORDS, FilterWords
from warroom.summaries.filters import FILTERS
from warroom.summaries.model import Gap
from warroom.summaries.phrasing import gaps_in
from warroom.summaries.templating import render, render_template

NOON = 1_772_539_200_000
"""3 March 2026, 12:00 UTC."""
FIELDS: dict[str, Any] = {
    "now": NOON, "zone": "Europe/Berlin", "name": "*Ann* <b>", "at": NOON, "nothing": None, "count": 41_200, "yes": True,
    "owed": {"amount": "250.00", "currency": "EUR"}, "words": "We lost\n# our day", "names": ["Ann", "Ben", "Cy"],
    "promises": [{"what": "a fix", "due_at": NOON}, {"what": "| a call |", "due_at": None}],
}  # fmt: skip

Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Renders a template of the team's folder: the text of `letter.md.j2`, and more files by name."""

    def write(text: str, **others: str) -> str:
        for name, content in {"letter": text, **others}.items():
            (tmp_path / f"{name}.md.j2").write_text(content, encoding="utf-8")
        return render("letter", FIELDS, tmp_path)

    return write


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ at | when }}", "Tuesday 3 March, 13:00 CET"),
        ("{{ at | date }}; {{ at | time }}; {{ at | clock }}", "Tuesday 3 March; 13:00 CET; 13:00"),
        ("{{ at | time('Asia/Tokyo') }}", "21:00 JST"),
        ("{{ at | time('America/Sao_Paulo') }}", "09:00 UTC-03"),
        ("{{ (at - 400 * 86400000) | date }}", "Monday 27 January 2025"),
        ("{{ 4320000 | span }}, {{ 4320000 | span(short=true) }}, {{ 0 | span }}", "1 hour 12 minutes, 1 h 12, less than a minute"),
        ("{{ owed | money }}", "€250"),
        ("{{ count | number }} {{ 1 | plural('call') }} {{ 2 | plural('entry', 'entries') }}", "41,200 1 call 2 entries"),
        ("{{ names | listed }}; {{ names[:2] | listed('or') }}", "Ann, Ben and Cy; Ann or Ben"),
        ("{{ 'why it *broke*' | gap('explanation') }}", "[to fill: explanation: why it \\*broke\\*]"),
        ("{{ name }}", "\\*Ann\\* \\<b>"),
        ("{{ words | paragraphs }}", "We lost\\\n\\# our day"),
        ("{{ words | quoted }}", "> We lost\\\n> \\# our day"),
        ("{% for p in promises %}\n- {{ p.what }}{% if not loop.last %};{% endif %}\n\n{% endfor %}", "- a fix;\n- \\| a call \\|"),
        ("{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold(name) }}", "**\\*Ann\\* \\<b>**"),
        ("{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold('a') ~ name }}", "**a**\\*Ann\\* \\<b>"),
        ("{% set x %}_{{ name }}_{% endset %}{{ x }}", "_\\*Ann\\* \\<b>_"),
        ("{{ name ~ '|' }}", "\\*Ann\\* \\<b>\\|"),
        ("{{ 'I' if yes else 'we' }}", "I"),
        ("{% autoescape false %}{{ name }}{% endautoescape %}", "\\*Ann\\* \\<b>"),
        ("{{ names | join(' *') }}", "Ann \\*Ben \\*Cy"),
        ("{% for n in names if n != 'Ben' %}{{ n }}{% endfor %}", "AnnCy"),
        ("{% set ns = namespace(n=0) %}{% for x in names %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "3"),
        ("{% for k, v in owed.items() %}{{ k }} {% endfor %}", "amount currency"),
        ("{{ nothing | default('none', true) }}", "none"),
    ],
)
def test_what_templates_write(template: str, text: str, written: Written) -> None:
    assert written(template) == text + "\n"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ name | attr('__class__') }}",
        "{{ names | map(attribute='__class__') | list }}",
        "{{ names | map(attribute='__class__.__init__') | first }}",
        "{{ names | map('attr', '__class__') | list }}",
        "{{ names | groupby('__class__') }}",
        "{{ names | sort(attribute='__class__') }}",
        "{{ names | selectattr('__class__') | list }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ '{x.__class__}'.format_map({'x': name}) }}",
        "{{ ['{0.__class__}'] | map('format', name) | first }}",
        "{{ '%s' | format(name) }}",
        "{{ 'a'.format }}",
        "{{ name.upper() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ cycler('a').__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__.os }}",
        "{{ lipsum.__globals__ }}",
        "{{ range.__self__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ namespace(a=1).__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
        "{% macro m() %}{% endmacro %}{{ m._func }}",
        "{% for x in names %}{{ loop._iterable }}{% endfor %}",
        "{% for x in names %}{{ loop.__class__ }}{% endfor %}",
        "{{ names.append('x') }}",
        "{{ owed.update({'a': 1}) }}",
        "{{ owed.pop('amount') }}",
        "{{ owed.clear() }}",
        "{{ owed.__setitem__('a', 1) }}",
        "{{ owed.items.__self__ }}",
        "{{ dict(a=1) }}",
        "{{ get_flashed_messages.__globals__ }}",
        "{{ request }}{{ config }}",
        "{{ missing.__class__ }}",
        "{{ name | tojson }}",
        "{{ name | safe }}",
        "{{ name | xmlattr }}",
        "{% import 'os' as os %}{{ os }}",
        "{% include '../../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'built-in/../templating.py' %}",
        "{% extends 'letter.md' %}",
        "{{ names() }}",
        "{{ name % 3 }}",
        "{{ 'a' * 100 }}",
        "{{ names * 100 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ namespace(a=1).__init__ }}",
        "{% set x = namespace() %}{% set x.__class__ = 1 %}{{ x.__class__ }}",
        "{{ ('a'|gap('thanks')).format(1) }}",
        "{{ ('a'|gap('thanks')).__html__() }}",
        "{{ super() }}",
        "{{ caller() }}",
        "{{ nothing.x }}",
        "{{ 'a'.join }}",
    ],
)
def test_what_reaches_out_of_the_sandbox_is_refused(template: str, written: Written) -> None:
    with pytest.raises(BadInput) as refused:
        written(template)
    assert refused.value.title.startswith("templates/letter.md.j2:1: "), refused.value.title
    assert "object at 0x" not in refused.value.title


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(100000000) %}{% endfor %}",
        "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}",
        "{% for a in range(9000) %}{{ words }}{{ words }}{{ words }}{% endfor %}",
        "{% for a in range(9000) %}12345678901234567890123456789012345678901234567890{% endfor %}",
        "{% set ns = namespace(x=words) %}{% for a in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}",
        "{% macro f(s, n) %}{{ f(s ~ s, n - 1) if n else s }}{% endmacro %}{{ f(words, 60) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
        "{% include 'letter.md.j2' %}",
        "{% extends 'letter.md.j2' %}",
        "{{ range(9999) | join(words ~ words ~ words ~ words ~ words ~ words ~ words ~ words) }}",
        "{{ words | replace('', words) }}",
        "{% for a in promises recursive %}{{ loop(promises) }}{{ loop(promises) }}{% endfor %}",
        "{{ range(9999) | sum * 999999999999 }}",
    ],
)  # fmt: skip
def test_a_template_without_end_is_stopped(template: str, written: Written) -> None:
    with pytest.raises(BadInput, match=r"letter\.md\.j2"):
        written(template)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n\n{{ nam }}", "templates/letter.md.j2:3: there is no field “nam” here"),
        ("\n{% if x %}", "templates/letter.md.j2:2: "),
        ("{{ promises[0].dew_at }}", "templates/letter.md.j2:1: there is no field “dew_at” here"),
        ("{{ nothing }}", "templates/letter.md.j2:1: a field that holds nothing here can't be written as it is"),
        ("{{ names }}", "templates/letter.md.j2:1: a list can't be written as it is"),
        ("{{ yes }}", "templates/letter.md.j2:1: yes or no can't be written as it is"),
        ("\n{{ nothing | when }}", "templates/letter.md.j2:2: nothing is no time"),
        ("{{ nam | when }}", "templates/letter.md.j2:1: there is no field “nam” here"),
        ("{{ name | money }}", "templates/letter.md.j2:1: money is for amounts only"),
        ("{{ 'x' | gap('sorrow') }}", "templates/letter.md.j2:1: a gap for “sorrow” is none"),
        ("{% for x in name %}{% endfor %}", "templates/letter.md.j2:1: text is no list"),
        ("{{ 1 / 0 }}", "templates/letter.md.j2:1: division by zero"),
        ("{{ name | shout }}", "templates/letter.md.j2:1: No filter named 'shout'."),
    ],
)
def test_an_error_names_the_file_and_the_line(template: str, said: str, written: Written) -> None:
    with pytest.raises(BadInput) as wrong:
        written(template)
    assert wrong.value.title.startswith(said), wrong.value.title


def test_an_error_in_an_included_template_is_placed_there(written: Written) -> None:
    with pytest.raises(BadInput, match=r"^templates/signer\.md\.j2:2: there is no field “nam” here"):
        written("{% include 'signer.md.j2' %}", signer="\n{{ nam }}")


@pytest.mark.parametrize(
    "wrong", [object(), (1, 2), {1, 2}, b"x", float("nan"), {"_x": 1}, {"a b": 1}, {1: 2}, [object()], {"a": {"b": print}}]
)
def test_only_plain_data_gets_in(wrong: object, tmp_path: Path) -> None:
    (tmp_path / "letter.md.j2").write_text("hello", encoding="utf-8")
    with pytest.raises(TypeError, match=r"field|plain"):
        render("letter", {"wrong": wrong}, tmp_path)


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    own = tmp_path / "letter.md.j2"
    own.write_text("one", encoding="utf-8")
    assert render("letter", {}, tmp_path) == "one\n"
    own.write_text("another", encoding="utf-8")
    assert render("letter", {}, tmp_path) == "another\n"


def test_a_template_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (outside := tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder := tmp_path / "templates").mkdir()
    (folder / "letter.md.j2").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out of the templates' folder"):
        render("letter", {}, folder)


def test_a_template_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is no UTF-8 text"):
        render("letter", {}, tmp_path)
    (tmp_path / "letter.md.j2").write_bytes(b"x" * 300_000)
    with pytest.raises(BadInput, match="is too large"):
        render("letter", {}, tmp_path)


def test_a_name_that_is_no_summary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no summary"):
        render("../letter", {}, tmp_path)
    with pytest.raises(BadInput, match="is no name of a template"):
        render_template("../letter.md.j2", {}, tmp_path)


def test_gaps_are_found_in_a_text() -> None:
    text = "A [to fill: explanation: why it \\*broke\\*] b\n\\[to fill: thanks: no gap] [to fill: signer: your name]"
    assert gaps_in(text) == (Gap("explanation", "why it *broke*"), Gap("signer", "your name"))


@pytest.mark.parametrize("words", FILTER_WORDS, ids=lambda words: words.name)
def test_the_documented_examples_of_filters_hold(words: FilterWords, tmp_path: Path) -> None:
    (tmp_path / "letter.md.j2").write_text(words.example, encoding="utf-8")
    given = {**FIELDS, "words": "It stood still."}
    assert render("letter", given, tmp_path) == words.gives + "\n"


def test_every_filter_is_documented() -> None:
    assert {words.name for words in FILTER_WORDS} == set(FILTERS)
