"""Which interface a summary's template has: the one description behind the documents and `template check`."""

from __future__ import annotations

from warroom.summaries.interface import Interface
from warroom.summaries.model import TO_CUSTOMER


def interface_of(summary: str) -> Interface:
    """The documented fields of a summary's template."""
    if summary in TO_CUSTOMER:
        from warroom.summaries.documented import CUSTOMER_FIELDS

        return CUSTOMER_FIELDS
    if summary == "review":
        from warroom.summaries.review_documented import REVIEW_FIELDS

        return REVIEW_FIELDS
    from warroom.summaries.handover_documented import HANDOVER_FIELDS

    return HANDOVER_FIELDS
