"""The mapping file of `warroom import csv`: which column of a table is what. docs/importing.md lists its keys."""

from __future__ import annotations

import codecs
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from store.errors import BadInput
from store.text import one_line
from store.words import CHANNELS, DIRECTIONS, FAULTS, FOUND_BY, RESULTS, STAGES, WAITING_ON
from store.zones import find_zone
from warroom.importers.servicenow import SOURCE as SERVICENOW

Column = Annotated[str, Field(min_length=1, max_length=200)]
Texts = Literal["customer", "owner", "fixer", "category", "cause"]
Words = Literal["severity", "stage", "waiting_on", "found_by", "fault", "channel", "direction", "result"]
Mapped = Texts | Words
"""Fields whose words a map can translate."""

WORDS: dict[str, tuple[str, ...]] = {
    "severity": ("1", "2", "3", "4"),
    "stage": STAGES,
    "waiting_on": WAITING_ON,
    "found_by": FOUND_BY,
    "fault": FAULTS,
    "channel": CHANNELS,
    "direction": DIRECTIONS,
    "result": RESULTS,
}
"""Fields that take only certain words; the others take any text."""


class Columns(BaseModel):
    """The columns, each by its name in the header of the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Column = Field(description="names the incident in that system; what is imported again is known by it")
    customer: Column = Field(description="whom it hurts")
    what: Column | list[Column] = Field(description="what broke; of several columns, what they say joined by “ / ”")
    opened: Column | None = Field(None, description="when it was opened; needed unless `updated` is mapped")
    updated: Column | None = Field(
        None, description="when the row was written: maps a log of changes, several rows an incident; without it, one row each"
    )
    severity: Column | None = Field(None, description="1 to 4, or words that `values.severity` maps")
    owner: Column | None = Field(None, description="who speaks to the customer; an empty cell means nobody")
    fixer: Column | None = Field(None, description="who mends it; an empty cell means nobody")
    contact_name: Column | None = Field(None, description="whom we talk to there")
    found_by: Column | None = Field(None, description="`us` or `customer`")
    value: Column | None = Field(None, description="what the account is worth: an amount with its currency, or in `currency`")
    trouble: Column | None = Field(None, description="the trouble that it caused them")
    expectation: Column | None = Field(None, description="what they expect of us")
    category: Column | None = Field(None, description="what kind of failure it is")
    cause: Column | None = Field(None, description="what caused it")
    fault: Column | None = Field(None, description="`ours`, `not-ours` or `unknown`")
    stage: Column | None = Field(
        None, description="the stage, or words that `values.stage` maps; without it the stage follows from the three times below"
    )
    owned: Column | None = Field(None, description="when we owned it")
    fixed: Column | None = Field(None, description="when it was fixed")
    closed: Column | None = Field(None, description="when it was closed")
    waiting_on: Column | None = Field(
        None, description="`customer`, `supplier` or `none`; can be the column of `stage`, a word that is not mapped is `none`"
    )
    channel: Column | None = Field(None, description="the channel of a contact; an empty cell means that there was none")
    direction: Column | None = Field(None, description="`in` (the customer came to us) or `out`; `in` where nothing is said")
    result: Column | None = Field(None, description="`spoke`, `wrote` or `attempt`; follows from the channel where nothing is said")
    said: Column | None = Field(None, description="what was said in the contact")
    note: Column | None = Field(None, description="a note for ourselves")


class ImportMap(BaseModel):
    """How a table is to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(
        description="a name for the system that the table comes from; with `id` it says which incident is which, so never change it"
    )
    columns: Columns = Field(description="which column is what")
    zone: str = Field("UTC", description="time zone of the times in the table that name none, as `Europe/Berlin`")
    date_format: str = Field(
        "iso", description="how times are written: `iso` (ISO 8601), or in the signs of Python's `strptime`, as `%d/%m/%Y %H:%M`"
    )
    encoding: str = Field("utf-8", description="encoding of the file, as `utf-8`, `cp1252`, `utf-16`")
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = Field(",", description="the character between two cells")
    empty: list[str] = Field(default=["", "?"], description="what a cell holds that says nothing, any case")
    currency: str = Field("", description="currency of amounts that name none, as `EUR`")
    contacts: Literal["opening", "rows"] = Field(
        "opening", description="in a log of changes: the contact of the first row is the opening one, or each row is a contact"
    )
    values: dict[Mapped, dict[str, str | int]] = Field(
        default={}, description="for a field, what words of the table (any case) mean: `[values.severity]` with `Urgent = 1`"
    )
    defaults: dict[Mapped, str | int] = Field(default={}, description="for a field, what holds where the table says nothing")

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        if find_zone(zone) is None:
            raise ValueError(f"“{zone}” is no time zone that we know: use an IANA name, as Europe/London")
        return zone

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, encoding: str) -> str:
        try:
            "é\n".encode(codecs.lookup(encoding).name)
        except (LookupError, UnicodeError, TypeError, AttributeError):
            raise ValueError(f"“{encoding}” is no text encoding that we know: utf-8, cp1252, utf-16 …") from None
        return encoding

    @field_validator("date_format")
    @classmethod
    def _format_can_be_read(cls, date_format: str) -> str:
        moment = datetime(2026, 11, 22, 14, 32)
        try:
            same = date_format == "iso" or datetime.strptime(moment.strftime(date_format), date_format).date() == moment.date()
        except ValueError:
            same = False
        if not same:
            raise ValueError(f"“{date_format}” gives no day: write `iso`, or signs as %d/%m/%Y %H:%M")
        return date_format

    @field_validator("delimiter")
    @classmethod
    def _delimiter_parts_cells(cls, delimiter: str) -> str:
        if delimiter in '"\r\n':
            raise ValueError("a quote or a line break can't stand between two cells")
        return delimiter

    @field_validator("source")
    @classmethod
    def _source_is_free(cls, source: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,39}", source):
            raise ValueError("a name in small letters, digits, “.”, “_” and “-”, at most 40 of them")
        if source == SERVICENOW:
            raise ValueError(f"“{source}” is the name of the built-in import: choose another")
        return source

    @model_validator(mode="after")
    def _words_are_ours(self) -> ImportMap:
        for field, meanings in (*self.values.items(), *((name, {"": value}) for name, value in self.defaults.items())):
            for word, meaning in meanings.items():
                if field in WORDS and str(meaning) not in WORDS[field]:
                    place = f"values.{field}.{word}" if word else f"defaults.{field}"
                    raise ValueError(f"{place}: “{meaning}” is not one of {', '.join(WORDS[field])}")
        if self.columns.opened is None and self.columns.updated is None:
            raise ValueError("columns: neither `opened` nor `updated` is mapped, so nothing says when an incident began")
        return self


def read_map(path: Path) -> ImportMap:
    """The map in a TOML file. Raises BadInput that names the file and the key."""
    try:
        written = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise BadInput("map", f"{path} can't be read: {error.strerror or error}", "check its name and permissions") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("map", f"{path} is no TOML: {one_line(str(error))}", "docs/importing.md has an example") from error
    try:
        return ImportMap.model_validate(written)
    except ValidationError as error:
        raise BadInput("map", f"{path}: {_first(error)}", "docs/importing.md lists the keys of a map") from error


def _first(error: ValidationError) -> str:
    """The error that helps most: a key that is not known first, as a missing one often is that one misspelt."""
    errors: list[Any] = list(error.errors(include_url=False, include_input=False))
    first = min(errors, key=lambda one: one["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"] if "[" not in str(part) and part not in ("str", "constrained-str"))
    said = str(first["msg"]).removeprefix("Value error, ")
    said = {"Extra inputs are not permitted": "no such key", "Field required": "is missing"}.get(said, said)
    if "[key]" in first["loc"]:
        said = "no field whose words can be mapped"
    return one_line(f"{place}: {said}" if place else said)
