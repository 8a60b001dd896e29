"""Any valid playbook as TOML, and texts that are none."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from store.playbooks.model import ANCHORS, CONDITIONS, PROOFS, ROLES
from warroom.playbooks.document import SETTINGS

names = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
spans = st.sampled_from(["10m", "2h", "1 h 30", "8wh", "3 working days", "2 weeks", "1WD", "90s"])
lines = st.text(min_size=1, max_size=30).map(lambda text: f"a {text} b").filter(str.isprintable)
prose = st.sampled_from(["", "two\nlines", '“quotes” and \\ and "these"', "漢字 👩‍👩‍👧‍👦", "# no comment", "[[step]]\nid = 'x'"])


@st.composite
def proofs(draw: st.DrawFn, earlier: list[str]) -> dict[str, Any]:
    """One proof; what a contact can come after is in `earlier`."""
    what = draw(st.sampled_from(sorted(PROOFS)))
    words = draw(st.lists(st.sampled_from(PROOFS[what]), min_size=1, max_size=3, unique=True))
    found: dict[str, Any] = {what: words if len(words) > 1 or draw(st.booleans()) else words[0]}
    if what == "contact" and draw(st.booleans()):
        found["channel"] = draw(st.sampled_from(CONDITIONS["channel"]))
    if what == "contact" and draw(st.booleans()):
        found["direction"] = draw(st.sampled_from(CONDITIONS["direction"]))
    if what == "contact" and draw(st.booleans()):
        found["since"] = draw(st.sampled_from([*ANCHORS, *earlier]))
    return found


@st.composite
def steps(draw: st.DrawFn, id_: str, earlier: list[str]) -> dict[str, Any]:
    """One step."""
    found: dict[str, Any] = {"id": id_, "title": draw(lines), "why": draw(lines)}
    for key, value in (
        ("practices", st.lists(st.sampled_from(["P01", "P19a", "P70"]), max_size=3)),
        ("who", st.sampled_from(ROLES)),
        ("after", st.sampled_from([*ANCHORS, *earlier])),
        ("within", st.one_of(spans, st.sampled_from(SETTINGS), st.lists(st.one_of(spans, st.just("off")), min_size=4, max_size=4))),
        ("proof", st.one_of(proofs(earlier), st.lists(proofs(earlier), max_size=3))),
        ("closing", st.booleans()),
        ("say", lines),
    ):
        if draw(st.booleans()):
            found[key] = draw(value)
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A playbook's document."""
    ids = draw(st.lists(names.filter(lambda name: name not in ANCHORS), min_size=1, max_size=6, unique=True))
    found: dict[str, Any] = {"name": draw(names), "title": draw(lines)}
    if draw(st.booleans()):
        found["about"] = draw(prose)
    found["step"] = [draw(steps(id_, ids[:place])) for place, id_ in enumerate(ids)]
    return found


def as_toml(document: dict[str, Any]) -> str:
    """A document as a person would write it."""
    head = [f"{key} = {_value(value)}" for key, value in document.items() if key != "step"]
    parts = ["\n".join(head)]
    for step in document["step"]:
        parts.append("\n".join(["[[step]]  # one", *(f"{key} = {_value(value)}" for key, value in step.items())]))
    return "\n\n".join(parts) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ",\n  ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
