"""Taking people's words out of what happened: the event stays, with whom of ours and when; what somebody was called goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from sandali.history.models import Event

GONE: Final = "…"
MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")


@cache
def our_words() -> frozenset[str]:
    """Every code of ours: the values of choices, and the names of columns. No customer can be told by them."""
    columns = [column for model in apps.get_models() for column in model._meta.concrete_fields]
    codes = {str(value) for column in columns for value, _label in column.flatchoices}
    return frozenset(codes | {column.name for column in columns})


def without_words(value: Any, keep: frozenset[str] = frozenset()) -> Any:
    """JSON with every text gone that is no code of ours, no moment and not in `keep`. Numbers and the shape stay."""
    if isinstance(value, dict):
        return {key: without_words(inner, keep) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_words(inner, keep) for inner in value]
    if not isinstance(value, str) or not value or value in our_words() or value in keep or MOMENT.fullmatch(value):
        return value
    return GONE


@transaction.atomic
def forget_words(events: QuerySet[Event], *, keep: Iterable[str] = ()) -> None:
    """Take the words out of these events, a batch at a time of the caller's. `keep` are names of ours: departments, people, channels."""
    kept = frozenset(keep)
    changed = []
    for event in events.only("pk", "data"):
        data = without_words(event.data, kept)
        if data != event.data:
            event.data = data
            changed.append(event)
    Event.objects.bulk_update(changed, ["data"], batch_size=200)
