"""Record rules for what a text tells: a fault that is not ours, an apology said before, nothing of their trouble."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from warroom.tone.against import Against
from warroom.tone.record.hit import Hit

_OURS = re.compile(
    r"\b(?:our|my) (?:own )?(?:fault|mistake|error|failure|doing|oversight)\b"
    r"|\b(?:the )?(?:fault|mistake|error|blame) (?:is|was|lies|lay) (?:ours|mine|with (?:us|me))\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no|nor)\b[^.]{0,20}$|n['’]t\b[^.]{0,20}$", re.IGNORECASE)
_SORRY = re.compile(r"\b(?:sorry|apolog(?:y|ies|ise|ize|ised|ized|ising|izing)|regret)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:apologi[sz]ed|apology) (?:to you |for .{0,40})?(?:before|already|on|in my|in our|when|last)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "about after again because been before being cannot could does done down during even every from have having here into just "
    "last like more most much must need only other over same should some such than that their them then there these they this "
    "those though through today very want were what when where which while will with would your yours customer customers".split()
)


def fault(index: int, sentence: str, against: Against) -> Iterator[Hit]:
    """A fault that is owned though the record says that it is not ours (P03)."""
    if against.facing.fault != "not-ours":
        return
    for match in _OURS.finditer(sentence):
        if not _NOT.search(sentence[: match.start()]):
            message = "the record says that this was not our fault: own their trouble and what we do now, not the fault"
            suggestion = "say what we do, or correct the record (`warroom failure F --fault ours`)"
            yield Hit("record.fault", "error", index, *match.span(), message, suggestion)


def second_apology(sentences: Sequence[str], against: Against, summary: str, whole: str = "") -> Iterator[Hit]:
    """A letter that apologises although one before it did; the follow-up mail is the one later apology that is right (P07, P64).
    `whole` is the text itself: where it is one that was sent, only those sent before it count."""
    since = against.facing.fault_since or 0
    went = min((sent.at for sent in against.facing.sent if sent.text.split() == whole.split()), default=None)
    before = [
        sent
        for sent in against.facing.sent
        if sent.summary in ("letter", "followup")
        and sent.at >= since
        and (went is None or sent.at < went)
        and _SORRY.search(sent.text)
    ]
    if summary != "letter" or not before:
        return
    for index, sentence in enumerate(sentences):
        match = _SORRY.search(sentence)
        if match and not _BEFORE.search(sentence):
            message = "we apologised to them in writing before: a second letter brings a step forward, not the apology again"
            yield Hit(
                "record.second-apology", "warning", index, *match.span(), message, "say what is new since, and leave it at that"
            )
            return


def their_trouble(sentences: Sequence[str], against: Against, summary: str) -> Iterator[Hit]:
    """A letter that says nothing of what it did to them: all template (P08). Their own words count, and the words of them."""
    trouble = _words(against.facing.trouble)
    if summary not in ("letter", "followup") or not trouble or not any(sentences):
        return
    if len(trouble & _words(" ".join(sentences))) < min(2, len(trouble)):
        message = f"nothing of their trouble is in it; they said: “{_short(against.facing.trouble)}”"
        yield Hit("record.trouble", "warning", 0, 0, 0, message, "say in a sentence what it did to them")


def _words(text: str) -> set[str]:
    """The words that carry a text, without endings that only bend them."""
    words = (word.casefold() for word in _WORD.findall(text))
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) for word in words if word not in _COMMON}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
