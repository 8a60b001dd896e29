"""What a record holds, in the forms in which a text can name it: days and minutes on the clocks of its zones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from store.zones import Zone, find_zone, wall
from warroom.tone.against import Against, minutes_of
from warroom.tone.figures import ClockTime

Moment = tuple[int, int, int]
"""(month, day, minute of the day) on some clock."""

_NAMED_ZONES = {"UTC": "UTC", "GMT": "UTC", "Z": "UTC"}
_HOURS = {"CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "WET": 0, "WEST": 1, "EST": -5, "EDT": -4, "MST": -7, "MDT": -6,
          "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11, "JST": 9, "SGT": 8}  # fmt: skip
"""Hours ahead of UTC of the names that mean one zone only."""


class Known:
    """One record, ready for comparing. A written time may stand on any clock of the record's zones, unless it names UTC."""

    def __init__(self, against: Against) -> None:
        self.against = against
        self.written = against.written
        zones = against.zones
        self._zones = zones
        moments = {moment for zone in zones for moment in minutes_of(against.instants, zone)}
        dues = {moment for zone in zones for moment in minutes_of(against.dues, zone)}
        self.days = {(month, day) for month, day, _ in moments} | {(day.month, day.day) for day in self.written.days}
        self.due_days = {(month, day) for month, day, _ in dues}

    @property
    def today(self) -> date:
        return wall(self.against.now, self._zones[0]).date()

    def days_of(self, instants: Iterable[int]) -> set[tuple[int, int]]:
        """(month, day) of instants, on the clocks of the record's zones."""
        found = tuple(instants)
        return {(month, day) for zone in self._zones for month, day, _ in minutes_of(found, zone)}

    def moments(self, instants: Iterable[int], clock: ClockTime) -> set[Moment]:
        """What instants read on the clocks that a written time can mean."""
        zones = self._clocks_of(clock.zone)
        return {moment for zone in zones for moment in minutes_of(instants, zone)}

    def _clocks_of(self, name: str) -> tuple[Zone, ...]:
        """The zones that a name behind a time can mean: those of the record that go by it in summer or winter, else the one of that
        name; all of the record where it means several or none is named."""
        if named := _NAMED_ZONES.get(name):
            return (find_zone(named),)
        if name[:3] == "UTC":
            return (_ahead(name),)
        year = self.today.year
        own = tuple(
            zone for zone in self._zones if name in {datetime(year, month, 1, tzinfo=zone).tzname() for month in (1, 7)} and zone
        )
        if own or name not in _HOURS:
            return own or self._zones
        return (timezone(timedelta(hours=_HOURS[name])),)

    def is_written(self, clock: ClockTime) -> bool:
        """Whether the record has this time of day in words."""
        return any(one.minute == clock.minute for one in self.written.clocks)

    def shown(self, instants: Iterable[int]) -> str:
        """Instants as clock times of theirs: `14:05 or 15:30`."""
        return " or ".join(dict.fromkeys(f"{wall(at, self._zones[0]):%H:%M}" for at in sorted(instants)))


def _ahead(zone: str) -> timezone:
    """The zone of `UTC+03` or `UTC-03:30`."""
    hours, minutes = int(zone[4:6]), int(zone[6:].lstrip(":") or 0)
    ahead = timedelta(hours=min(hours, 23), minutes=minutes)
    return timezone(-ahead if zone[3] == "-" else ahead)
