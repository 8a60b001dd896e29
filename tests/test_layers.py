"""The rooms stay apart, seen in what a fresh process has loaded (design §3): warroom → widgets → store, and late imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("textual", "rich", "pydantic", "aiosqlite", "jinja2", "asyncio")
LATE = (
    "pathlib",
    "zoneinfo",
    "tomllib",
    "importlib.resources",
    "hashlib",
    "typing_extensions",
    "store.bodies",
    "store.validate",
    "store.when",
)
"""What a command that logs an entry without a time has no use for; each costs its start a millisecond or more."""


def loaded_by(code: str, **env: str) -> set[str]:
    """The modules that a process has loaded after running `code`."""
    script = f"import sys\n{code}\nimport json\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(found)


def packages(modules: set[str]) -> set[str]:
    """The top-level packages of modules."""
    return {name.partition(".")[0] for name in modules}


def modules_of(room: str) -> list[str]:
    """The names of all modules of a room."""
    paths = sorted((ROOT / room).rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation with a board and a break."""
    folder = tmp_path_factory.mktemp("home")
    env = {"WARROOM_HOME": str(folder), "WARROOM_BOARD": str(folder / "ops.warroom"), "WARROOM_ACTOR": "ana"}
    loaded_by(f"from warroom.cli import run; assert run(['init', {env['WARROOM_BOARD']!r}]) == 0", **env)
    loaded_by(run_code("open", "--customer", "Acme", "--what", "x"), **env)
    return env


def run_code(*args: str) -> str:
    """Python that runs a command; ID stands for the break."""
    return f"""
import io, contextlib
import sqlite3
from warroom.cli import run
args = {list(args)!r}
if "ID" in args:
    import glob, os
    db = sqlite3.connect(glob.glob(os.environ["WARROOM_HOME"] + "/data/boards/*/replica.db")[0])
    args[args.index("ID")] = db.execute("SELECT id FROM break_rows ORDER BY sid DESC").fetchone()[0]
    db.close()
first = []
class Answer(io.StringIO):
    def write(self, text):
        first or first.append(sorted(sys.modules))
        return super().write(text)
with contextlib.redirect_stdout(Answer()), contextlib.redirect_stderr(Answer()):
    code = run(args)
assert code == 0, code
"""


def loaded_to_answer(home: dict[str, str], *args: str) -> set[str]:
    """The modules that a command has loaded when it begins to answer; what it exchanges comes after that."""
    code = run_code(*args) + "sys.modules = dict.fromkeys(first[0])"
    return loaded_by(code, **home)


def test_the_store_knows_neither_textual_nor_rich_nor_the_other_rooms() -> None:
    found = packages(loaded_by("\n".join(f"import {name}" for name in modules_of("store"))))
    assert not found & {"textual", "rich", "widgets", "warroom", "click"}


def test_the_store_loads_pydantic_only_to_validate() -> None:
    names = [name for name in modules_of("store") if name != "store.validate"]
    assert "pydantic" not in packages(loaded_by("\n".join(f"import {name}" for name in names)))


def test_widgets_know_neither_the_replica_nor_the_application() -> None:
    names = modules_of("widgets")
    if len(names) == 1:
        pytest.skip("there are no widgets yet")
    found = loaded_by("\n".join(f"import {name}" for name in names))
    assert not {name for name in found if name == "store.replica" or name.startswith(("store.replica.", "store.sync", "warroom"))}


@pytest.mark.parametrize(
    "args",
    [
        ["list"],
        ["list", "--json"],
        ["show", "ID"],
        ["show", "ID", "--json"],
        ["search", "acme"],
        ["log"],
        ["log", "--json"],
        ["log", "--after", "3"],
        ["policy"],
        ["customer", "Acme"],
        ["--help"],
        ["contact", "--help"],
        ["customer", "Elm", "--zone", "Europe/Berlin"],
        ["edit", "ID", "--severity", "2"],
        ["promise", "ID", "--what", "fix", "--by", "2h"],
        ["policy", "bell=2"],
        ["tone", "--rules"],
        ["tone", os.devnull, "--kind", "text"],
    ],
)
@pytest.mark.parametrize("offline", [[], ["--offline"]])
def test_headless_commands_load_no_screens(home: dict[str, str], args: list[str], offline: list[str]) -> None:
    found = loaded_by(run_code(*args, *offline), **home)
    assert not packages(found) & set(HEAVY), packages(found) & set(HEAVY)
    assert "widgets" not in packages(found)


@pytest.mark.parametrize(
    "args",
    [
        ["contact", "ID", "--channel", "call", "--said", "x", "--as", "ana"],
        ["note", "ID", "x"],
        ["stage", "ID", "contained"],
        ["remedy", "ID", "--what", "x"],
        ["take", "ID"],
        ["undo"],
    ],
)
def test_a_command_that_logs_loads_next_to_nothing(home: dict[str, str], args: list[str]) -> None:
    """Nothing at all offline; else not before it has answered: what it takes to exchange comes after that."""
    late = set(LATE) - ({"store.when"} if args == ["undo"] else set())
    offline = loaded_by(run_code(*args, "--offline"), **home)
    loaded_by(run_code("open", "--customer", "Acme", "--what", "x", "--offline"), **home)
    for found in (offline, loaded_to_answer(home, *args)):
        assert not packages(found) & set(HEAVY)
        assert not found & late, found & late
        assert "store.sync.exchange" not in found


def test_a_command_that_exchanges_loads_nothing_to_validate_where_nothing_came(home: dict[str, str]) -> None:
    for args in (["note", "ID", "x"], ["sync"], ["list"]):
        found = loaded_by(run_code(*args), **home)
        assert found & {"store.sync.exchange", "store.sync.posting"} or args == ["list"]
        assert not packages(found) & set(HEAVY)


def test_a_command_that_puts_its_events_there_loads_next_to_nothing_for_it(home: dict[str, str]) -> None:
    """Once an exchange went through, the next command that logs takes the short way."""
    loaded_by(run_code("sync"), **home)
    offline = loaded_by(run_code("note", "ID", "x", "--offline"), **home)
    found = loaded_by(run_code("note", "ID", "x"), **home) - offline
    assert "store.sync.posting" in found
    assert not found & {"store.sync.exchange", "store.sync.reading", "pathlib", "hashlib", "threading"}
    assert len(found) <= 17, sorted(found)


def test_a_command_that_logs_loads_few_modules(home: dict[str, str]) -> None:
    """Each costs a tenth of a millisecond and more; click and sqlite3 alone bring about 90."""
    bare = loaded_by("import click, sqlite3, json, io, contextlib, glob", **home)
    found = loaded_by(run_code("contact", "ID", "--channel", "call", "--as", "ana", "--offline"), **home)
    assert len(found - bare) <= 81, sorted(found - bare)


@pytest.mark.parametrize(
    ("format", "needs"),
    [
        ("md", set()),
        ("json", {"markdown_it"}),
        ("html", {"markdown_it"}),
        ("pdf", {"markdown_it", "typst"}),
        ("docx", {"markdown_it", "docx"}),
    ],
)
def test_an_export_loads_what_its_format_needs(home: dict[str, str], tmp_path: Path, format: str, needs: set[str]) -> None:
    found = packages(loaded_by(run_code("export", "letter", "ID", "-o", str(tmp_path / f"x.{format}")), **home))
    assert found & {"markdown_it", "typst", "docx", "lxml"} - {"lxml"} == needs
    assert not found & (set(HEAVY) - {"jinja2", "asyncio"})


@pytest.mark.parametrize("args", [["config"], ["doctor"], ["keys"]])
def test_what_reads_the_whole_configuration_loads_no_screens(home: dict[str, str], args: list[str]) -> None:
    found = packages(loaded_by(run_code(*args), **home))
    assert not found & (set(HEAVY) - {"pydantic"})


def test_every_command_can_be_loaded_without_screens() -> None:
    found = loaded_by("from warroom.cli import COMMANDS, find_command\nfor name in COMMANDS: find_command(name)")
    assert not packages(found) & {"textual", "rich", "pydantic"}


def test_python_m_warroom_is_the_console_script(home: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "warroom", "--version"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **home},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:8]) == (0, b"warroom ")
