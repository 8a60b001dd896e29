"""Record rule for people of ours: who is named in a text though customers do not read their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from store.text import name_key

if TYPE_CHECKING:
    from warroom.tone.against import Against
    from warroom.tone.record.hit import Hit

_SHORTEST = 3
"""Letters of a name below which it may be any word."""
GIVEN = frozenset(
    "ace amber angel april art ash aspen august autumn basil bay bea berry bill bishop blaze bliss blue brand brandy brook "
    "brooks buck bud buddy candy carol case cash chance chase chip christian christy clay cliff cole coral crystal daisy "
    "dale dash dawn deal dean dell destiny dolly dot drew duke earl ebony eden eve ever faith fern flora forest frank gale "
    "gay gene ginger glen glory grace grant gray green guy hale happy harmony hazel heath heather holly honey hope hunter "
    "iris ivy jack jade jasmine jay jean jet joy june king kit lance lane law lily list lucky marina mark max may melody "
    "mercy merit miles misty nick noble norm olive opal page parker pat patience pearl peg penny pepper piper poppy price "
    "prince prudence queen rain ray red reed reef rich river rob robin rock rocky rod rose rosemary ruby rusty sage sandy "
    "scarlet sharp sierra skip sky sonny spring star sterling stone storm sue summer sunny tally tanner trace trip tucker "
    "van victor violet wade ward ware web will willow win winter wise wood woody young".split()
)
"""Given names that are plain English words too."""
DESKS = frozenset(
    "account accounts admin agent all analyst board boss bot call care chief claims customer data day deputy desk dev "
    "dispatch driver duty early engineer engineering evening finance first front help helpdesk home house incident it late "
    "lead leader legal line logistics manager monitor morning network night noc office officer one operations operator ops "
    "owner people pilot plant platform product production quality relay root sales second security service services shift "
    "shop sre staff support system team tech test tester third tools user war warehouse watch weekend".split()
)
"""What a desk or a team may call itself."""
WORDS = GIVEN | DESKS
"""Names of ours that are plain words: meant only where they are written large, and at the beginning of a sentence only a given
name that does something."""

_NAME = r"(?P<name>[^\W\d_]{3,}(?: [^\W\d_]{3,})?)"
_STATE = (
    r"(?:(?:is|was|had been|has been) (?:on (?:leave|holiday|vacation|shift|call|duty|(?:sick|parental|maternity) leave)"
    r"|off (?:sick|duty|that (?:day|night))|sick|ill|asleep|at lunch|new here|away|out sick|not (?:in|at work))"
    r"|forgot|mistyped|typed|misread|overslept|clicked|pressed|went home)"
)
_DEED = (
    r"(?:says|said|thinks|thought|told|knows|pushed|merged|deployed|checks|checked|called|rang|looks|looked|is looking|is on it"
    r"|will (?:ask|call|check|do|fix|look|push|ring|send|write))"
)
_IN_TEXT = re.compile(rf"(?<=[^\W_] )(?-i:(?=[A-ZÀ-ÞĀ-Ž])){_NAME} {_STATE}\b")
_IN_NOTES = (
    re.compile(rf"(?<!\w){_NAME} (?:{_STATE}|{_DEED})\b"),
    re.compile(
        rf"\b(?:[Aa]sk(?:ed)?|[Tt]old|[Tt]ell|[Tt]hank(?:ed)?|[Pp]ing(?:ed)?|[Ss]poke (?:to|with)|[Tt]alked (?:to|with)) {_NAME}"
    ),
)
_NOBODY = frozenset(
    "after all also and another any anybody anyone because before both but customer customers each everybody everyone "
    "friday half he her him it management maybe meanwhile monday most nobody none now one our people saturday she some "
    "somebody someone staff sunday that the their them then they this thursday today tomorrow tuesday us we wednesday what "
    "when which while who yesterday you your".split()
)


def people_in(notes: Iterable[str]) -> frozenset[str]:
    """The names of people whom notes tell of: one who says or does something, or is asked. Each is one word, written large."""
    found = (match["name"] for note in notes for pattern in _IN_NOTES for match in pattern.finditer(note))
    return frozenset(word for name in found for word in _large(name))


def _large(name: str) -> Iterator[str]:
    """The words of a name: those at its end that are written large, and are no acronym."""
    words = name.split()
    for word in words if all(word.istitle() for word in words) else words[:1] if words[0].istitle() else words[-1:]:
        if word.istitle() and name_key(word) not in WORDS | _NOBODY:
            yield word


def staff_hits(index: int, sentence: str, against: Against) -> Iterator[Hit]:
    """One of us, however they are written; somebody whom our notes name, or who was away or pressed something."""
    from warroom.tone.record.hit import Hit

    seen: list[tuple[int, int]] = []
    for name in against.staff:
        match = _written(name, sentence)
        if match and not any(start < match.end() and match.start() < end for start, end in seen):
            seen.append(match.span())
            message = f"{match[0]} is one of us: customers read only the names under `[letters.names]`"
            yield Hit("record.staff", "error", index, *match.span(), message, "say I or we, or give the name there")
    for start, end in (*_mentioned(sentence, against), *_away(sentence, against)):
        if not any(first < end and start < last for first, last in seen):
            seen.append((start, end))
            message = f"{sentence[start:end]} looks like one of us: customers read only the names under `[letters.names]`"
            yield Hit("record.staff", "warning", index, start, end, message, "say I or we, or give the name there")


def _written(name: str, sentence: str) -> re.Match[str] | None:
    """Where a name of ours stands: in any letters, or where it is a word too, written large and not at the beginning."""
    if len(name) < _SHORTEST:
        return None
    if name_key(name) not in WORDS:
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE)
    shown = re.escape(name[:1].upper() + name[1:])
    does = rf"|^\W*(?P<first>{shown})(?= (?:had|has|did|{_STATE}|{_DEED})\b)" if name_key(name) in GIVEN else ""
    return re.search(rf"(?:(?<=[^\W_] )|(?<=[,;] )){shown}(?!\w){does}", sentence)


def _mentioned(sentence: str, against: Against) -> Iterator[tuple[int, int]]:
    for name in against.mentioned:
        if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence):
            yield match.span()


def _away(sentence: str, against: Against) -> Iterator[tuple[int, int]]:
    """Somebody named in the midst of a sentence who was away, or pressed something, and is none of theirs."""
    facing = against.facing
    known = set(re.findall(r"\w+", f"{facing.customer} {facing.person} {facing.first_name} {' '.join(against.signers)}".casefold()))
    for match in _IN_TEXT.finditer(sentence):
        words = match["name"].split()
        if words[0].istitle() and words[0].casefold() not in known | _NOBODY and not (len(words) > 1 and not words[1].istitle()):
            yield match.span("name")
