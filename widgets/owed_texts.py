"""What is owed, as text for columns of any width: amends first, the rest told apart, no currency left out without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.money import Money
from store.owed import Owed


def owed_texts(owed: Owed, sign: str) -> tuple[str, ...]:
    """The texts, the longest first: `€840 ? +gift`. `+1` counts further currencies, `+g` and `+c` stand for gift cards and
    corrections, and where even these have no room `+` says that there is more."""
    apart = [word for word, sums in (("gift", owed.gift_cards), ("corr.", owed.corrections)) if sums]
    if not owed.amends:
        return tuple(_only_apart(owed, apart, sign))
    first, others = str(owed.amends[0]), len(owed.amends) - 1
    whole = " · ".join(map(str, owed.amends))
    words, signs = "".join(f" +{word}" for word in apart), "+" + "".join(word[0] for word in apart) if apart else ""
    found = [f"{whole} {sign}{words}"]
    if others:
        found += [
            f"{whole} {sign}{signs}",
            f"{first} +{others} {sign}{words}",
            f"{first} +{others} {sign}{signs}",
            f"{first} +{others}{sign}{signs}",
        ]
        found += [f"{first}+{others}{sign}{signs}", f"{others + 1} sums {sign}{signs}", f"{others + 1} sums{sign}{signs and '+'}"]
    elif apart:
        named = words.strip()
        found += [f"{first} {sign}{named}", f"{first}{sign}{named}", f"{first} {sign}{signs}", f"{first}{sign}{signs}"]
        found.append(f"{first}{sign}+")
    return tuple(dict.fromkeys(found))


def _only_apart(owed: Owed, apart: Sequence[str], sign: str) -> Iterator[str]:
    """Where no amends are pending: gift cards and corrections, each with its sums while there is room."""
    sums = [f"+{word} {_joined(of)}" for word, of in (("gift", owed.gift_cards), ("corr.", owed.corrections)) if of]
    yield f"{' '.join(sums)} {sign}"
    yield f"{' '.join(f'+{word}' for word in apart)} {sign}"
    yield f"+{''.join(word[0] for word in apart)} {sign}"


def _joined(sums: Sequence[Money]) -> str:
    return " · ".join(map(str, sums))
