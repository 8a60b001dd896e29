"""Which language a text is in, by its smallest words: what we have no rules for is said to be unchecked, never clean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from warroom.tone.reading import Sentence

ENGLISH = frozenset(
    """the of and to is are we you your our have has been were was for with that this it from be will not i at by on in a
    an as or if but they their there which when had did do can may would should could us my me sorry please what who so
    no all any about after before because it's we're i'm don't didn't""".split()
)
SMALL_WORDS = {
    "de": """der das und ist nicht wir sie ihr ihre ihrer ihrem ihren ihnen uns unser unsere unserer für mit auf ein eine einen
    einem einer den dem zu von haben hat wurde wurden wird sich auch bei wenn dass daß tut leid im am vom zum zur sehr
    geehrte geehrter ich kein keine noch nach über wie oder aber können sind ihre durch um es""",
    "fr": """le les des et est nous vous votre vos pour dans une un du que qui pas avec sont avons été ce cette au aux ne je
    notre nos sommes ces sa ses il elle mais ou où avez être était chez très par""",
    "es": """el los las y es que en nosotros usted ustedes su sus para con por una un del se lo hemos fue pero como esta este
    estamos muy nuestro nuestra nuestros ha han al ya sido le les gracias""",
    "it": """il gli che di è per con una un del della dei delle siamo abbiamo non ci vi sono nostro nostra vostro vostra anche
    stato stata alla al nel nella ma questo questa si""",
    "pt": """os que do da dos das em um uma não para com por nós você seu sua foi são ao à pelo pela nosso nossa mas este esta
    estamos temos muito obrigado""",
    "nl": """het een en van wij uw ons onze niet voor met dat zijn hebben worden ook bij aan maar te ik naar deze wordt werd
    hebt heeft geen onze om""",
    "sv": """och att det vi är inte för med som på har ni er den ett av till från vår våra om kan blev men jag hos""",
    "da": """og at det vi er ikke for med som på har den et af til fra vores vi jeg blev men hos om kan også jeres""",
    "no": """og at det vi er ikke for med som på har den et av til fra vår våre jeg ble men hos om kan også deres""",
    "pl": """i nie się na że do jest za przez w z dla oraz są to nasz nasze po od przepraszamy państwa być jak""",
    "cs": """a se na je že to v s z do za pro jsme jsou by ale které která vám vás nás omlouváme""",
    "tr": """ve bir bu için ile da de olarak çok sizin bizim olan ne gibi daha özür""",
    "fi": """ja on ei että se oli ovat mutta kun me te olemme meidän teidän myös tai kuin sekä""",
    "hu": """a az és hogy nem egy is van volt meg ez az ön kérjük elnézést""",
}
LANGUAGES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish",
    "da": "Danish", "no": "Norwegian", "pl": "Polish", "cs": "Czech", "tr": "Turkish", "fi": "Finnish", "hu": "Hungarian",
    "ru": "a language in Cyrillic letters", "el": "Greek", "ar": "a language in Arabic letters", "he": "Hebrew", "ja": "Japanese",
    "ko": "Korean", "zh": "Chinese", "hi": "a language in Devanagari letters", "th": "Thai", "und": "no language that we know",
}  # fmt: skip
"""Code → name."""
FOREIGN_SHARE = 0.25
"""From which share of its words on a text counts as not checked."""
_SCRIPTS = {
    "ja": r"[\u3040-\u30ff]", "ko": r"[\uac00-\ud7af\u1100-\u11ff]", "zh": r"[\u3400-\u9fff]", "ru": r"[\u0400-\u052f]",
    "el": r"[\u0370-\u03ff\u1f00-\u1fff]", "he": r"[\u0590-\u05ff]", "ar": r"[\u0600-\u06ff\u0750-\u077f]",
    "hi": r"[\u0900-\u097f]", "th": r"[\u0e00-\u0e7f]",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FAR = re.compile(r"[\u0370-\u1fff\u3040-\ud7af\uf900-\ufaff\uff66-\uff9f]")
_PLAINLY = 0.22
"""The share of the smallest English words from which on a text is English without a closer look."""
_ODD = 0.2
"""A block with a smaller share of them asks for one."""
_UNKNOWN_WORDS = 20
_UNKNOWN_SHARE = 0.06


class Judged(NamedTuple):
    """What a text was taken for."""

    language: str = "en"
    """`en`, or the language that most of the rest is in, when that rest is too much to be left unchecked."""
    blocks: tuple[int, ...] = ()
    """Numbers of the blocks that are not English."""
    mixed: bool = False
    """Whether part of it is English all the same."""


def judge(sentences: Sequence[Sentence]) -> Judged:
    """The language of a text, by its blocks."""
    texts: dict[int, str] = {}
    for sentence in sentences:
        texts[sentence.block] = f"{texts[sentence.block]} {sentence.low}" if sentence.block in texts else sentence.low
    words = english = odd = 0
    for text in texts.values():
        of_block = _WORD.findall(text)
        small = sum(map(ENGLISH.__contains__, of_block))
        words, english = words + len(of_block), english + small
        odd += len(of_block) if len(of_block) > 3 and small < _ODD * len(of_block) else 0
    whole = " ".join(texts.values())
    if english >= _PLAINLY * words and odd < FOREIGN_SHARE / 2 * words and not _FAR.search(whole):
        return Judged()
    return _weigh(texts, whole)


def _weigh(texts: dict[int, str], whole: str) -> Judged:
    total = english = 0
    foreign: dict[str, int] = {}
    blocks = []
    for number, text in texts.items():
        language, words = language_of(text)
        total += words
        if language == "en":
            english += words
        elif language:
            blocks.append(number)
            foreign[language] = foreign.get(language, 0) + words
    of_whole, words = language_of(whole)
    if of_whole not in ("", "en") and not foreign:
        return Judged(of_whole, tuple(texts))
    if sum(foreign.values()) < FOREIGN_SHARE * max(total, 1):
        return Judged()
    return Judged(max(foreign, key=lambda code: foreign[code]), tuple(blocks), english >= FOREIGN_SHARE * total)


def language_of(text: str) -> tuple[str, int]:
    """The language of a piece of text in small letters, empty when it is too short to tell; and its words."""
    words = _WORD.findall(text)
    far = len(_FAR.findall(text))
    if far >= 4 and far > sum(map(len, words)) / 2:
        counts = [(len(re.findall(pattern, text)), code) for code, pattern in _SCRIPTS.items()]
        if counts[0][0]:
            return "ja", max(len(words), far // 2)
        most, code = max(counts)
        return (code if most else "und"), max(len(words), far // 2)
    english = sum(map(ENGLISH.__contains__, words))
    best, score = "", 0
    for code, small in _small_words().items():
        found = sum(map(small.__contains__, words))
        if found > score:
            best, score = code, found
    if score >= 2 and score > 1.5 * english and score >= 0.12 * len(words):
        return best, len(words)
    if len(words) >= _UNKNOWN_WORDS and english < _UNKNOWN_SHARE * len(words):
        return "und", len(words)
    return ("en" if english else ""), len(words)


_SPLIT: dict[str, frozenset[str]] = {}


def _small_words() -> dict[str, frozenset[str]]:
    if not _SPLIT:
        _SPLIT.update({code: frozenset(words.split()) for code, words in SMALL_WORDS.items()})
    return _SPLIT
