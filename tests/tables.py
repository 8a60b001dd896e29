"""The tables in the documents that come from the code.

    python -m tests.tables        # writes them anew

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; tests/test_docs.py holds what stands there equal to the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NotRequired, get_args, get_origin

import click
from pydantic import BaseModel
from typing_extensions import get_type_hints

from store.bodies import BODIES
from store.policy import SETTINGS
from tests.store.attention_tables import attention_example, attention_rules, attention_urgency, contact_table, stage_table
from tests.warroom.formats.tables import formats_table
from tests.warroom.importers.tables import import_columns, import_fields, import_map, import_states, import_ways
from tests.warroom.playbooks.tables import PLAYBOOK_TABLES
from tests.warroom.summaries.tables import TEMPLATE_TABLES
from tests.warroom.tone.tables import TONE_TABLES
from warroom.cli import COMMANDS, find_command
from warroom.config_model import Config
from warroom.keys import KEYS, MOVING, shown_key
from warroom.statistics.figures import FIGURES
from widgets.cells import LEGEND

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"<!-- table: (?P<name>[a-z-]+) -->\n(?P<rows>.*?)<!-- end -->", re.S)


def keys() -> Iterable[str]:
    """Every key, from the table that makes the bindings."""
    yield "| key | does | where | id |"
    yield "| --- | --- | --- | --- |"
    for key in KEYS:
        yield f"| `{shown_key(key.key)}` | {key.about} | {', '.join(key.where)} | `{key.id}` |"
    yield f"| moving | {MOVING} | everywhere | |"


def signs() -> Iterable[str]:
    """The signs on the board."""
    yield "| sign | means |"
    yield "| --- | --- |"
    for sign, meaning in LEGEND:
        yield f"| `{sign}` | {meaning} |"


def policy() -> Iterable[str]:
    """The settings of the policy and what they say until a team changes them."""
    yield "| setting | what it is | severity 1 | 2 | 3 | 4 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for setting in SETTINGS:
        values = setting.defaults if len(setting.defaults) == 4 else (f"`{setting.defaults[0]}` for all", "", "", "")
        shown = [f"`{value}`" if len(setting.defaults) == 4 else value for value in values]
        yield f"| `{setting.name}` | {setting.about} | " + " | ".join(shown) + " |"


def configuration() -> Iterable[str]:
    """The keys of config.toml."""
    yield "| key | default | what it is |"
    yield "| --- | --- | --- |"
    for name, field in Config.model_fields.items():
        default = field.get_default(call_default_factory=True)
        if not isinstance(default, BaseModel):
            yield f"| `{name}` | `{json.dumps(default)}` | {field.description} |"
            continue
        for inner, about in type(default).model_fields.items():
            usual = about.get_default(call_default_factory=True)
            yield f"| `{name}.{inner}` | `{json.dumps(usual)}` | {about.description} |"


def kinds() -> Iterable[str]:
    """The kinds of event and what each says."""
    yield "| kind | about | body |"
    yield "| --- | --- | --- |"
    for kind, (body, subjects) in sorted(BODIES.items()):
        hints = get_type_hints(body, include_extras=True)
        fields = ", ".join(f"`{name}`{'?' if _may_be_absent(hint) else ''}{_words(hint)}" for name, hint in hints.items())
        yield f"| `{kind}` | {', '.join(subjects)} | {fields} |"


def _may_be_absent(hint: Any) -> bool:
    return repr(get_origin(hint)) == repr(NotRequired)


def _words(hint: Any) -> str:
    """The closed list of words that a field takes."""
    if _may_be_absent(hint):
        hint = get_args(hint)[0]
    words = [word for word in get_args(hint) if isinstance(word, str)]
    return f" ({' '.join(words)})" if words else ""


def commands() -> Iterable[str]:
    """Every command with its words and options."""
    yield "| command | does |"
    yield "| --- | --- |"
    for name in sorted(COMMANDS):
        pieces = (_piece(parameter) for parameter in find_command(name).params if parameter.opts != ["--help"])
        yield f"| `{' '.join((f'warroom {name}', *pieces))}` | {COMMANDS[name][1]} |"


def _piece(parameter: click.Parameter) -> str:
    """A word or an option of a command, as it is typed."""
    if isinstance(parameter, click.Option):
        names = "\\|".join((*parameter.opts, *parameter.secondary_opts))
        kind = "N" if isinstance(parameter.type, click.IntRange) else "TEXT"
        return f"[{names}]" if parameter.is_flag else f"[{names} {parameter.metavar or kind}]"
    return (parameter.metavar or parameter.human_readable_name.upper()).replace("|", "\\|")


def figures() -> Iterable[str]:
    """The figures of the statistics with their definitions."""
    yield "| figure | is | counts in the period of | practices |"
    yield "| --- | --- | --- | --- |"
    for figure in FIGURES:
        what = f"**{figure.title}.** {figure.definition.strip()}".replace("|", "\\|")
        yield f"| `{figure.name}` | {what} | {figure.dated} | {', '.join(figure.practices)} |"


TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "keys": keys,
    "signs": signs,
    "policy": policy,
    "configuration": configuration,
    "kinds": kinds,
    "commands": commands,
    "figures": figures,
    "attention-rules": attention_rules,
    "attention-urgency": attention_urgency,
    "attention-example": attention_example,
    "contacts": contact_table,
    "stages": stage_table,
    "formats": formats_table,
    "import-states": import_states,
    "import-ways": import_ways,
    "import-map": import_map,
    "import-columns": import_columns,
    "import-fields": import_fields,
    **PLAYBOOK_TABLES,
    **TEMPLATE_TABLES,
    **TONE_TABLES,
}


def documents() -> list[Path]:
    """Every document of the project."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def written(text: str) -> str:
    """A document with its tables as the code has them."""

    def replaced(found: re.Match[str]) -> str:
        table = TABLES.get(found["name"])
        if table is None:
            return found[0]
        return f"<!-- table: {found['name']} -->\n" + "\n".join(table()) + "\n<!-- end -->"

    return BLOCK.sub(replaced, text)


if __name__ == "__main__":
    for path in documents():
        path.write_text(written(path.read_text("utf-8")), "utf-8")
