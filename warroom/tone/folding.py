"""One block as plain words: quotes, code, targets and marks masked or dropped, signs folded, each character with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from warroom.tone.blocks import DROPPED, Block

MASK = "\ue000"
"""Stands for something that is not ours to judge: quoted text, code, a gap."""
ADDRESS = "\ue002"
"""Stands for a mail or web address."""
_SIGNS = {
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "…": "...", "ﬁ": "fi", "ﬂ": "fl",
}  # fmt: skip
_ENTITIES = {"amp": "&", "nbsp": " ", "quot": '"', "apos": "'", "#39": "'", "rsquo": "'", "lsquo": "'", "ndash": "-", "mdash": "-"}
_ADDRESS = r"""(?P<address><?(?:https?://|ftp://|www\.|mailto:|tel:)[^\s<>"“”]+[^\s<>"“”.,;:!?)'’\]]>?|<?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}>?)"""
_BEGINS = r"""(?=[^\w\s.,;:?()-]|[_(\ufb01\ufb02]|\s[\s\u00a0\u2007\u202f]|[^\S ])"""
"""What any of the others begins with: most places of a text are passed over at once."""
_OTHERS = r"""(?P<drop>\ue001+|[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]+)
    |(?P<escape>\\(?=[!-/:-@\[-`{-~]))
    |(?P<gap>\[to\ fill:[^\]\n]{0,600}\])
    |(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:[^`]|(?!(?P=ticks)(?!`))`){1,2000}?(?P=ticks)(?!`))
    |(?P<image>!\[[^\]]{0,400}\]\([^()\n]{0,400}\))
    |(?P<target>(?<=\])(?:\([^()\n]{0,800}(?:\([^()\n]*\)[^()\n]{0,200})?\)|\[[^\]\n]{0,80}\]))
    |(?P<tag></?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>]{0,300})?/?>)
    |(?P<entity>&(?:amp|nbsp|quot|apos|\#39|rsquo|lsquo|ndash|mdash);)
    |(?P<quote>“[^“”]{1,3000}”|«[^«»]{1,3000}»|„[^„“”]{1,3000}[“”]|(?<![\w"])"(?=[^\s"])[^"]{0,3000}(?<=[^\s"])"(?!\w)
        |(?<!\w)‘(?:[^‘’]|(?<=\w)’(?=\w)){1,300}’(?!\w)
        |(?<![\w'])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w)){0,300}(?<=[^\s'])'(?![\w']))
    |(?P<emphasis>\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|~~)
    |(?P<bracket>\[(?=[^\]\n]{0,400}\]\()|\](?=\())
    |(?P<space>[\s\u00a0\u2007\u202f]{2,}|[\t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00-\x08\x0e-\x1f\x85])
    |(?P<sign>[’‘‛ʼ`´“”„‟–—‐‑‒―−…ﬁﬂ])"""
_SOME_ADDRESS = re.compile(r"@|://|www\.|mailto:|tel:", re.I)
_ALONE = {ord(sign): to for sign, to in _SIGNS.items() if len(to) == 1 and sign not in "‘’“”„`"}
_ALONE |= dict.fromkeys(
    (*range(9), *range(11, 13), *range(14, 32), 9, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029), " "
)
_ALONE |= dict.fromkeys((0x202F, 0x205F, 0x3000), " ")
"""Signs that one sign stands for, wherever they are."""
_ANY = re.compile(
    r"  |[\ue001\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\\`\[\]<>&“”„«»‘’‛ʼ´…ﬁﬂ*_~@\"]|://|www\.|(?<![\w'])'(?=\S)|\n"
)
"""What asks for a closer look at a block."""
_MASKED = frozenset(("code", "quote", "gap", "image"))


class Gap(NamedTuple):
    """A marked gap: where it stands, for which element, and what is to be written there."""

    start: int
    end: int
    element: str
    about: str


class Folded(NamedTuple):
    """A block's words. `places[i]` is the offset in the text of `text[i]`; places never fall."""

    text: str
    places: Sequence[int]
    gaps: tuple[Gap, ...]


def fold(text: str, block: Block) -> Folded:
    """A block of `text` in plain words."""
    raw, origin = _joined(text, block)
    raw = raw.translate(_ALONE)
    if not _ANY.search(raw):
        return Folded(raw, origin, ())
    out: list[str] = []
    places: list[int] = []
    gaps: list[Gap] = []
    at = 0
    for found in _special(bool(_SOME_ADDRESS.search(raw))).finditer(raw):
        start, end = found.span()
        if start > at:
            out.append(raw[at:start])
            places.extend(origin[at:start])
        at = end
        put = _put(found, out)
        if found.lastgroup == "gap" or found["gap"]:
            element, _, about = found[0][len("[to fill:") : -1].strip().partition(":")
            gaps.append(Gap(origin[start], origin[end - 1] + 1, element.strip().lower(), about.strip()))
        if put:
            out.append(put)
            places.extend([origin[start]] * (len(put) - 1) + [origin[end - 1]])
    out.append(raw[at:])
    places.extend(origin[at:])
    return Folded("".join(out), places, tuple(gaps))


@cache
def _special(with_addresses: bool) -> re.Pattern[str]:
    """What is masked, dropped or folded. Addresses may begin with any letter, so they are looked for only where one can be."""
    if with_addresses:
        return re.compile(f"{_ADDRESS}|{_BEGINS}(?:{_OTHERS})", re.X)
    return re.compile(f"{_BEGINS}(?:{_OTHERS}|(?P<address>(?!)))", re.X)


def _joined(text: str, block: Block) -> tuple[str, Sequence[int]]:
    """Its lines joined by spaces, and the offset of each character."""
    if len(block.pieces) == 1:
        start, end = block.pieces[0]
        return text[start:end], range(start, end)
    parts: list[str] = []
    origin: list[int] = []
    for start, end in block.pieces:
        if parts:
            parts.append(" ")
            origin.append(origin[-1] if origin else start)
        parts.append(text[start:end])
        origin.extend(range(start, end))
    return "".join(parts), origin


def _put(found: re.Match[str], out: list[str]) -> str:
    """What stands for a special sign or span."""
    if found["space"]:
        return "" if out and out[-1].endswith(" ") else " "
    if found["sign"]:
        return _SIGNS[found[0]]
    if found["quote"]:
        return MASK + ("." if found[0][-2] in ".!?…" else "")
    if found["address"]:
        return ADDRESS
    if any(found[name] for name in _MASKED):
        return MASK
    if found["entity"]:
        return _ENTITIES[found[0][1:-1]]
    return ""


def without_private(text: str) -> str:
    """The text without the signs that stand for something here; as long as before."""
    return text.replace(MASK, "\ufffd").replace(DROPPED, "\ufffd").replace(ADDRESS, "\ufffd")


def lowered(text: str) -> str:
    """Small letters, as long as before."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)
