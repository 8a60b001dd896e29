"""An installation without the extras: what it says, and that nothing else needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tables import ROOT
from warroom.formats.extras import EXTRAS
from warroom.formats.rendering import FORMATS

WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {modules!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
from warroom.formats.extras import MissingExtra
from warroom.formats.rendering import render
from warroom.summaries.model import Summary
letter = Summary("letter", "t", "# Dear\\n\\n- Ann\\n", {{}})
try:
    print(len(render(letter, {format!r})))
except MissingExtra as error:
    print(error)
print(sorted(name for name in ("typst", "docx", "lxml", "jinja2", "textual", "rich", "pydantic") if name in sys.modules))
"""


def tried(format: str, *absent: str) -> list[str]:
    """What a process says that renders a letter where some packages are not installed; then what it has loaded."""
    code = WITHOUT.format(modules=set(absent), format=format)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("format", EXTRAS)
def test_a_missing_extra_is_named_with_what_can_be_done_instead(format: str) -> None:
    said = tried(format, "typst", "docx", "lxml")[0]
    assert f"pip install 'warroom[{format}]'" in said
    assert "html" in said


@pytest.mark.parametrize("format", [one for one in FORMATS if one not in EXTRAS])
def test_the_other_formats_need_no_extra(format: str) -> None:
    said, loaded = tried(format, "typst", "docx", "lxml", "jinja2", "textual", "rich", "pydantic")
    assert int(said) > 0
    assert loaded == "[]"
