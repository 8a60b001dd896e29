"""What we owe on a break besides promises: remedies, restitution, follow-ups, blockers, public marks, disputes."""

from __future__ import annotations

from collections.abc import Sequence

from store.entries import Blocker, Dispute, Followup, PublicMark, Remedy, Restitution, StateMove
from store.events import saw
from store.fold.base import Fold, labels
from store.fold.reading import as_flag, as_money, line, number, text, when, word
from store.money import Money
from store.order import Fact, put_in_order
from store.register import Write
from store.words import ANSWERS, FOLLOWUP_CHANNELS, RESTITUTION_KINDS, RESTITUTION_STATES


class Dues:
    """Numbered entries that only ever add up, and what happened to each."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._made: dict[str, dict[str, Fact]] = {}
        self._after: dict[str, list[Fact]] = {}
        self._disputes: dict[str, Fact] = {}
        self._withdrawals: list[Fact] = []

    def made(self, fact: Fact) -> None:
        """Takes a new entry."""
        self._made.setdefault(fact.kind, {})[fact.hash] = fact
        if fact.kind == "restitution_proposed":
            self._fold.write("state", "proposed", fact, fact.hash)
        elif fact.kind == "remedy_proposed":
            self._fold.write("answer", "", fact, fact.hash)

    def happened(self, fact: Fact) -> None:
        """Takes something that happened to an entry: its kind says which one its body names."""
        word_of = fact.kind.partition("_")[0] if fact.kind != "public_answered" else "mark"
        key = self._fold.target(fact, word_of)
        if not any(key in entries for entries in self._made.values()):
            self._fold.missing(fact, word_of)
            return
        self._after.setdefault(key, []).append(fact)
        if fact.kind == "restitution_moved":
            self._fold.write("state", word(fact.body, "state", RESTITUTION_STATES), fact, key)
        elif fact.kind == "remedy_answered":
            self._fold.write("answer", word(fact.body, "answer", ANSWERS), fact, key)

    def disputed(self, fact: Fact) -> None:
        self._disputes[fact.hash] = fact

    def dispute_withdrawn(self, fact: Fact) -> None:
        self._withdrawals.append(fact)

    def _entries(self, kind: str) -> list[tuple[str, Fact, str]]:
        made = self._made.get(kind, {})
        named = labels((key, number(fact.body, "n")) for key, fact in made.items())
        return [(key, fact, named[key]) for key, fact in made.items()]

    def _last(self, key: str, kind: str) -> Fact | None:
        return next((fact for fact in reversed(self._after.get(key, [])) if fact.kind == kind), None)

    def remedies(self) -> tuple[Remedy, ...]:
        found = []
        for key, fact, n in self._entries("remedy_proposed"):
            answer = self._fold.registers.register("answer", key)
            last = answer.last.fact if answer is not None and answer.value else None
            told_at = self._told_at(key, fact, last)
            found.append(
                Remedy(
                    n, key, text(fact.body, "what"), line(fact.body, "effort"), as_money(fact.body.get("cost")), fact.at,
                    str(answer.value) if answer is not None and last else "",
                    last.at if last else None, text(last.body, "said") if last else "",
                    fact.actor, last.actor if last else "", last.hash if last else "", told_at, told_at is None,
                )
            )  # fmt: skip
        below = [remedy.answered_at for remedy in found if remedy.answer == "below" and remedy.answered_at is not None]
        return tuple(
            remedy._replace(round=1 + sum(1 for at in below if at <= remedy.proposed_at and at != remedy.answered_at))
            for remedy in found
        )

    def _told_at(self, key: str, made: Fact, answer: Fact | None) -> int | None:
        """When the customer heard of a remedy: at once, else when they were told, at the latest with their answer."""
        if not as_flag(made.body.get("inside")):
            return made.at
        told = [after.at for after in self._after.get(key, []) if after.kind == "remedy_told"]
        return min((*told, *((answer.at,) if answer is not None else ())), default=None)

    def restitution(self) -> tuple[Restitution, ...]:
        """The restitution ledger. A line whose state is in dispute stays at the last state that all had seen."""
        found = []
        for key, fact, n in self._entries("restitution_proposed"):
            amount = as_money(fact.body.get("amount"))
            register = self._fold.registers.register("state", key)
            if not isinstance(amount, Money) or register is None:
                self._fold.problems.append(f"restitution {n} has no readable amount")
                continue
            state = register.agreed if register.in_conflict else register.value
            move = next((write.fact for write in reversed(register.history) if write.value == state), fact)
            settled = register.history[
                1 : 1 + max((i for i, write in enumerate(register.history) if write.value == state), default=0)
            ]
            moves = tuple(StateMove(str(w.value), w.fact.at, w.fact.actor, w.fact.hash, line(w.fact.body, "by")) for w in settled)
            found.append(
                Restitution(
                    n, key, word(fact.body, "kind", RESTITUTION_KINDS, "other"), amount, text(fact.body, "why"), fact.at,
                    when(fact.body, "due_at"), state or "proposed", move.at, line(move.body, "by") or move.actor, fact.actor,
                    moves, self._was_changed(fact, settled),
                )
            )  # fmt: skip
        return tuple(found)

    def _was_changed(self, made: Fact, moves: Sequence[Write]) -> bool:
        """Whether a line says another amount or kind than it did to each who approved it, or who issued it unapproved."""
        hashes = {twin.hash for twin in made.twins}
        ordered = self._fold.ordered
        if not any(event.kind == "amended" and event.body and event.body.get("event") in hashes for event in ordered.events):
            return False
        deciding = [move.fact for move in moves if move.value == "approved"] or [move.fact for move in moves]
        return bool(deciding) and not any(self._knew(move, made, hashes) for move in deciding)

    def _knew(self, move: Fact, made: Fact, hashes: set[str]) -> bool:
        """Whether the author of a move saw the line with the amount and the kind that it has now."""
        seen = [event for event in self._fold.ordered.events if any(saw(twin, event.replica, event.number) for twin in move.twins)]
        then = next((fact for fact in put_in_order(seen).facts if fact.hash in hashes), made)
        return all(then.body.get(name) == made.body.get(name) for name in ("amount", "kind"))

    def blockers(self) -> tuple[Blocker, ...]:
        found = []
        for key, fact, n in self._entries("blocker_raised"):
            cleared = self._last(key, "blocker_cleared")
            nudges = [after.at for after in self._after.get(key, []) if after.kind == "blocker_nudged"]
            found.append(
                Blocker(
                    n, key, text(fact.body, "what"), line(fact.body, "who"), fact.at, len(nudges),
                    cleared.at if cleared else None, cleared.actor if cleared else "", cleared.hash if cleared else "",
                    max(nudges, default=None), fact.actor,
                )
            )  # fmt: skip
        return tuple(found)

    def followups(self) -> tuple[Followup, ...]:
        found = []
        for key, fact, n in self._entries("followup_planned"):
            done = self._last(key, "followup_done")
            channel = word(fact.body, "channel", FOLLOWUP_CHANNELS, "call")
            due_at = when(fact.body, "due_at") or fact.at
            found.append(
                Followup(n, key, channel, due_at, done.at, text(done.body, "said"), done.actor, done.hash)
                if done
                else Followup(n, key, channel, due_at, None, "")
            )
        return tuple(found)

    def public(self) -> tuple[PublicMark, ...]:
        found = []
        for key, fact, n in self._entries("public_marked"):
            answered = self._last(key, "public_answered")
            found.append(
                PublicMark(
                    n, key, line(fact.body, "where"), line(fact.body, "link"), fact.at,
                    answered.at if answered else None, line(fact.body, "knows"),
                )
            )  # fmt: skip
        return tuple(found)

    def disputes(self) -> tuple[Dispute, ...]:
        """Each dispute ends with the first withdrawal that had seen it."""
        found = []
        for key, fact in self._disputes.items():
            end = next((withdrawal for withdrawal in self._withdrawals if withdrawal.saw(fact)), None)
            who = word(fact.body, "by", ("us", "them"), "us")
            found.append(
                Dispute(text(fact.body, "what"), who, fact.at, end.at, key, end.actor, end.hash)
                if end
                else Dispute(text(fact.body, "what"), who, fact.at, None, key)
            )
        return tuple(found)
