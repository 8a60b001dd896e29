"""The preview of a text over values that a test gives, and what is seen of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual import events
from textual.pilot import Pilot

from store.errors import BadInput
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import screen_text, settled
from warroom.forms import Subject
from warroom.preview.making import Workshop
from warroom.screens.preview import PreviewScreen
from warroom.summaries.model import Summary
from warroom.tone.model import Finding, Report, in_order

PATIENCE = 20.0
"""Seconds that a condition may take to come true on a busy machine."""
LETTER = """Dear Mary,

I am sorry for any inconvenience. The label API was down from 13:04 to 15:20.

[to fill: prevention: what changes, by whom, by when]

Ana Prell
"""
GAP = "[to fill: prevention: what changes, by whom, by when]"


class Values(Workshop):
    """Gives a text, and finds words in it; what it would take to fail is set from outside."""

    def __init__(self, desk: Desk, text: str = LETTER) -> None:
        super().__init__(desk.live)
        self.text = text
        self.words = {"any inconvenience": "hedge.any", GAP: "missing.gap"}
        self.missing: tuple[str, ...] = ("missing.fix",)
        self.failure = ""
        self.language = "en"
        self.made = 0

    def make(self, name: str, subject: Subject, builtin: bool = False) -> Summary:
        self.made += 1
        if self.failure and not builtin:
            raise BadInput("template", self.failure, "correct it")
        customer = subject.customers[0] if subject.customers else ""
        spoken = subject.spoken[0] if subject.spoken else ""
        return Summary(name, "Label API down", self.text, {}, "mary@acme.example", "Mary Osei", (), spoken, customer)

    def check(self, summary: Summary, text: str, subject: Subject) -> Report:
        if self.language != "en":
            return Report(language=self.language, checked=False)
        findings = [
            Finding(rule, "error", 1, 1, 1, 1, "", f"{rule} is missing", "say what was done", "they ask for it")
            for rule in self.missing
        ]
        for word, rule in self.words.items():
            at = text.find(word)
            if at >= 0:
                row, column = text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)
                end = column + len(word) + 1
                level = "warning" if rule == "missing.gap" else "error"
                findings.append(Finding(rule, level, row + 1, column + 1, row + 1, end, word, f"{rule} here", "say it", "why so"))
        return Report(in_order(findings), tuple(rule.partition(".")[2] for rule in self.missing))


def preview(pilot: Pilot[None]) -> PreviewScreen:
    """The preview, which must be shown."""
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    return screen


async def open_preview(
    pilot: Pilot[None], desk: Desk, id_: str, name: str = "letter", values: Values | None = None, real: bool = False
) -> PreviewScreen:
    """Opens the preview of a summary of a break: over values, or the `real` one."""
    case, _ = await desk.live.reader.case(id_)
    subject = Subject(case, (id_,), (case.row.customer,), (id_[:4],), now=desk.clock.now(), zone=desk.live.zone, actor="ana")
    screen = PreviewScreen(desk.live, name, subject, None if real else values or Values(desk))
    await pilot.app.push_screen(screen)
    await settled(pilot)
    return screen


def drafts_in(folder: Path) -> list[Path]:
    """The drafts on disk."""
    return sorted(folder.rglob("*.json"))


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Lets the program work until something holds. Fails when it never does."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, f"it never came true:\n{screen_text(pilot)}"
        await pilot.pause(0.005)


async def write(pilot: Pilot[None], text: str) -> None:
    """Types a text as fast as a terminal sends it, and waits until it was taken."""
    for char in text:
        pilot.app.post_message(events.Key("space" if char == " " else char, char))
    await settled(pilot)
