"""Letters to many, when two customers' records are put together."""

from __future__ import annotations

from django.db.models import Model

from sandali.customers.carrying import Carrying
from sandali.resolution.models import Told


def carry_told(carrying: Carrying, model: type[Model], column: str) -> None:
    """What they were told goes along; of a letter that both have a row of, each keeps its own, as each was told (or not) so."""
    have = Told.objects.filter(customer_id=carrying.target.pk).values("telling")
    carrying.move(column, Told.objects.filter(customer_id=carrying.source.pk).exclude(telling__in=have))
