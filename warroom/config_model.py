"""The configuration of one installation, as one documented model: looks, keys, who you are. The team's policy is not here.

A plain file is read by `warroom.config`; this model checks it, and is the source of docs/configuration.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from store.errors import BadInput
from store.zones import find_zone


class Config(BaseModel):
    """`config.toml`. Every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    board: str = Field("", description="The board that `warroom` opens when none is named: a path to a board file.")
    me: str = Field("", description="Who acts, when neither `--as` nor WARROOM_ACTOR says so; the login name without it.")
    zone: str = Field("", description="Time zone in which times are shown and read (IANA name); the machine's own without it.")
    theme: str = Field("warroom", description="Colours: `warroom`, or any theme of Textual.")
    bell: bool = Field(True, description="Ring the terminal's bell when something of a loud severity becomes overdue.")
    title: bool = Field(True, description="Show what is overdue in the terminal window's title.")
    mouse: bool = Field(True, description="Take the mouse; off lets the terminal select text as usual.")
    moving: Literal["arrows", "vim"] = Field("arrows", description="`vim` lets j, k and ctrl+d, ctrl+u move too.")
    keys: dict[str, str] = Field(
        default_factory=dict, description="Other keys for actions: id = key. `warroom keys` lists the ids."
    )


def checked_config(values: dict[str, Any], path: Path) -> Config:
    """The configuration that a file's values make. Raises BadInput with the file and the key."""
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        known = "known keys: " + ", ".join(Config.model_fields)
        raise BadInput(
            "config", f"{path}: {key}: {first['msg']}", known if first["type"] == "extra_forbidden" else "mend that line"
        ) from None
    if config.zone and find_zone(config.zone) is None:
        raise BadInput("config", f"{path}: zone: “{config.zone}” is no time zone", "use an IANA name, as Europe/London")
    return config
