"""Which elements a text has to hold, by what it is, and which of them its sentences give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from warroom.tone.letter_text import FRAME, Body

E, W = "error", "warning"
ASKED: Mapping[str, Mapping[str, str]] = {
    "letter": {
        "apology": E, "ownership": E, "fix": E, "prevention": E,
        "explanation": W, "restitution": W, "thanks": W, "contact": W,
    },
    "followup": {
        "apology": E, "ownership": W, "fix": E, "prevention": E,
        "explanation": W, "restitution": W, "thanks": W, "contact": W,
    },
    "brief": {"fix": W, "explanation": W, "contact": W},
    "status": {"ownership": W, "fix": W, "contact": W},
    "gift": {},
}  # fmt: skip
"""Summary → element → level when it is missing."""
OF_FAULT: Mapping[str, Mapping[str, str]] = {
    "not-ours": {"apology": "", "ownership": "", "prevention": W},
    "unknown": {"ownership": W, "prevention": W},
}
"""What the record's word on the fault changes: a level, or nothing asked."""

TELLS = {
    "apology": (
        "Nowhere does it say sorry.",
        "Say it in the first two sentences, for what we did.",
        "an apology is worth having (Hill 2013, over 79 effects); regret is one of its six parts (Lewicki, Polin, Lount 2016)",
    ),
    "ownership": (
        "Nobody takes responsibility: no sentence has us as the one who failed.",
        "Say “we” or “I”, and what we did or left undone.",
        "responsibility weighs most of the six parts of an apology (Lewicki, Polin, Lount 2016)",
    ),
    "explanation": (
        "It does not say why it happened.",
        "Say plainly what happened and why; where the cause is not known, say that.",
        "an honest explanation counts as much as regret (Lewicki, Polin, Lount 2016; UK Housing Ombudsman 2026)",
    ),
    "fix": (
        "It does not say what was done about it.",
        "Say what is done already, and when; or what we do now.",
        "the offer of repair weighs second (Lewicki, Polin, Lount 2016)",
    ),
    "prevention": (
        "It does not say what changes so that it can't happen again.",
        "Name the change, who sees to it, and by when.",
        "corrective action is rated best of 14 strategies (Benoit, Drew 1997)",
    ),
    "restitution": (
        "It offers nothing for their trouble.",
        "Name the amount and the date, or leave a reason why there is none.",
        "an apology with a coupon kept customers, an apology alone did not (Halperin and others 2022)",
    ),
    "thanks": (
        "It thanks for nothing.",
        "Thank them for something particular: telling us, waiting, a question that helped.",
        "fair treatment drives lasting satisfaction (Gelbrich, Roschk)",
    ),
    "contact": (
        "It does not say how to reach us or when we are in touch next.",
        "Give one name with a direct line or address, or the time of our next word.",
        "personal, and from someone they can reach (UK Housing Ombudsman 2026)",
    ),
}  # fmt: skip
"""Element → message, suggestion, why."""

FAINTLY = "?"
"""Behind the name of an element: the sentence shows a faint sign of it."""
SHORT = 3
"""Sentences of a text in which one faint sign is enough."""

_REACH = re.compile(
    r"\ue002|\+?\d[\d ()/.-]{6,}\d"
    r"|(?<!\w)(?:call|ring|phone|reach|contact|write to|reply to|e-?mail|text) (?:me|us|back|our|my)(?!\w)"
    r"|(?<!\w)(?:direct|my|our) (?:line|number|extension|e-?mail|telephone|phone)(?!\w)|(?<!\w)(?:ext\.?|extension) ?\d"
    r"|(?<!\w)(?:i|we)(?:'ll| will| shall)(?: \w+){0,2}"
    r" (?:call|ring|write|phone|e-?mail|be in touch|report|update|visit|let you know|tell you)"
    r"|(?<!\w)may i (?:call|ring|visit|phone)|(?<!\w)reply (?:to this|here)|(?<!\w)answer (?:these|this) (?:mails?|letters?)"
)


def asked(summary: str, fault: str = "ours", apologised: bool = False, owes: bool = True) -> dict[str, str]:
    """Element → level, of what a text of that kind has to hold, by what the record says: whose fault it is, whether an earlier
    letter apologised (a second one need not), whether anything is owed (where the fault is not ours, nothing need be)."""
    levels = {**ASKED.get(summary, ASKED["letter"])}
    changes = dict(OF_FAULT.get(fault, {}))
    if apologised:
        changes["apology"] = ""
    if fault != "ours" and not owes:
        changes["restitution"] = ""
    changed = ((element, _lighter(level, changes.get(element, level))) for element, level in levels.items())
    return {element: level for element, level in changed if level}


def _lighter(level: str, other: str) -> str:
    return other if not other or other == W else level


def given(elements: Sequence[frozenset[str]], body: Body) -> dict[str, list[int]]:
    """Element → numbers of the sentences of the body that give it, out of what each sentence of the text gives."""
    return elements_in(
        [
            elements[body.first + number] if sentence.kind not in FRAME else frozenset()
            for number, sentence in enumerate(body.sentences)
        ]
    )


def elements_in(sentences: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Element → numbers of the sentences that give it. Faint signs count where nothing better is said: one in a short text, in a
    longer one as many as make two sentences of five."""
    found: dict[str, list[int]] = {}
    faint: dict[str, list[int]] = {}
    for number, gives in enumerate(sentences):
        for sign in gives:
            into = faint if sign.endswith(FAINTLY) else found
            into.setdefault(sign.removesuffix(FAINTLY), []).append(number)
    enough = 1 if len(sentences) <= SHORT else max(2, -(-2 * len(sentences) // 5))
    found.update({element: numbers for element, numbers in faint.items() if element not in found and len(numbers) >= enough})
    return found


def gives_contact(body: Body) -> bool:
    """Whether a sentence or the signature says how to reach us, or when we are in touch next."""
    return any(_REACH.search(sentence.low) for sentence in body.sentences) or _reaches(body.signature)


def _reaches(signature: str) -> bool:
    return bool(re.search(r"\+?\d[\d ()/.-]{5,}\d|\S@\S+\.\S|(?:ext\.?|extension|line|tel|phone)[:.]? ?\d", signature, re.I))
