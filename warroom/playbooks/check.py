"""The strict check of a playbook's file: every finding with its line, all at once."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

from pydantic import ValidationError

from store.errors import BadInput
from store.playbooks.model import MOST_BYTES, PROOFS, Playbook
from store.text import clean, one_line
from warroom.playbooks.document import HIDDEN, PlaybookDocument, ProofTable, StepTable
from warroom.playbooks.lines import Path, line_numbers, line_of
from warroom.playbooks.references import reference_problems
from warroom.playbooks.words import known_word, shown

_PLACE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")
_MODELS = (PlaybookDocument, StepTable, ProofTable)


class Finding(NamedTuple):
    """Something that is wrong in a file."""

    line: int
    text: str

    def at(self, source: str) -> str:
        """With its place: `ours.toml:14: …`."""
        return f"{source}:{self.line}: {self.text}"


class Checked(NamedTuple):
    """A text that was checked: the playbook when nothing is wrong, else what is."""

    text: str
    playbook: Playbook | None
    findings: tuple[Finding, ...] = ()


def check_text(text: str) -> Checked:
    """Checks the TOML of a playbook."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > MOST_BYTES:
        return Checked(text, None, (Finding(1, f"it is {len(text):,} characters long: keep it under {MOST_BYTES:,}"),))
    hidden = [Finding(number, HIDDEN) for number, line in enumerate(text.split("\n"), 1) if clean(line, len(line)) != line]
    try:
        made = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Checked(text, None, (*hidden, _no_toml(text, error)))
    try:
        playbook: Playbook | None = PlaybookDocument.model_validate(made).made()
        problems: list[tuple[Path, str]] = []
    except ValidationError as error:
        playbook = None
        problems = [_problem(one) for one in error.errors(include_url=False)]
    steps = made.get("step")
    problems += reference_problems(steps) if isinstance(steps, list) else ()
    if not problems and not hidden:
        return Checked(text, playbook)
    lines = line_numbers(text)
    findings = {Finding(line_of(lines, _written(path, lines)), _named(path, what, made)) for path, what in problems}
    return Checked(text, None, tuple(sorted({*hidden, *findings})))


def check_file(path: str) -> Checked:
    """Checks a file. Raises BadInput when it can't be read as text at all."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return check_text(file.read(4 * MOST_BYTES))
    except UnicodeDecodeError:
        raise BadInput("playbook", f"{path} is no UTF-8 text", "save it as UTF-8") from None
    except OSError as error:
        raise BadInput("playbook", f"{path} can't be read: {error.strerror or error}", "check the path") from None


def usable_file(path: str) -> tuple[Playbook, str]:
    """The playbook of a file, and its text. Raises BadInput with the first finding when something is wrong."""
    checked = check_file(path)
    if checked.playbook is None:
        more = len(checked.findings) - 1
        what = checked.findings[0].at(path) + (f" (and {more} more)" if more else "")
        raise BadInput("playbook", what, f"`warroom playbooks check {path}` lists all of it" if more else "mend the file")
    return checked.playbook, checked.text


def _no_toml(text: str, error: Exception) -> Finding:
    found = _PLACE.search(str(error))
    line = int(found[1]) if found and found[1] else text.count("\n") + 1 if found else 1
    return Finding(line, f"this is no TOML: {one_line(_PLACE.sub('', str(error)), 200)}")


def _written(path: Path, lines: dict[Path, int]) -> Path:
    """The path as it is written: one proof may stand there without a list around it."""
    if len(path) > 3 and path[2] == "proof" and path[:4] not in lines:
        return (*path[:3], *path[4:])
    return path


def _problem(error: Any) -> tuple[Path, str]:
    """(path, what is wrong there) of an error of the model."""
    path: Path = tuple(error["loc"])
    key, kind, limits = str(path[-1]) if path else "", error["type"], error.get("ctx", {})
    if kind == "value_error":
        text = str(limits["error"])
        return path, text if text.startswith(key) or len(path) < 3 or isinstance(path[-1], int) else f"{key}: {text}"
    if kind == "extra_forbidden":
        return path, _unknown(path, key)
    if kind == "missing":
        return path[:-1], f"{key} is missing" if key != "step" else "it has no [[step]]"
    if kind in ("string_too_short", "too_short"):
        return path, f"{key} is empty" if key != "step" else "it has no [[step]]"
    if kind == "string_too_long":
        return path, f"{key} is longer than {limits['max_length']} characters"
    if kind == "too_long":
        things = "steps" if key == "step" else "of them" if key == "practices" else "proofs"
        return path, f"{key}: {limits['actual_length']} {things} are too many, {limits['max_length']} is the most"
    should = {"string_type": "a text", "bool_type": "true or false", "list_type": "a list"}.get(kind)
    if should is None and kind in ("model_type", "model_attributes_type"):
        should = 'a table, as { contact = "apology" }' if "proof" in path else "a table"
    what = key if not isinstance(path[-1], int) else str(path[-2])
    return path, f"{what} is {shown(error['input'])}, and should be {should}" if should else f"{what}: {error['msg']}"


def _unknown(path: Path, key: str) -> str:
    """What to say of a key that a table does not take."""
    depth = 2 if "proof" in path else 1 if len(path) > 1 else 0
    known = [field.alias or name for name, field in _MODELS[depth].model_fields.items()]
    if depth == 2:
        known = [name for name in known if name in PROOFS]
    try:
        return known_word(key, known, "proof" if depth == 2 else "key")
    except ValueError as error:
        return str(error)


def _named(path: Path, what: str, made: dict[str, Any]) -> str:
    """What is wrong, with the step that it is in."""
    if len(path) < 2 or path[0] != "step" or not isinstance(path[1], int):
        return what
    steps = made["step"]
    step = steps[path[1]] if isinstance(steps, list) and path[1] < len(steps) else None
    id_ = step.get("id") if isinstance(step, dict) else None
    return f"step {shown(id_) if isinstance(id_, str) and id_.strip() else path[1] + 1}: {what}"
