"""What waits on the recovery path: apologies for a signature, causes to be looked for again, settled complaints from which nothing was
learnt. Who sees it, and who is told of it when."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Kind, State
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.history.many import record_many
from sandali.history.queue import in_batches
from sandali.history.rounds import tell_in_round
from sandali.resolution.models import Apology, CaseCause, CauseLook, Lesson, Signing
from sandali.resolution.recovery import events

BATCH: Final = 500  # of one transaction: others wait for it
MOST_COUNTED: Final = 100
LOOKED_BACK: Final = timedelta(days=90)  # from what is older nobody learns any more


# --- Who sees it -------------------------------------------------------------------------------------------------------
def apologies_waiting(person: Any, *, mine: bool = False) -> QuerySet[Apology]:
    """Apologies that wait for a signature on cases that the person may see, the longest waiting first; `mine`: theirs to sign, or
    written by them."""
    found = Apology.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id"))), state=Signing.ASKED)
    found = found.filter(Q(signer=person) | Q(by=person)) if mine else found
    return found.select_related("case__customer", "by", "signer").order_by("at", "pk")


def causes_waiting(person: Any, *, mine: bool = False) -> QuerySet[CauseLook]:
    """Causes that are not known yet of cases that the person may see, the next day to look first; `mine`: of their own cases, or
    where they said that somebody looks again."""
    found = CauseLook.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id"))))
    found = found.filter(Q(case__assignee=person) | Q(by=person)) if mine else found
    return found.select_related("case__customer", "case__assignee", "by").order_by("look_at", "pk")


def unlearnt(person: Any, *, mine: bool = False) -> QuerySet[Case]:
    """Complaints of the last LOOKED_BACK that their customers call settled, and of which nobody found a cause (`has_cause`) or wrote a
    lesson, the longest settled first; `mine`: that the person has. What somebody looks for again stands among the causes."""
    causes, lessons, looks = (model.objects.filter(case=OuterRef("pk")) for model in (CaseCause, Lesson, CauseLook))
    found = cases_for(person).filter(state=State.CONFIRMED, opened_at__gte=timezone.now() - LOOKED_BACK, kind=Kind.COMPLAINT, aside="")
    found = (found.filter(assignee=person) if mine else found).annotate(has_cause=Exists(causes))
    return found.filter(~Exists(looks), Q(has_cause=False) | ~Exists(lessons)).select_related("customer", "assignee").order_by("state_at", "pk")


def waiting_counts(person: Any, *, mine: bool) -> tuple[int, int, int]:
    """How many (apologies, causes, lessons) wait, each counted up to MOST_COUNTED."""
    lists: tuple[QuerySet[Any], ...] = (apologies_waiting(person, mine=mine), causes_waiting(person, mine=mine), unlearnt(person, mine=mine))
    apologies, causes, lessons = (found.select_related(None).order_by()[:MOST_COUNTED].count() for found in lists)
    return apologies, causes, lessons


# --- Who is told of it -------------------------------------------------------------------------------------------------
def warn_of_apologies(now: datetime) -> int:
    """Tell of apologies that wait for a signature for too long, each once and never while we are closed; returns how many."""
    return in_batches(partial(warn_signers, now), BATCH) if week_hours().is_open(now) else 0


@transaction.atomic
def warn_signers(now: datetime, *, most: int = BATCH) -> int:
    """Who is to sign and who wrote it hear of it: of a few one by one, of more their number."""
    late = Apology.objects.filter(state=Signing.ASKED, warned_at=None, due_at__lte=now).order_by("due_at", "pk")
    taken = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("case", "signer")[:most])
    Apology.objects.filter(pk__in=[one.pk for one in taken]).update(warned_at=now)
    hearing: dict[int, list[int]] = defaultdict(list)
    for one in taken:
        for person in {one.signer_id, one.by_id}:
            hearing[person].append(one.pk)
    singly = tell_in_round(hearing, events.APOLOGIES_STILL_TO_SIGN, at=now)
    for one in taken:
        if one.pk in singly:
            record(events.APOLOGY_STILL_TO_SIGN, one, at=now, to=one.signer.name, people=singly[one.pk])
    return len(taken)


def tell_of_looks(now: datetime) -> int:
    """Tell of causes whose day to look again has come, each once and never while we are closed; returns how many."""
    return in_batches(partial(tell_lookers, now), BATCH) if week_hours().is_open(now) else 0


@transaction.atomic
def tell_lookers(now: datetime, *, most: int = BATCH) -> int:
    """Who owns the case and who said that somebody looks again hear of it: of a few one by one, of more their number. That the day
    has come stands on each case, whoever is told."""
    due = CauseLook.objects.filter(told_at=None, look_at__lte=now).order_by("look_at", "pk")
    taken = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("case")[:most])
    CauseLook.objects.filter(pk__in=[one.pk for one in taken]).update(told_at=now)
    hearing: dict[int, list[int]] = defaultdict(list)
    for one in taken:
        for person in {one.case.assignee_id, one.by_id} - {None}:
            hearing[person].append(one.pk)  # type: ignore[index]
    singly = tell_in_round(hearing, events.CAUSES_TO_FIND, at=now)
    for one in taken:
        if one.pk in singly:
            record(events.CAUSE_TO_FIND, one, at=now, people=singly[one.pk])
    record_many([(events.CAUSE_TO_FIND, one, {"people": []}) for one in taken if one.pk not in singly], by=None, at=now)
    return len(taken)
