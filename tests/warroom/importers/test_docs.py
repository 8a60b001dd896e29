"""docs/importing.md says what the importers do; its tables are held equal to the code by tests/test_docs.py."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.tables import TABLES
from tests.warroom.importers.support import ROOT, fresh
from warroom.importers import import_csv
from warroom.importers.import_map import Columns, ImportMap
from warroom.importers.servicenow import NEEDED, USED

PAGE = (ROOT / "docs" / "importing.md").read_text("utf-8")


def test_every_key_of_a_map_is_told() -> None:
    for name, model in (("import-map", ImportMap), ("import-columns", Columns)):
        shown = "\n".join(TABLES[name]())
        assert f"<!-- table: {name} -->\n{shown}\n<!-- end -->" in PAGE
        assert [key for key, field in model.model_fields.items() if f"| `{key}` |" not in shown or not field.description] == []


def test_every_column_that_is_used_is_told() -> None:
    told = PAGE.split("## ServiceNow", 1)[1].split("<!-- table: import-states -->", 1)[0]
    assert [name for name in USED if f"`{name}`" not in told] == []
    assert f"Only {', '.join(f'`{name}`' for name in NEEDED[:-1])} and `{NEEDED[-1]}` must be there" in told


def test_the_example_works(tmp_path: Path) -> None:
    example = PAGE.split("```toml\n", 1)[1].split("```", 1)[0]
    assert ImportMap.model_validate(tomllib.loads(example)).columns.id == "Ticket"
    (tmp_path / "map.toml").write_text(example, encoding="utf-8")
    (tmp_path / "table.csv").write_text(
        "Ticket,Account,Area,Subject,Created,Priority,Agent,Status,Solved,Closed,Via\n"
        "7,Acme,Mail,Dead,01.03.2016 10:00,Urgent,Ben,Pending customer,,,Phone\n",
        encoding="utf-8",
    )
    report = import_csv(fresh(tmp_path / "replica"), tmp_path / "table.csv", tmp_path / "map.toml", "Ada")
    assert (report.taken["breaks"], report.taken["contacts"], report.taken["waits"], report.left) == (1, 1, 1, {})
