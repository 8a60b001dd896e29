"""A letter apart from its frame: the sentences of its body, without address, salutation, headings and signature."""

from __future__ import annotations

import re
from typing import NamedTuple

from warroom.tone.folding import MASK
from warroom.tone.reading import Reading, Sentence

_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|greetings|good (?:morning|afternoon|evening|day)|to (?:all|whom|everyone|our|the))\b[^.!?]*[,:!.]?$",
    re.I,
)
_LOOKED_AT = 15
"""In which of the first sentences the salutation is looked for."""


FRAME = ("heading", "subject")
"""Kinds of block that say nothing of their own."""


class Body(NamedTuple):
    """What a letter says."""

    sentences: tuple[Sentence, ...]
    first: int
    """The number of the first of them in the whole text."""
    signature: str

    @property
    def words(self) -> int:
        """How many words it has; a marked gap is none."""
        return sum(
            len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", sentence.text))
            for sentence in self.sentences
            if sentence.kind not in FRAME
        )


def body_of(reading: Reading) -> Body:
    """The body of a letter."""
    sentences = reading.sentences
    first = next((n + 1 for n in range(min(_LOOKED_AT, len(sentences))) if _is_salutation(sentences, n)), 0)
    while first < len(sentences) and sentences[first].kind in FRAME:
        first += 1
    signature = "\n".join(reading.text[block.start : block.end] for block in reading.blocks if block.kind == "signature")
    return Body(tuple(sentences[first:]), first, signature)


def _is_salutation(sentences: list[Sentence], number: int) -> bool:
    """Whether a block greets and says no more."""
    sentence = sentences[number]
    alone = number + 1 == len(sentences) or sentences[number + 1].block != sentence.block
    return alone and len(sentence.text) <= 90 and bool(_SALUTATION.match(sentence.text)) and len(sentence.text.split()) <= 10


def _words(text: str) -> int:
    return len(text.split()) - text.count(" - ") - text.count(MASK)
