"""What a record holds, in the forms in which a text can name it: days and minutes on the clocks of its zones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta, timezone

from store.zones import find_zone, wall
from warroom.tone.against import Against, minutes_of
from warroom.tone.figures import ClockTime

Moment = tuple[int, int, int]
"""(month, day, minute of the day) on some clock."""

_NAMED_ZONES = {"UTC": "UTC", "GMT": "UTC", "Z": "UTC"}


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

    def moments(self, instants: Iterable[int], clock: ClockTime) -> set[Moment]:
        """What instants read on the clocks that a written time can mean."""
        named = _NAMED_ZONES.get(clock.zone)
        zones = (find_zone(named),) if named else (_ahead(clock.zone),) if clock.zone[:3] == "UTC" else self._zones
        return {moment for zone in zones for moment in minutes_of(instants, zone)}

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
