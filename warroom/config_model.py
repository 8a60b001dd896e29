"""The configuration of one installation, as one documented model: looks, keys, who you are. The team's policy is not here.

A plain file is read by `warroom.config`; this model checks it, and is the source of docs/configuration.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from store.errors import BadInput
from store.zones import find_zone


class Letters(BaseModel):
    """`[letters]`: who signs what goes to a customer, and how it is set."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    signer: str = Field("", description="Who signs letters, mails and briefs; without it they hold a marked gap.")
    role: str = Field("", description="What the signer is, as `Head of Operations`.")
    line: str = Field("", description="The signer's direct telephone line.")
    mail: str = Field("", description="The signer's mail address.")
    company: str = Field("", description="The name of the company that they sign for.")
    language: str = Field(
        "en",
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="The language of what is written out, as `en-GB`: noted in HTML, mails, PDF and DOCX.",
    )
    paper: Literal["a4", "us-letter"] = Field("a4", description="The paper of PDF and DOCX: `a4` or `us-letter`.")
    names: dict[str, str] = Field(
        default_factory=dict, description="How customers may read names of ours: actor = name. Who is not in it is not named."
    )


class Config(BaseModel):
    """`config.toml`. Every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    board: str = Field("", description="The board that `warroom` opens when none is named: a path to a board file.")
    me: str = Field("", description="Who acts, when neither `--as` nor WARROOM_ACTOR says so; the login name without it.")
    zone: str = Field("", description="Time zone in which times are shown and read (IANA name); the machine's own without it.")
    theme: str = Field("warroom", description="Colours: `warroom`, or any theme of Textual.")
    bell: bool = Field(True, description="Ring the terminal's bell when something of a loud severity becomes overdue.")
    title: bool = Field(True, description="Show what is overdue in the terminal window's title.")
    mouse: bool = Field(True, description="Take the mouse; off lets the terminal select text as usual.")
    moving: Literal["arrows", "vim"] = Field(
        "arrows", description="`vim` lets j, k and ctrl+d, ctrl+u move too; K is then the call sheet."
    )
    key_file: str = Field("", description="The key file of encrypted boards that have one; WARROOM_KEY_FILE counts before it.")
    remember_key: bool = Field(
        False,
        description="Keep the key of an encrypted board where there is no keyring: in a file that only you can read.",
    )
    letters: Letters = Field(
        default_factory=lambda: Letters.model_validate({}), description="Who signs what goes to a customer, and how it is set."
    )
    keys: dict[str, str] = Field(
        default_factory=dict, description="Other keys for actions: id = key. `warroom keys` lists the ids."
    )


def checked_config(values: dict[str, Any], path: Path) -> Config:
    """The configuration that a file's values make. Raises BadInput with the file and the key."""
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise _problem(error.errors(include_url=False, include_input=False)[0], path) from None
    if config.zone and find_zone(config.zone) is None:
        raise BadInput("config", f"{path}: zone: “{config.zone}” is no time zone", "use an IANA name, as Europe/London")
    return config


def usable_config(values: dict[str, Any], path: Path) -> tuple[Config, list[str]]:
    """The configuration without what can't be used in it, and a line for each thing that was left out."""
    problems: list[str] = []
    while True:
        try:
            return Config.model_validate(values), problems
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                problems.append(str(_problem(one, path)))
                values = _without(values, one["loc"])


def _problem(error: Any, path: Path) -> BadInput:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = Letters if error["loc"][0] == "letters" and len(error["loc"]) > 1 else Config
        return BadInput("config", f"{path}: {key}: there is no such key", "known keys: " + ", ".join(known.model_fields))
    return BadInput("config", f"{path}: {key}: {error['msg']}", "mend that line")


def _without(values: dict[str, Any], place: tuple[int | str, ...]) -> dict[str, Any]:
    """The values without the key that is wrong; of a table only the key in it."""
    key, inner = place[0], values.get(str(place[0]))
    if len(place) > 1 and isinstance(inner, dict):
        return {**values, str(key): {name: value for name, value in inner.items() if name != place[1]}}
    return {name: value for name, value in values.items() if name != key}
