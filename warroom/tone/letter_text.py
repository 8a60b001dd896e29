"""A letter apart from its frame: the sentences of its body, without address, salutation, headings and signature."""

from __future__ import annotations

import re
from typing import NamedTuple

from warroom.tone.reading import Reading, Sentence

_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|greetings|good (?:morning|afternoon|evening|day)|to (?:all|whom|everyone|our|the))\b[^.!?]*[,:!.]?$",
    re.I,
)
_LOOKED_AT = 15
"""In which of the first sentences the salutation is looked for."""


class Body(NamedTuple):
    """What a letter says."""

    sentences: tuple[Sentence, ...]
    signature: str

    @property
    def words(self) -> int:
        """How many words it has; a marked gap is none."""
        return sum(len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", sentence.text)) for sentence in self.sentences)


def body_of(reading: Reading) -> Body:
    """The body of a letter."""
    sentences = [sentence for sentence in reading.sentences if sentence.kind not in ("heading", "subject")]
    first = next((n + 1 for n, one in enumerate(sentences[:_LOOKED_AT]) if _is_salutation(one, sentences, n)), 0)
    signature = "\n".join(reading.text[block.start : block.end] for block in reading.blocks if block.kind == "signature")
    return Body(tuple(sentences[first:]), signature)


def _is_salutation(sentence: Sentence, sentences: list[Sentence], number: int) -> bool:
    """Whether a block greets and says no more."""
    alone = number + 1 == len(sentences) or sentences[number + 1].block != sentence.block
    return alone and len(sentence.text) <= 90 and bool(_SALUTATION.match(sentence.text)) and len(sentence.text.split()) <= 10
