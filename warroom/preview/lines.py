"""What is said of a text beside it: its findings as lines, and how it stands in the head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.text import one_line
from warroom.preview.places import Placed
from warroom.tone.model import GAP, Report
from widgets.panel_lines import PanelLine, Part, Parts

SIGNS = {"error": ("‼ error   ", "overdue"), "warning": ("! warning ", "soon"), "note": ("· note    ", "dim")}
"""Level → sign with word, and its tone."""
_GAP: Part = ("_ to fill ", "soon")
_MOST = 6


class Checked(NamedTuple):
    """How the check of the text that is shown stands."""

    report: Report | None = None
    """None until the first check is done."""
    trouble: str = ""
    """Why it could not be checked."""
    running: bool = False
    internal: bool = False
    """Whether the text stays inside the house, so that the tone of a letter is not asked of it."""


def finding_lines(found: Sequence[Placed], selected: str, checked: Checked, notes: Sequence[str] = ()) -> tuple[PanelLine, ...]:
    """A line for each finding, after what is to be known of the text as a whole; the selected one says what to write in its
    place, why, and by which rule."""
    about = (PanelLine(f"note:{note}", (("! ", "soon"), (one_line(note), "plain")), most=_MOST, selectable=False) for note in notes)
    return (*about, *_state_lines(checked, bool(found)), *(_line(one, one.key == selected) for one in found))


def _line(one: Placed, full: bool) -> PanelLine:
    finding = one.finding
    lead = _GAP if one.is_gap else SIGNS.get(finding.level, SIGNS["note"])
    message = one_line(finding.message)
    under: list[Parts] = []
    if full:
        if finding.text and not one.is_gap and not one.is_missing:
            under.append(((f"“{one_line(finding.text, 120)}”", "plain"),))
        if finding.suggestion:
            under.append((("→ ", "key"), (one_line(finding.suggestion), "plain")))
        if finding.why:
            under.append((("why: ", "dim"), (one_line(finding.why), "dim")))
        under.append(((finding.rule, "dim"),))
    body: Parts = ((message, "strong" if full else "plain"),)
    if one.touched:
        body = (("edited since · ", "dim"), *((text, "dim") for text, _ in body))
    told = [f"{finding.level} {finding.rule}: {message}", finding.suggestion, finding.why]
    return PanelLine(
        f"f:{one.key}", body, (lead,), under=tuple(under), most=_MOST if full else 2, full="\n".join(filter(None, told))
    )


def _state_lines(checked: Checked, some: bool) -> Iterable[PanelLine]:
    text, tone = "", "dim"
    report = checked.report
    if checked.internal:
        text = "for ourselves: the tone of a letter is not asked of it"
    elif checked.trouble:
        text, tone = f"not checked: {checked.trouble}", "soon"
    elif report is None:
        text = "checking …"
    elif not report.checked:
        text, tone = f"not checked: taken for {language_name(report.language)}, and the rules are for English", "soon"
    elif not some:
        text, tone = "nothing found", "fine"
    if text:
        yield PanelLine("state", ((text, tone),), selectable=False)


def counts_parts(found: Iterable[Placed], checked: Checked) -> Parts:
    """How many of what: `2 errors · 1 warning · 1 to fill`."""
    if checked.internal or checked.trouble or checked.report is None or not checked.report.checked:
        return ()
    ones = list(found)
    gaps = sum(1 for one in ones if one.is_gap)
    parts: list[Part] = []
    for level in ("error", "warning", "note"):
        if many := sum(1 for one in ones if not one.is_gap and one.finding.level == level):
            parts.append((f"{many} {level}{'s' if many > 1 else ''}", SIGNS[level][1]))
    if gaps:
        parts.append((f"{gaps} to fill", "soon"))
    return tuple(part for index, one in enumerate(parts) for part in (((" · ", "dim"),) if index else ()) + (one,))


def left_over(found: Iterable[Placed], text: str) -> tuple[str, ...]:
    """What is asked about once more before a text goes out, a line each: errors, and every gap, that of the signature too,
    where the tone check does not look."""
    from warroom.summaries.phrasing import gaps_in

    errors = (one for one in found if not one.is_gap and one.finding.level == "error")
    gaps = (f"to fill: {one_line(gap.element, 20)}: {one_line(gap.text, 70)}" for gap in gaps_in(text))
    return (*(f"‼ {one_line(one.finding.message, 90)}" for one in errors), *gaps)


def errors_of(found: Iterable[Placed]) -> tuple[str, ...]:
    """The rules that a text breaks as errors, each once."""
    return tuple(dict.fromkeys(one.finding.rule for one in found if not one.is_gap and one.finding.level == "error"))


def overrides_of(found: Iterable[Placed], text: str) -> tuple[str, ...]:
    """The rules of what was sent all the same, each once."""
    from warroom.summaries.phrasing import gaps_in

    return (*errors_of(found), *((GAP,) if gaps_in(text) else ()))


def language_name(code: str) -> str:
    """A language as people call it; its code where we don't know."""
    from warroom.tone.languages import LANGUAGES

    return LANGUAGES.get(code.partition("-")[0].lower(), one_line(code, 20) or "another language")
