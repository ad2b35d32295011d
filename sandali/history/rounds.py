"""What falls due for many at one moment is told in rounds: a few things one by one, more of them as one notice with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model
from django.db.models import F

from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.history.models import Event, Notice

MOST_SINGLY: Final = 3  # so many at once are told one by one


def tell_in_round(told: Mapping[int, Sequence[int]], many: EventKind, *, at: datetime) -> dict[int, list[int]]:
    """Tell whoever hears of more than a few how many there are, by one event of the kind `many` about themselves.

    `told` is person → numbers of what they are to hear of. Returns number → the people to whom it is still to be told by itself.
    A round of several batches has one moment, `at`: whoever heard a number in it already hears the whole one, in the same notice."""
    full = get_user_model().objects.in_bulk([person for person, numbers in told.items() if len(numbers) > MOST_SINGLY])
    before = counted_before(full, many, at) if full else {}
    singly: dict[int, list[int]] = defaultdict(list)
    for person, numbers in sorted(told.items()):
        if person in full:
            event = record(many, full[person], at=at, count=before.get(person, 0) + len(numbers), people=[person])
            if person in before:  # the same round: it says a new number, and is not told anew
                Notice.objects.filter(person=person, event=event, count__gt=1).update(count=F("count") - 1)
            continue
        for number in numbers:
            singly[number].append(person)
    return dict(singly)


def counted_before(people: Iterable[int], many: EventKind, at: datetime) -> dict[int, int]:
    """Person → the number that they heard last in the round of this moment."""
    told = Event.objects.filter(subject_type="person", subject_id__in=list(people), kind=many.name, at=at).order_by("pk")
    return {person: data.get("count", 0) for person, data in told.values_list("subject_id", "data")}


def people_named(event: Event) -> list[int]:
    """Whom an event itself names, and who is still with us; for the audience "people_named"."""
    people = event.data.get("people", ())
    return list(get_user_model().objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)) if people else []
