"""All that runs, reckoned anew after hours or standards were changed: batch by batch, so that nothing else waits long."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from sandali.cases.models import Case, State
from sandali.resolution.standards.settling import settle

BATCH: Final = 200
UNSETTLED: Final = (State.NEW, State.OPEN, State.WAITING, State.SNOOZED, State.ANSWERED)


@transaction.atomic
def reckon_next(after: int, *, most: int = BATCH) -> tuple[int, int]:
    """Reckon the next unsettled cases behind the number `after`: (clocks written, the last number; 0 when there were none)."""
    held = Case.objects.select_for_update(of=("self",)).filter(pk__gt=after, state__in=UNSETTLED, aside="").order_by("pk")
    numbers = list(held.values_list("pk", flat=True)[:most])
    return (settle(numbers, anew=True), numbers[-1]) if numbers else (0, 0)
