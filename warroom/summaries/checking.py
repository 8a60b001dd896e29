"""`warroom template check`: what is wrong with a team's templates, found before a letter needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.errors import BadInput
from store.text import one_line
from warroom.summaries.interfaces import interface_of
from warroom.summaries.model import SUMMARIES
from warroom.summaries.plain import with_old_names
from warroom.summaries.samples import samples, twins
from warroom.summaries.template_files import ENDING, find_template, is_safe_name, read_template, template_name
from warroom.summaries.templating import explained, render_template, sandbox_of

if TYPE_CHECKING:
    from jinja2 import nodes

MOST_FINDINGS = 100


class TemplateFinding(NamedTuple):
    """One finding. `level` is error (a text would fail or be wrong), warning or note; `line` is 0 for the file as a whole."""

    file: str
    line: int
    level: str
    message: str
    hint: str = ""


class Checked(NamedTuple):
    """What was checked, and what was found."""

    templates: tuple[str, ...]
    findings: tuple[TemplateFinding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing but notes was found."""
        return all(finding.level == "note" for finding in self.findings)


def check_templates(folder: Path, summary: str = "") -> Checked:
    """Checks every template of the team's folder, or the one of a summary. Raises BadInput for what is no summary."""
    wanted = [summary] if summary and template_name(summary) else list(SUMMARIES)
    found: list[TemplateFinding] = [] if summary else list(_files(folder))
    own = [name for name in wanted if (folder / template_name(name)).is_file()]
    for name in own:
        found += _template(folder, name)
    unique = dict.fromkeys(sorted(found, key=lambda one: (one.file, one.line, one.message)))
    return Checked(tuple(own), tuple(unique)[:MOST_FINDINGS])


def _files(folder: Path) -> Iterator[TemplateFinding]:
    """What lies in the folder and is no template that can be used."""
    try:
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise BadInput("folder", f"{folder} can't be read", error.strerror or "") from error
    for path in entries:
        shown = f"templates/{one_line(path.name, 80)}"
        summary = path.name.removesuffix(ENDING)
        if path.is_dir():
            yield TemplateFinding(shown, 0, "warning", "a folder is not read", "put templates beside each other")
        elif not is_safe_name(path.name):
            hint = f"names are as letter{ENDING}: small letters, digits, - and _"
            yield TemplateFinding(shown, 0, "warning", "this name is not one that a template can have: it is never read", hint)
        elif path.name.endswith(ENDING) and summary not in SUMMARIES and not _is_used(path, entries):
            near = get_close_matches(summary, SUMMARIES, 1, 0.6)
            hint = (
                f"did you mean {near[0]}{ENDING}?"
                if near
                else f"a summary's is {', '.join(SUMMARIES)}; others are included by name"
            )
            yield TemplateFinding(shown, 0, "warning", "no summary and no template uses this file", hint)


def _is_used(path: Path, entries: list[Path]) -> bool:
    """Whether another file of the folder names this one."""
    for other in entries:
        if other != path and other.is_file() and is_safe_name(other.name):
            try:
                if path.name in other.read_text(encoding="utf-8", errors="replace"):
                    return True
            except OSError:
                continue
    return False


def _template(folder: Path, summary: str) -> Iterator[TemplateFinding]:
    name = template_name(summary)
    shown = f"templates/{name}"
    try:
        text = read_template(folder / name, folder, shown).text
    except BadInput as error:
        yield _said(error, shown)
        return
    sandbox = sandbox_of(folder)
    try:
        tree = sandbox.parse(text, name, shown)
        sandbox.compile(text, name, shown)
    except Exception as error:
        if (said := explained(error, shown)) is None:
            raise
        yield _said(said, shown)
        return
    unknown = list(_fields(summary, shown, tree, frozenset(sandbox.globals)))
    yield from unknown
    yield from _blocks(folder, shown, tree)
    failed = list(_renderings(folder, summary, name, shown))
    said_already = {one.line for one in unknown if one.level == "error"}
    yield from (one for one in failed if one.file != shown or one.line not in said_already)
    if not failed:
        yield from _structure(folder, summary, name, shown)


def _blocks(folder: Path, shown: str, tree: nodes.Template) -> Iterator[TemplateFinding]:
    """Blocks that the template which is extended has not: what stands in them is written nowhere."""
    from warroom.summaries.reading_fields import blocks_of, parent_of

    known: set[str] = set()
    parent, seen = parent_of(tree), {shown}
    if not parent:
        return
    while parent and parent not in seen:
        seen.add(parent)
        try:
            above = sandbox_of(folder).parse(find_template(parent, folder).text)
        except Exception as error:  # of the parent: the rendering says it
            if explained(error, parent) is None:
                raise
            return
        known |= set(blocks_of(above))
        parent = parent_of(above)
    own = blocks_of(tree)
    for name, line in own.items():
        if name not in known:
            near = get_close_matches(name, sorted(known), 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
            yield TemplateFinding(shown, line, "warning", f"there is no block {name} to override: nothing of it is written", hint)


def _fields(summary: str, shown: str, tree: nodes.Template, given: frozenset[str]) -> Iterator[TemplateFinding]:
    from warroom.summaries.reading_fields import misread

    for one in misread(tree, interface_of(summary), given | {"self", "super", "caller", "loop", "varargs", "kwargs"}):
        if one.renamed:
            yield TemplateFinding(shown, one.line, "note", f"{one.path} is called {one.renamed} now", "the old name keeps working")
        elif one.path.rpartition(".")[2].startswith("_"):
            yield TemplateFinding(
                shown, one.line, "error", f"“{one.path}” is not allowed", "templates reach fields and filters only"
            )
        else:
            hint = f"did you mean {one.near}?" if one.near else "docs/templates.md lists the fields"
            yield TemplateFinding(shown, one.line, "error", f"there is no field {one.path}", hint)


def _renderings(folder: Path, summary: str, name: str, shown: str) -> Iterator[TemplateFinding]:
    """What goes wrong with sample data: each error once, with the sample that shows it first."""
    seen: set[str] = set()
    interface = interface_of(summary)
    for sample in samples(interface.fields, summary):
        try:
            text = render_template(name, with_old_names(sample.fields, interface.renamed), folder)
        except BadInput as error:
            if error.title not in seen:
                seen.add(error.title)
                yield _said(error, shown, f"with {sample.name} sample data")
            continue
        if not text.strip() and "empty" not in seen and sample.name.startswith("full"):
            seen.add("empty")
            yield TemplateFinding(shown, 0, "warning", "nothing is written", f"with {sample.name} sample data")


def _structure(folder: Path, summary: str, name: str, shown: str) -> Iterator[TemplateFinding]:
    """Fields that stand where a value of the record could act as Markdown: in code, as a link's target, in a comment."""
    fields, renamed = interface_of(summary)
    wrong: list[str] = []
    for path, plain, hostile in twins(fields, summary):
        try:
            one, other = (render_template(name, with_old_names(given, renamed), folder) for given in (plain, hostile))
        except BadInput:
            continue
        same = _shape(one) == _shape(other)
        if not path and same:
            return
        if path and not same:
            wrong.append(path)
    if wrong:
        hint = "put values neither in code, nor in a comment, nor in a link's target"
        yield TemplateFinding(shown, 0, "error", f"a value can change the structure of the text: {', '.join(wrong[:5])}", hint)


def _shape(markdown: str) -> list[str]:
    """What a text is made of, without its words: paragraphs of a longer text count as one."""
    from markdown_it import MarkdownIt

    kinds: list[str] = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown):
        for one in (token, *(token.children or ())):
            if one.type in ("inline", "text", "hardbreak", "softbreak") or (
                one.type.startswith("paragraph") and kinds[-1:] == [one.type]
            ):
                continue
            known = one.type + (f" {one.content}" if one.type.startswith(("html", "code", "fence")) else "")
            kinds.append(known + "".join(f" {value}" for key, value in one.attrs.items() if key == "href"))
    return [kind for kind in kinds if not kind.startswith("paragraph")]


_PLACE = re.compile(r"^(?P<file>(?:templates|built-in)/[^:]+)(?::(?P<line>\d+))?: (?P<message>.*)$", re.S)


def _said(error: BadInput, shown: str, sample: str = "") -> TemplateFinding:
    placed = _PLACE.match(error.title)
    hint = "; ".join(part for part in (error.next_step, sample) if part)
    if placed is None:
        return TemplateFinding(shown, 0, "error", error.title, hint)
    return TemplateFinding(placed["file"], int(placed["line"] or 0), "error", placed["message"], hint)
