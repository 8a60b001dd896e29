"""The statistics screens as values: the list of figures, what stands beside a figure, its definition and its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from store.clock import DAY
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.statistics.asked import Answer
from warroom.statistics.figure import OPEN, WITHOUT, Figure
from warroom.statistics.rests_on import RestsOn
from warroom.statistics.summing import GROUPINGS, Summed
from warroom.statistics.trend import Trend, plot, unit_of
from warroom.statistics.wording import basis_text, short_text, value_text
from widgets.panel_lines import PanelLine, Part, Parts, wrapped
from widgets.shown import fitted, flat

PERIODS: tuple[tuple[str, int | None], ...] = (
    ("last 7 days", 7 * DAY),
    ("last 30 days", 30 * DAY),
    ("last 90 days", 90 * DAY),
    ("last 365 days", 365 * DAY),
    ("all that is on record", None),
)
"""What it says, and how long it is (ms)."""
CHOICES = ("", *GROUPINGS, "week", "month")
"""What can be grouped by on the screen, in order."""
_NAME = 24
_FEWEST_PLOT = 4


def figure_lines(found: Sequence[Answer]) -> tuple[PanelLine, ...]:
    """A line for each figure under the head of its topic."""
    lines: list[PanelLine] = []
    topic = ""
    for one in found:
        if one.figure.topic != topic:
            topic = one.figure.topic
            lines.append(PanelLine(f"topic {topic}", ((topic, "heading"),), selectable=False))
        made = one.made
        tone = "plain" if made.n else "dim"
        lines.append(
            PanelLine(
                key=one.figure.name,
                body=((one.figure.title, tone),),
                tail=((short_text(one.figure, made), "strong" if made.n else "dim"),),
                full=f"{one.figure.title}: {value_text(one.figure, made)} ({basis_text(one.figure, made)})",
                most=1,
            )
        )
    return tuple(lines)


def head(period: str, by: str, breaks: int, since: str) -> Parts:
    """The first line: the period, the grouping, what it rests on."""
    parts: list[Part] = [("Statistics  ", "strong"), (period, "plain")]
    parts += [(f"  by {by}", "key")] if by else []
    return (*parts, (f"  {breaks:,} breaks on record, as of {since}", "dim"))


def beside(one: Answer, trend: Trend, width: int, height: int) -> tuple[Parts, ...]:
    """What stands beside the list: the figure in full, its groups, and how it went, as far as there is room."""
    figure, made = one.figure, one.made
    rows: list[Parts] = [((figure.title, "strong"),)]
    rows += wrapped(((value_text(figure, made), "plain"), (f"   {basis_text(figure, made)}", "dim")), max(10, width - 2), 2)
    room = height - len(rows)
    groups = group_rows(figure, one.groups, max(0, room - (_FEWEST_PLOT + 3 if room > 16 else 0)))
    rows += groups
    room = height - len(rows) - 2
    if room >= _FEWEST_PLOT and (not groups or room >= _FEWEST_PLOT + 1):
        rows += _plot_rows(figure, trend, width, min(room, 12))
    return tuple(rows[:height])


def _plot_rows(figure: Figure, trend: Trend, width: int, height: int) -> list[Parts]:
    drawn = plot(figure, trend.points, min(width - 2, 110), height)
    if not drawn:
        return [(), (("Too little over time for a plot", "dim"),)]
    return [((f"{unit_of(figure)} by {trend.by}", "heading"),), *(((row, "plain"),) for row in drawn)]


def group_rows(figure: Figure, groups: Mapping[str, Summed], most: int) -> list[Parts]:
    """A row for each group; where there are more than fit, the last one says how many."""
    if not groups or most < 2:
        return []
    names = list(groups)
    shown = names if len(names) <= most else names[: most - 1]
    labels = [fitted(flat(one_line(name)), min(_NAME, max(cell_len(one_line(name)) for name in shown))) for name in shown]
    values = [short_text(figure, groups[name]) for name in shown]
    width = max(map(cell_len, values))
    rows: list[Parts] = [
        ((f"{label}  ", "dim"), (fitted(value, width), "plain"), (f"   {basis_text(figure, groups[name])}", "dim"))
        for name, label, value in zip(shown, labels, values, strict=True)
    ]
    if len(shown) < len(names):
        rows.append(((f"and {len(names) - len(shown):,} more", "dim"),))
    return rows


def definition_rows(one: Answer, width: int, most_groups: int) -> tuple[Parts, ...]:
    """A figure's definition, its value and its groups."""
    figure = one.figure
    rows: list[Parts] = [((figure.title, "strong"), (f"  {figure.name}", "dim"))]
    rows += wrapped(((figure.definition.strip(), "plain"),), width, 20)
    rows += wrapped(((f"It counts in the period of {figure.dated}.", "dim"),), width, 3)
    rows.append(())
    rows += wrapped(((value_text(figure, one.made), "strong"), (f"   {basis_text(figure, one.made)}", "dim")), width, 3)
    return (*rows, *group_rows(figure, one.groups, most_groups))


def case_lines(cases: Iterable[RestsOn], spoken: Mapping[str, str], now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each case behind a figure."""
    tones = {OPEN: "soon", WITHOUT: "dim"}
    return tuple(
        PanelLine(
            key=f"{place}:{case.id}",
            lead=((f"{spoken.get(case.id, ''):<6}", "key"),),
            body=(
                (one_line(case.customer, 40), "strong"),
                (f" · sev {case.severity}", "dim"),
                (f" · no. {case.entry}" if case.entry else "", "dim"),
                (f" · {day_and_time(case.at, now, zone)}", "dim"),
            ),
            tail=((one_line(case.says, 60), tones.get(case.state, "plain")),),
            most=1,
        )
        for place, case in enumerate(cases)
    )
