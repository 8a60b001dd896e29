"""Where templates lie: the built-in ones, and the team's own in the configuration folder, which come first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput, CannotWrite, Refused
from store.text import quoted
from warroom.summaries.model import SUMMARIES

BUILT_IN = "built-in/"
"""What the name of a built-in template begins with for `extends` and `include`."""
ENDING = ".md.j2"
LARGEST = 200_000
"""Most bytes of a template."""
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}(?:\.[a-z0-9_-]{1,20}){0,3}\.j2", re.ASCII)
_HERE = Path(__file__).parent / "templates"


class TemplateFile(NamedTuple):
    """One template: where people find it, and its text."""

    shown: str
    """`templates/letter.md.j2` of the team, or `built-in/letter.md.j2`."""
    path: Path
    text: str
    changed: tuple[int, int]
    """Its time of change and its size, to see that it was edited."""


def template_name(summary: str) -> str:
    """The name of a summary's template. Raises BadInput for what is no summary."""
    if summary not in SUMMARIES:
        raise BadInput("name", f"{quoted(summary)} is no summary", f"there are {', '.join(SUMMARIES)}")
    return f"{summary}{ENDING}"


def is_safe_name(name: str) -> bool:
    """Whether a file of that name can be a template."""
    return _SAFE.fullmatch(name) is not None


def find_template(name: str, folder: Path | None) -> TemplateFile:
    """The template of that name: the team's when it has one, else the built-in; `built-in/…` is always the latter.
    Raises BadInput where there is none, and for any name that leads out of the two folders."""
    plain = name.removeprefix(BUILT_IN)
    if not is_safe_name(plain):
        raise BadInput("template", f"{quoted(name)} is no name of a template", "use names as letter.md.j2 or built-in/letter.md.j2")
    if folder is not None and plain == name and (own := folder / plain).is_file():
        return read_template(own, folder, f"templates/{plain}")
    if not (built_in := _HERE / plain).is_file():
        raise BadInput("template", f"there is no template {quoted(name)}", f"it would lie in {folder}" if folder else "")
    return read_template(built_in, _HERE, f"{BUILT_IN}{plain}")


def read_template(path: Path, folder: Path, shown: str) -> TemplateFile:
    """Reads a template that lies within `folder`. Raises BadInput for one that does not, is too large or is no text."""
    if folder.resolve() not in path.resolve().parents:
        raise BadInput("template", f"{shown} leads out of the templates' folder", "copy the file there instead of linking it")
    try:
        about = path.stat()
        if about.st_size > LARGEST:
            raise BadInput("template", f"{shown} is too large", f"a template may have {LARGEST // 1000} kB")
        return TemplateFile(shown, path, path.read_text(encoding="utf-8-sig"), (about.st_mtime_ns, about.st_size))
    except UnicodeDecodeError as error:
        raise BadInput("template", f"{shown} is no UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise BadInput("template", f"{shown} can't be read", error.strerror or "") from error


def copy_template(summary: str, folder: Path) -> Path:
    """Copies the built-in template of a summary into the team's folder, to be changed there. Its path. Raises BadInput
    for what is no summary, Refused where the team has one already, CannotWrite."""
    name = template_name(summary)
    target = folder / name
    built_in = find_template(f"{BUILT_IN}{name}", None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(built_in.text)
    except FileExistsError as error:
        raise Refused("name", f"{target} is there already", "`warroom template show` shows the one that is in force") from error
    except OSError as error:
        raise CannotWrite(f"{target} can't be written: {error.strerror}", "check the folder and its permissions") from error
    return target
