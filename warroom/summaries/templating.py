"""Fields → Markdown, by a template in a sandbox (design §7). Jinja is loaded at the first rendering."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import BadInput
from warroom.summaries.interfaces import interface_of
from warroom.summaries.meter import LARGEST_TEXT, metered, too_long
from warroom.summaries.plain import plain_fields, with_old_names
from warroom.summaries.template_files import TemplateFile, find_template, template_name

if TYPE_CHECKING:
    from types import TracebackType

    from jinja2 import Template

    from warroom.summaries.sandbox import Sandbox


def render(summary: str, fields: Mapping[str, Any], folder: Path | None = None) -> str:
    """The Markdown of a summary, made of plain `fields` by the team's template in `folder`, else by the built-in one.

    Raises BadInput, with the template and the line, for whatever is wrong with a template.
    """
    name = template_name(summary)
    return render_template(name, with_old_names(plain_fields(fields), interface_of(summary).renamed), folder)


def render_template(name: str, fields: dict[str, Any], folder: Path | None) -> str:
    """As `render`, for any template by its name, of fields that are plain already."""
    found = find_template(name, folder)
    sandbox = sandbox_of(folder)
    with metered(), _Explained(found.shown):
        return tidy(_written(sandbox.get_template(name), fields))


def tidy(markdown: str) -> str:
    """Without spaces at the ends of lines and with one empty line where there were several: a break within a paragraph is a
    backslash at the end of the line."""
    lines = "\n".join(line.rstrip() for line in markdown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _written(template: Template, fields: dict[str, Any]) -> str:
    pieces, size = [], 0
    for piece in template.generate(fields):
        size += len(piece.encode())
        if size > LARGEST_TEXT:
            raise too_long()
        pieces.append(piece)
    return "".join(pieces)


@lru_cache(8)
def sandbox_of(folder: Path | None) -> Sandbox:
    """The environment of the templates of a folder, with those that were read before."""
    from jinja2 import FunctionLoader

    from warroom.summaries.sandbox import Sandbox

    def load(name: str) -> tuple[str, str, Any]:
        found = find_template(name, folder)
        return found.text, found.shown, lambda: _is_same(found, name, folder)

    return Sandbox(FunctionLoader(load))


def _is_same(known: TemplateFile, name: str, folder: Path | None) -> bool:
    try:
        now = find_template(name, folder)
    except BadInput:
        return False
    return (now.path, now.changed) == (known.path, known.changed)


class _Explained:
    """Turns what goes wrong within into BadInput that names the template and the line."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, Exception) and (said := explained(error, self._shown)) is not None:
            raise said from error


def explained(error: Exception, shown: str) -> BadInput | None:
    """What is wrong with a template, in our words, with its file and line; None for an error that is not a template's."""
    from jinja2 import TemplateError, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return _at(error.filename or shown, error.lineno, error.message or "it can't be read", "")
    if isinstance(error, BadInput):
        return _at(*_place(error, shown), error.title, error.next_step)
    if isinstance(error, RecursionError):
        return _at(*_place(error, shown), "it includes or calls itself without end", "")
    if isinstance(error, (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)):
        return _at(*_place(error, shown), str(error) or type(error).__name__, "")
    return None


def _at(shown: str, line: int, said: str, next_step: str) -> BadInput:
    return BadInput("template", f"{shown}:{line}: {said}" if line else f"{shown}: {said}", next_step)


def _place(error: Exception, shown: str) -> tuple[str, int]:
    """The template and the line that an error came from: the last of the trace that is a template's."""
    place, trace = (shown, 0), error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(("templates/", "built-in/")) and name.endswith(".j2"):
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place
