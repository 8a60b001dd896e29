"""A text into a file: the form that asks which one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from store.actions.receipt import Receipt
from store.errors import BadInput
from store.replica.transaction import Transaction
from store.text import one_line
from warroom.forms.spec import FieldSpec, Form, Subject, Values
from warroom.forms.wording import typed_line
from warroom.summaries.model import TITLES

NAME = "save-text"
SEVERAL_NAME = "save-texts"
FORMATS = (
    ("md", "Markdown"),
    ("txt", "text"),
    ("html", "HTML, prints"),
    ("eml", "mail draft"),
    ("json", "JSON"),
    ("pdf", "PDF"),
    ("docx", "Word"),
)


def saving_form(summary: str, name: str, of_board: bool = False) -> Form:
    """The form for one file; `name` is the one that is proposed, without its ending."""

    def fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
        return (_format_field(), FieldSpec("name", "name", value=typed_line(name)), _folder_field())

    return Form(NAME, f"Save {TITLES[summary]}{'' if of_board else ' of'}", fields, _nothing, notes=_notes)


def saving_all_form(summary: str) -> Form:
    """The form for a file for each of several customers."""

    def fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
        return (_format_field(), _folder_field())

    return Form(SEVERAL_NAME, f"Save {TITLES[summary]} of each of", fields, _nothing, notes=_notes, several=True)


def _format_field() -> FieldSpec:
    return FieldSpec("format", "format", "choice", "md", FORMATS)


def _folder_field() -> FieldSpec:
    return FieldSpec("folder", "folder", value=str(Path.cwd()), hint="where it goes")


def _nothing(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    """A file is no entry: the screen of this form writes it."""
    return ()


def _notes(subject: Subject, values: Values) -> Mapping[str, str]:
    try:
        folder = folder_of(values)
        if "name" not in values:
            return {"folder": f"→ {folder}"}
        path = path_of(values)
    except BadInput:
        return {}
    return {"folder": f"→ {one_line(str(path), 200)}{' (is there already: it asks)' if path.exists() else ''}"}


def folder_of(values: Values) -> Path:
    """The folder that was typed. Raises BadInput where nothing was."""
    typed = values["folder"].strip()
    if not typed:
        raise BadInput("folder", "no folder is named", "name one, as ~/letters")
    return Path(typed).expanduser()


def path_of(values: Values) -> Path:
    """The file that was typed, with the ending of its format. Raises BadInput for a name that is none."""
    name, ending = values["name"].strip(), f".{values['format']}"
    if not name.removesuffix(ending).strip(". ") or "/" in name or "\\" in name or "\0" in name:
        raise BadInput("name", "this is no name of a file", "name it without a folder, as letter-acme")
    return folder_of(values) / f"{name.removesuffix(ending)}{ending}"
