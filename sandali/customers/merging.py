"""Putting two customers' records together, and setting them apart again, at any later time. Nothing of what happened is rewritten.

The record that goes stays as a row of its own: its number leads on, its events stand where they stood, and everything else of it
belongs to the one that lives on. Why so, and what was refused: docs/decisions/0039."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import events, search
from sandali.customers.carrying import MOVES, STAYS, Carrying, carry_all, model_of, name_of, take_back
from sandali.customers.models import Customer, LikelyPair, Merging, Verdict
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.text import isolate

# What is chosen between when two records differ, by attname; what follows by itself; and what only says where a record lives.
CHOSEN: Final = ("name", "stage", "organisation_id", "job_title", "city", "language")
FOLLOWS: Final = ("created_at", "last_contact_at", "has_wishes")
OWN: Final = ("id", "version", "merged_into_id", "took_in", "erased_at", "checked_at")
ADDRESSES: Final = "customers.Identity.customer_id"
LATE: Final = "sandali.customers.jobs.carry_late"
LATER: Final = timedelta(seconds=90)  # whoever had the old record in hand has written by then


class CannotMerge(Exception):
    """These records cannot be put together, or set apart; the text says why."""


def hold_both(one: int, other: int) -> tuple[Customer, Customer]:
    """Both rows, locked until the transaction ends, always in the same order. Raises Customer.DoesNotExist.

    Not their keys: whoever adds an address looks at its customer last on PostgreSQL, and each would wait for the other."""
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=(one, other)).order_by("pk")
    held = {row.pk: row for row in rows}
    if one not in held or other not in held:
        raise Customer.DoesNotExist
    return held[one], held[other]


def why_not_merge(source: Customer, target: Customer) -> str:
    """Why these two cannot be put together, as a sentence; "" when they can."""
    if source.pk == target.pk:
        return _("This is one and the same customer already.")
    if source.erased_at or target.erased_at:
        return _("What identified this person was erased. There is nothing left to put together.")
    for one in (source, target):
        if one.merged_into_id is not None:
            last = Merging.objects.filter(source=one, undone_at=None).select_related("by", "target").first()
            words = {"name": one, "other": last.target if last else "…", "who": isolate(last.by.name) if last else "…"}
            return _("%(who)s has put the record of %(name)s together with that of %(other)s in the meantime.") % words
    return ""


@transaction.atomic
def merge_customers(source: Customer, target: Customer, *, by: Any, take: Collection[str] = (), at: datetime | None = None) -> Merging:
    """The record of `source` lives on in `target`; `take` are the fields of CHOSEN in which the source's value shall hold.

    Of two who do it at once one is first, and the other reads so. Raises CannotMerge with a sentence, ValueError for an unknown field."""
    if set(take) - set(CHOSEN):
        raise ValueError(f"not to be chosen: {sorted(set(take) - set(CHOSEN))}")
    source, target = hold_both(source.pk, target.pk)
    why = why_not_merge(source, target)
    if why:
        raise CannotMerge(why)
    carrying = Carrying(source, target, by, at or timezone.now())
    carry_all(carrying)
    carrying.alter(
        target, created_at=min(source.created_at, target.created_at), last_contact_at=max(source.last_contact_at, target.last_contact_at),
        has_wishes=source.has_wishes or target.has_wishes, **{name: getattr(source, name) for name in take},
    )  # fmt: skip
    made = Merging.objects.create(source=source, target=target, kept=carrying.kept(), by=by, at=carrying.at)
    Customer.objects.filter(Q(pk=source.pk) | Q(merged_into=source)).update(merged_into=target, version=F("version") + 1)
    Customer.objects.filter(pk=target.pk).update(took_in=True, version=F("version") + 1)
    for pair in pair_of(source.pk, target.pk):
        LikelyPair.objects.filter(pk=pair.pk).update(verdict=Verdict.MERGED, decided_by=by, decided_at=carrying.at)
    settle(source.pk, target.pk)
    record(events.CUSTOMERS_MERGED, made, by=by, at=carrying.at, name=str(source), other=source.pk, fields=sorted(take))
    queue.put(LATE, made.pk, run_after=queue.in_seconds(LATER.total_seconds()), unique_key=f"{LATE}:{made.pk}")
    return made


def pair_of(one: int, other: int) -> list[LikelyPair]:
    """The pair of two customers, where there is one."""
    return list(LikelyPair.objects.filter(one=min(one, other), other=max(one, other)))


def settle(*numbers: int) -> None:
    """Find these customers again under what they are by now, or no longer."""
    for customer in Customer.objects.filter(pk__in=numbers).select_related("organisation"):
        search.index_customer(customer)


@transaction.atomic
def carry_late(merging: int) -> int:
    """What was still written for the old record while it went (by whoever had it in hand) goes after it; returns how many rows."""
    made = Merging.objects.select_for_update().filter(pk=merging, undone_at=None).first()
    if made is None:
        return 0
    living, count = living_number(made.source_id), 0
    for column, way in settings.CUSTOMER_COLUMNS.items():
        if way == MOVES or column == ADDRESSES:
            rows = model_of(column)._default_manager.filter(**{name_of(column): made.source_id})
            if column == ADDRESSES:  # what both only claimed stayed on purpose
                rows = rows.filter(claimed_by=0)
            numbers = list(rows.values_list("pk", flat=True))
            model_of(column)._default_manager.filter(pk__in=numbers).update(**{name_of(column): living})
            if numbers:
                made.kept["moved"][column] = made.kept["moved"].get(column, []) + numbers
                count += len(numbers)
    if count:
        Merging.objects.filter(pk=made.pk).update(kept=made.kept)
        settle(made.source_id, living)  # an address may have come along: whoever asks for it finds who has it
    return count


def living_number(customer: int) -> int:
    """The number under which somebody lives: their own, or that of the record with which theirs was put together."""
    return Customer.objects.filter(pk=customer).values_list("merged_into", flat=True).first() or customer


# --- The way back ------------------------------------------------------------------------------------------------------
@transaction.atomic
def unmerge_customers(merging: Merging, *, by: Any) -> Merging:
    """Set two records apart again: each has what it had, but for what somebody changed since. What came since stays where it came.

    Raises CannotMerge with a sentence when somebody was faster."""
    living = living_number(merging.source_id)
    held = hold_both(merging.source_id, living)[0]
    if held.erased_at is not None:
        raise CannotMerge(_("What identified this person was erased. The records cannot be set apart any more."))
    made = Merging.objects.select_for_update(of=("self",)).select_related("source", "target", "undone_by").get(pk=merging.pk)
    if made.undone_at is not None:
        name = isolate(made.undone_by.name) if made.undone_by else "…"
        raise CannotMerge(_("%(who)s has set these records apart in the meantime.") % {"who": name})
    now = timezone.now()
    take_back(made, way=way_of(made))
    take_tags_back(made)
    Merging.objects.filter(pk=made.pk).update(undone_by=by, undone_at=now)
    made.undone_by, made.undone_at = by, now
    settle_numbers(living)
    for pair in pair_of(made.source_id, made.target_id):
        LikelyPair.objects.filter(pk=pair.pk, verdict=Verdict.MERGED).update(verdict=Verdict.OPEN, decided_by=None, decided_at=None)
    settle(made.source_id, living)
    record(events.CUSTOMERS_UNMERGED, made, by=by, at=now, name=str(made.source), other=made.source_id)
    return made


def way_of(made: Merging) -> list[int]:
    """The target of a merge, the one into which that one went, and so on to who lives on."""
    way = [made.target_id]
    while (further := Merging.objects.filter(source=way[-1], undone_at=None).values_list("target_id", flat=True).first()) is not None:
        way.append(further)
    return way


def take_tags_back(made: Merging) -> None:
    """Tags that only came with the record that goes: another one that is part of the target, and has the tag too, keeps it there."""
    gone = set(made.kept["tags"])
    for one in Merging.objects.filter(target=made.target, pk__gt=made.pk, undone_at=None).order_by("pk"):
        theirs = gone & set(one.source.tags.values_list("pk", flat=True))
        if theirs:
            one.kept["tags"] = sorted({*one.kept["tags"], *theirs})
            Merging.objects.filter(pk=one.pk).update(kept=one.kept)
            gone -= theirs
    made.target.tags.remove(*gone)


def settle_numbers(living: int) -> None:
    """Say anew where everybody lives who was a part of this record: their merges that still stand lead there."""
    parts = list(Customer.objects.filter(merged_into=living).values_list("pk", flat=True))
    leads = dict(Merging.objects.filter(source__in=parts, undone_at=None).values_list("source_id", "target_id"))
    for number in parts:
        end = number
        while end in leads:
            end = leads[end]
        Customer.objects.filter(pk=number).exclude(merged_into=end).update(merged_into=None if end == number else end, version=F("version") + 1)
    for number in (living, *parts):
        Customer.objects.filter(pk=number).update(took_in=Customer.objects.filter(merged_into=number).exists())


def access_merging(number: int, merging: int) -> Merging:
    """A merge that concerns this customer. Raises Merging.DoesNotExist."""
    parts = Customer.objects.filter(Q(pk=number) | Q(merged_into=number)).values("pk")
    return Merging.objects.select_related("source", "target", "by").get(Q(source__in=parts) | Q(target__in=parts), pk=merging)


def mergings_of(customer: int) -> list[Merging]:
    """The merges by which this record is what it is, the newest first."""
    parts = Customer.objects.filter(Q(pk=customer) | Q(merged_into=customer)).values("pk")
    return list(Merging.objects.filter(target__in=parts, undone_at=None).select_related("source", "target", "by").order_by("-pk")[:50])


def counted_by_column(source: Customer) -> dict[str, int]:
    """What would go along, column by column, as far as there is any."""
    counts = {
        column: model_of(column)._default_manager.filter(**{name_of(column): source.pk}).count()
        for column, way in settings.CUSTOMER_COLUMNS.items()
        if way != STAYS
    }
    return {column: count for column, count in counts.items() if count}
