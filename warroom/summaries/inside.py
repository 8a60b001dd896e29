"""The two summaries that stay in the house: the review of a failure and the hand-over to who comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.text import one_line, without_stop
from store.zones import Zone
from warroom.summaries.model import Summary

if TYPE_CHECKING:
    from pathlib import Path

    from store.replica import Replica
    from warroom.summaries.looks import HandoverLook, ReviewLook


def make_review(replica: Replica, typed_id: str, zone: Zone, now: int, templates_folder: Path | None = None) -> Summary:
    """The review of a failure: of `F-…`, or of the failure that a break belongs to. Raises NotFound, Ambiguous, and BadInput for
    a template that fails."""
    from warroom.summaries.looks import look_at_failure

    return review_of_look(look_at_failure(replica, typed_id, now, zone), templates_folder)


def review_of_look(look: ReviewLook, templates_folder: Path | None = None) -> Summary:
    """As `make_review`, of what was read already."""
    from warroom.summaries.review_fields import review_fields

    fields = review_fields(look)
    title = f"Review: {fields['what'] or look.spoken} ({look.spoken})"
    spoken = look.hits[0].spoken if look.hits else look.spoken
    return _summary("review", title, fields, templates_folder, spoken, "")


def make_handover(
    replica: Replica, typed_id: str, zone: Zone, now: int, actor: str, templates_folder: Path | None = None
) -> Summary:
    """The hand-over of one break, or of the whole board where `typed_id` is empty. Raises NotFound, Ambiguous, and BadInput for a
    template that fails."""
    from warroom.summaries.looks import look_at_board, look_at_break

    if typed_id.strip():
        return handover_of_look(look_at_break(replica, typed_id, now, zone, actor), templates_folder)
    return handover_of_look(look_at_board(replica, now, zone, actor), templates_folder)


def handover_of_look(look: HandoverLook, templates_folder: Path | None = None) -> Summary:
    """As `make_handover`, of what was read already."""
    from warroom.summaries.handover_fields import handover_fields

    fields = handover_fields(look)
    if look.is_board:
        title = f"Hand-over: {look.board.name}" if look.board.name else "Hand-over"
        return _summary("handover", title, fields, templates_folder, "", "")
    one = look.breaks[0]
    title = f"Hand-over: {one.row.customer}, {without_stop(one.row.what)} ({one.spoken})"
    return _summary("handover", title, fields, templates_folder, one.spoken, one.row.customer)


def _summary(name: str, title: str, fields: dict[str, Any], folder: Path | None, spoken: str, customer: str) -> Summary:
    from warroom.summaries.phrasing import gaps_in
    from warroom.summaries.templating import render

    markdown = render(name, fields, folder)
    return Summary(name, one_line(title), markdown, fields, gaps=gaps_in(markdown), spoken=spoken, customer=one_line(customer))
