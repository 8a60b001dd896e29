"""Telling options from free text, which may begin with a dash too.

A word is an option when it looks like one (`--said`, `--ofline`), so that a mistyped one stays an error. Everything else
is text (`-5 degrees`, `-x`, `--- so they said`), and so is whatever stands after `--`.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from store.errors import BadInput

SHARED_WITH_VALUE = {"--board": "board", "--as": "given_actor"}
"""Options that may stand anywhere → the attribute of the session that they set."""
SHARED_FLAGS = {"--json": "json", "--offline": "offline", "--remember": "remember"}


class Sorted(NamedTuple):
    """The words of a command line, each where it belongs."""

    shared: dict[str, str | bool]
    """Attribute of the session → value."""
    options: list[str]
    """The command's own options with their values, and whatever looks like an option."""
    texts: list[str]


def sort_out(args: Sequence[str], takes_value: Mapping[str, bool]) -> Sorted:
    """Sorts the words that follow a command. `takes_value` says of each of its options whether a value follows.

    Raises BadInput for an option without its value, and for a shared one whose value is empty: another board or another
    name would stand in for it.
    """
    found = Sorted({}, [], [])
    ahead = iter(args)
    for word in ahead:
        name, equals, value = word.partition("=")
        if word == "--":
            found.texts.extend(ahead)
        elif name in SHARED_WITH_VALUE:
            given = value if equals else _value(word, ahead)
            if not given.strip():
                raise BadInput(name.lstrip("-"), f"{name} is empty", "give it a value, or leave it out")
            found.shared[SHARED_WITH_VALUE[name]] = given
        elif word in SHARED_FLAGS:
            found.shared[SHARED_FLAGS[word]] = True
        elif name in takes_value:
            found.options.append(word)
            if takes_value[name] and not equals:
                found.options.append(_value(word, ahead))
        elif _looks_like_option(name):
            found.options.append(word)
        else:
            found.texts.append(word)
    return found


def _looks_like_option(name: str) -> bool:
    """Whether a word is `--` and a name: letters, digits and dashes, a letter first."""
    letters = name[2:].replace("-", "")
    return name.startswith("--") and letters.isascii() and letters.isalnum() and name[2:3].isalpha()


def leading(args: Sequence[str]) -> int:
    """How many words the shared options before the first other word take."""
    index = 0
    while index < len(args):
        if args[index] in SHARED_WITH_VALUE:
            index += 2
        elif args[index] in SHARED_FLAGS or args[index].partition("=")[0] in SHARED_WITH_VALUE:
            index += 1
        else:
            break
    return index


def _value(word: str, ahead: Iterator[str]) -> str:
    found = next(ahead, None)
    if found is None:
        raise BadInput(word.lstrip("-"), f"{word} needs a value", f"write it behind: {word} …")
    return found
