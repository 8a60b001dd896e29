"""A playbook's file as one documented model: what may stand in it. docs/playbooks.md has its tables from here.

What this model takes, `store.playbooks.reading` reads in the same way.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from store.errors import BadInput
from store.playbooks.model import CONDITIONS, MOST_STEPS, PROOFS, ROLES, Playbook, Proof, Step, Within
from store.playbooks.reading import TEXT
from store.policy import policy_of
from store.spans import Span, parse_span, span_text
from store.text import clean, one_line
from warroom.playbooks.words import known_word, listed, shown

MOST_PRACTICES = 8
MOST_PROOFS = 8
NO_TIME = ("", "off")
"""What a severity has in `within` that has no time."""

HIDDEN = "it holds control codes or text direction marks: take them out"
_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEFAULTS = policy_of()._asdict()
SETTINGS = tuple(
    name
    for name, value in _DEFAULTS.items()
    if isinstance(value, tuple) and len(value) == 4 and any(isinstance(one, Span) for one in value)
)
"""The settings of the policy that are a span for each severity."""


def _plain(value: str) -> str:
    if not _PLAIN.fullmatch(value):
        raise ValueError(f"{shown(value)} is no plain name: small letters and digits, with dashes between them")
    return value


def _visible(value: Any) -> Any:
    """A text without anything that could act on a terminal."""
    if isinstance(value, str) and clean(value, len(value)) != value.replace("\r\n", "\n"):
        raise ValueError(HIDDEN)
    return value


def _one_line(value: Any) -> Any:
    value = _visible(value)
    return one_line(value, len(value)) if isinstance(value, str) else value


Name = Annotated[str, StringConstraints(max_length=40), BeforeValidator(_visible)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=80), BeforeValidator(_one_line)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=TEXT), BeforeValidator(_one_line)]
Prose = Annotated[str, StringConstraints(max_length=TEXT), BeforeValidator(_visible)]
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=False, validate_by_alias=True)


class ProofTable(BaseModel):
    """One thing in the record that proves a step: exactly one of the first fourteen keys, with a word or a list of words of
    which any will do. The last three only narrow a `contact`."""

    model_config = _STRICT

    contact: Any = Field(None, description="a contact of that kind that reached them; an attempt proves nothing")
    stage: Any = Field(None, description="the stage was reached, or one after it that includes it")
    field: Any = Field(None, description="that field of the break was filled")
    promise: Any = Field(None, description="a promise of that kind was made; `any` is any but `news`")
    kept: Any = Field(None, description="a promise of that kind was kept, and none of them is open")
    remedy: Any = Field(None, description="a remedy was proposed")
    answer: Any = Field(None, description="the customer answered a remedy so")
    restitution: Any = Field(None, description="amends came so far, or further; their own money back is no amends")
    entry: Any = Field(None, description="that was written down for the failure")
    cleared: Any = Field(
        None, description="nothing of that kind is in the way any more; where nothing was, nobody need do the step"
    )
    follow_up: Any = Field(None, alias="follow-up", description="a follow-up by that channel was done")
    written: Any = Field(None, description="that summary was written out for them")
    confirmed: Any = Field(None, description="somebody else than who mended it confirmed it")
    outcome: Any = Field(None, description="how it ended with the customer was noted")
    channel: Any = Field(None, description="with `contact`: only by these channels")
    direction: Any = Field(
        None,
        description="with `contact`: who turned to whom: `out` (as without it), `in` or `both`",
    )
    since: Name | None = Field(None, description="with `contact`: not before this anchor, or this earlier step")

    @field_validator(*(name.replace("-", "_") for name in PROOFS), "channel", mode="before")
    @classmethod
    def _words_are_known(cls, value: Any, info: ValidationInfo) -> Any:
        key = str(info.field_name).replace("_", "-")
        words = listed(value)
        if not words:
            raise ValueError(f"{key} has no word: one of {', '.join(words_of(key))}")
        for word in words:
            known_word(word, words_of(key), key)
        return tuple(words)

    @field_validator("direction", mode="before")
    @classmethod
    def _direction_is_known(cls, value: Any) -> Any:
        return known_word(value, CONDITIONS["direction"], "direction")

    @model_validator(mode="after")
    def _proves_one_thing(self) -> ProofTable:
        found = self.proofs
        if len(found) != 1:
            both = " and ".join(found)
            raise ValueError(
                f"a proof is one thing, and {both} are {len(found)}: write them as [{{ … }}, {{ … }}]"
                if found
                else "a proof needs one of " + ", ".join(PROOFS)
            )
        narrowed = [key for key in CONDITIONS if getattr(self, key) is not None]
        if narrowed and found != ["contact"]:
            raise ValueError(f"{', '.join(narrowed)} can only narrow a contact")
        return self

    @property
    def proofs(self) -> list[str]:
        """What it names of `PROOFS`."""
        return [key for key in PROOFS if getattr(self, key.replace("-", "_")) is not None]

    def made(self) -> Proof:
        """As the store has it."""
        (what,) = self.proofs
        words: tuple[str, ...] = getattr(self, what.replace("-", "_"))
        return Proof(what, words, self.channel or (), self.direction or "out", self.since or "")


def words_of(key: str) -> tuple[str, ...]:
    """What can stand after a key of a proof; nothing for one that takes a name."""
    return PROOFS.get(key, CONDITIONS.get(key, ()))


class StepTable(BaseModel):
    """A `[[step]]`. They stand in their order."""

    model_config = _STRICT

    id: Name = Field(description="its name, in small letters with dashes; keep it: what was marked by hand is kept under it")
    title: Line = Field(description="what to do, in a few words; 80 characters at most")
    why: Sentence = Field(description="why, in one sentence")
    practices: list[str] = Field(
        default=[],
        max_length=MOST_PRACTICES,
        description="ids of the practices that it serves, as `P01`; docs/practices.md has them",
    )
    who: Literal["owner", "fixer", "second", "manager", "anyone"] = Field(
        "owner",
        description="`owner` speaks to the customer, `fixer` mends it, `second` is somebody else than who mended it,"
        " `manager` decides; or `anyone`",
    )
    after: Name = Field("known", description="what its time counts from: an anchor, or an earlier step of this playbook")
    within: Any = Field(
        None,
        description="by when it is due: a span (`45m`, `2h`, `8wh`, `1wd`), four of them for severity 1 to 4 (`off`: no time),"
        " or a setting of the policy that has four; without it the step has no time",
    )
    proof: Annotated[list[ProofTable], BeforeValidator(listed), Field(max_length=MOST_PROOFS)] = Field(
        default=[],
        description="what proves it: one table, or a list of which all must be there; without it the step is marked by hand",
    )
    closing: bool = Field(False, description="whether closing asks for it")
    say: Sentence | None = Field(
        None,
        description="what to say to the customer, where the step is said; on the call sheet, where nothing there asks for the same",
    )

    @field_validator("id")
    @classmethod
    def _id_is_plain(cls, value: str) -> str:
        return _plain(value)

    @field_validator("who", mode="before")
    @classmethod
    def _role_is_known(cls, value: Any) -> Any:
        return known_word(value, ROLES, "who")

    @field_validator("practices")
    @classmethod
    def _practices_are_ids(cls, value: list[str]) -> list[str]:
        if wrong := [word for word in value if not re.fullmatch(r"P\d\d[a-z]?", word, re.ASCII)]:
            raise ValueError(f"practices: {', '.join(map(shown, wrong))} is no id as P01")
        return value

    @field_validator("within", mode="before")
    @classmethod
    def _within_can_be_read(cls, value: Any) -> Within:
        if isinstance(value, str) and value in SETTINGS:
            return Within(setting=value)
        if isinstance(value, str) and value in _DEFAULTS:
            raise ValueError(f"within: the setting “{value}” has no span for each severity; these have: {', '.join(SETTINGS)}")
        if isinstance(value, str):
            return Within((_span(value),) * 4)
        if not isinstance(value, list) or len(value) != 4:
            many = f", and these are {len(value)}" if isinstance(value, list) else ""
            raise ValueError(f"within is a span, four of them for severity 1 to 4, or a setting of the policy{many}")
        return Within(tuple("" if one in NO_TIME else _span(one) for one in value))

    def made(self) -> Step:
        """As the store has it."""
        return Step(
            self.id, self.title, self.why, tuple(self.practices), self.who, self.after, self.within,
            tuple(proof.made() for proof in self.proof), self.closing, self.say or "",
        )  # fmt: skip


def _span(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f'within: {shown(value)} is no text: write it as "45m"')
    try:
        return span_text(parse_span(value, "within"))
    except (BadInput, ArithmeticError):
        near = get_close_matches(value, SETTINGS, 1)
        raise ValueError(
            f"within: {shown(value)} is no length of time: write it as 45m, 2h, 8wh (working hours) or 1wd, or name a setting of"
            " the policy" + (f"; did you mean {near[0]}?" if near else "")
        ) from None


class PlaybookDocument(BaseModel):
    """A playbook's file."""

    model_config = _STRICT

    name: Name = Field(
        description="what it is chosen by: small letters with dashes; one that a built-in has replaces that one here"
    )
    title: Line = Field(description="what people read; 80 characters at most")
    about: Prose = Field("", description="what it is for, in a sentence or two")
    step: list[StepTable] = Field(min_length=1, max_length=MOST_STEPS, description="the steps, each a `[[step]]`, in their order")

    @field_validator("name")
    @classmethod
    def _name_is_plain(cls, value: str) -> str:
        return _plain(value)

    def made(self) -> Playbook:
        """As the store has it."""
        return Playbook(self.name, self.title, self.about, tuple(step.made() for step in self.step))
