"""Which cases a situation affects: a filter of cases, a city, and cases chosen by number. Found by a job and at every message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sandali.cases.filtering import Asked, narrowed, read_asked
from sandali.cases.models import Case, State
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.digits import to_ascii
from sandali.kit.text import clean, fold
from sandali.resolution.exceptions import events
from sandali.resolution.models import Affected, Situation

# What of a list's filter says who is affected. Whose a case is and how it stands says nothing about a flood.
FIELDS: Final = ("tag", "channel", "department", "kind", "organisation", "words")
MOST_CASES, LONGEST_CITY, BATCH = 500, 80, 500
LOOK: Final = "sandali.resolution.exceptions.jobs.find_affecting"  # by name, as the job's module needs this one
OVER: Final = (State.CONFIRMED, State.LAPSED)


def read_affects(given: Mapping[str, Any]) -> dict[str, Any]:
    """Who is affected, fit to be stored: fields of a filter with their values, "city", and "cases" as numbers."""
    stored: dict[str, Any] = {name: list(values) for name, values in read_asked(given).fields if name in FIELDS}
    city = " ".join(clean(str(given.get("city", ""))).split())[:LONGEST_CITY]
    typed = to_ascii(str(given.get("cases", ""))).replace("،", " ").replace(",", " ").replace("#", " ").split()
    numbers = list(dict.fromkeys(int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 18))[:MOST_CASES]
    return stored | ({"city": city} if city else {}) | ({"cases": numbers} if numbers else {})


def fitting(situation: Situation, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the cases that the situation affects. One that says nobody affects nobody."""
    affects = situation.affects
    asked = read_asked({name: values for name, values in affects.items() if name in FIELDS})
    chosen = Q(pk__in=affects.get("cases", []))
    city = affects.get("city", "")
    if not asked and not city:
        return cases.filter(chosen)
    alike = by_filter(cases, asked, city)
    return cases.filter(chosen | Q(pk__in=alike.values("pk"))) if affects.get("cases") else alike


def by_filter(cases: QuerySet[Case], asked: Asked, city: str) -> QuerySet[Case]:
    """The cases that the filter finds, whose customers live in the city."""
    found = narrowed(cases, asked, person=None)
    return found.filter(customer__city__in=spellings(city)) if city else found


def spellings(city: str) -> list[str]:
    """A city as people write it: with a space, a half-space or neither, and with Arabic letters."""
    folded = fold(city)
    joined = [folded.replace(" ", glue) for glue in (" ", "\u200c", "")]
    arabic = [one.replace("ی", "ي").replace("ک", "ك") for one in joined]
    return list(dict.fromkeys([city, *joined, *arabic, city.title()]))


def lasting(situation: Situation) -> QuerySet[Case]:
    """The cases that somebody works on, and those that were opened since the situation began."""
    return Case.objects.filter(Q(opened_at__gte=situation.begins_at) | ~Q(state__in=OVER)).filter(aside="")


@transaction.atomic
def find_affected(situation: Situation, *, now: datetime | None = None, most: int = BATCH) -> int:
    """Write down the cases that a running situation affects and did not until now; returns how many (at most `most`)."""
    now = now or timezone.now()
    if not situation.is_running(now):
        return 0
    known = Affected.objects.filter(situation=situation, case=OuterRef("pk"))
    return mark(situation, list(fitting(situation, lasting(situation)).exclude(Exists(known)).order_by("pk")[:most]), now)


def mark(situation: Situation, cases: list[Case], now: datetime) -> int:
    """Write down that these are affected, and say it on each."""
    for case in cases:
        _row, is_new = Affected.objects.get_or_create(situation=situation, case=case, defaults={"at": now})
        if is_new:
            record(events.CASE_AFFECTED, case, situation=situation.name)
    return len(cases)


def find_all(*, now: datetime | None = None) -> int:
    """The same for every situation that runs; at most BATCH cases of each at a time."""
    now = now or timezone.now()
    return sum(find_affected(one, now=now) for one in running(now))


def running(now: datetime) -> list[Situation]:
    """The situations that run at a moment."""
    return list(Situation.objects.filter(begins_at__lte=now).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)))


def look_at_new_case(event: Event) -> None:
    """A case was opened: where a situation runs, a job looks whether it is affected. Never in the transaction that stores a mail."""
    if event.case_id is not None and running(timezone.now()):
        queue.put(LOOK, event.case_id)


def find_for_case(number: int, *, now: datetime | None = None) -> int:
    """Write down which running situations affect one case; returns how many."""
    now, found = now or timezone.now(), 0
    known = set(Affected.objects.filter(case=number).values_list("situation_id", flat=True))
    for situation in running(now):
        if situation.pk not in known:
            found += mark(situation, list(fitting(situation, Case.objects.filter(pk=number, aside=""))), now)
    return found
