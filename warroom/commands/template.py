"""`warroom template`: checks, shows and copies the templates of what is written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from store.errors import BadInput
from store.text import clean
from warroom.answers import put, put_json, say
from warroom.command import command
from warroom.session import Session

if TYPE_CHECKING:
    from warroom.summaries.checking import Checked

WORDS = ("check", "show", "copy")


@command("template", "The templates of letters and reviews: checks the team's own, shows one, copies a built-in one to change it.")
@click.argument("word", metavar="check|show|copy")
@click.argument("name", default="", required=False, metavar="[NAME]")
@click.pass_obj
def template_command(session: Session, word: str, name: str) -> int:
    if word not in WORDS:
        raise BadInput("word", f"“{clean(word, 40)}” is nothing that template does", "use check, show NAME or copy NAME")
    folder = session.places.templates
    if word == "check":
        return _check(session, name)
    from warroom.summaries.model import SUMMARIES

    if not name:
        raise BadInput("name", "the name is missing", f"there are {', '.join(SUMMARIES)}")
    if word == "copy":
        from warroom.summaries.template_files import copy_template

        path = copy_template(name, folder)
        if session.json:
            put_json({"name": name, "path": str(path)})
        else:
            put(str(path))
            say("Change it there; `warroom template check` tells whether it works")
        return 0
    _show(session, name)
    return 0


def _show(session: Session, name: str) -> None:
    from warroom.summaries.template_files import find_template, template_name

    found = find_template(template_name(name), session.places.templates)
    if session.json:
        put_json({"name": name, "from": found.shown, "path": str(found.path), "text": found.text})
        return
    say(f"{found.path}")
    put(clean(found.text, len(found.text) + 1).rstrip("\n"))


def _check(session: Session, name: str) -> int:
    from warroom.summaries.checking import check_templates

    folder = session.places.templates
    checked = check_templates(folder, name)
    if session.json:
        put_json(_json(checked, str(folder)))
        return 0 if checked.is_clean else 1
    for one in checked.findings:
        place = f"{one.file}:{one.line}" if one.line else one.file
        put(clean(f"{place}: {one.level} {one.message}{f' ({one.hint})' if one.hint else ''}"))
    if not checked.templates:
        say(f"No template is overridden{f' for {name}' if name else ''}; `warroom template copy letter` begins one in {folder}")
    elif checked.is_clean:
        say(f"{', '.join(checked.templates)}: fine")
    return 0 if checked.is_clean else 1


def _json(checked: Checked, folder: str) -> dict[str, Any]:
    counts = {level: sum(1 for one in checked.findings if one.level == level) for level in ("note", "warning", "error")}
    return {
        "folder": folder,
        "checked": list(checked.templates),
        "findings": [one._asdict() for one in checked.findings],
        "counts": counts,
    }
