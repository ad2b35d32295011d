"""Who is like somebody: while they are typed, and of those who stand in a pair. Who may see customers is the caller's question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.customers import events
from sandali.customers.actions import NotAnAddress, normal_identity
from sandali.customers.duplicates.blocking import keys_of, number_of
from sandali.customers.duplicates.keys import base_for, features, how_many, person
from sandali.customers.duplicates.scanning import LEAST, told
from sandali.customers.duplicates.scoring import Likeness, likeness
from sandali.customers.models import (
    Customer,
    DuplicateRules,
    DuplicateScan,
    Identity,
    LikelyPair,
    LikenessKey,
    Verdict,
)
from sandali.history.events import record

LOOKED_AT: Final = 300  # rows of keys that are shared with somebody who is being typed
COMPARED: Final = 40
PAGE: Final = 20


def rules() -> DuplicateRules:
    """From how sure on pairs are shown, as the company has it."""
    return DuplicateRules.objects.filter(pk=1).first() or DuplicateRules(pk=1, version=0)


@transaction.atomic
def change_rules(*, shown_from: int, likely_from: int, by: Any, was: str | None = None) -> DuplicateRules:
    """Show pairs from these percents on. Raises Overtaken, ValueError for what is below LEAST, above 99, or the wrong way round."""
    if not LEAST <= shown_from <= likely_from <= 99:
        raise ValueError("percents in order")
    row = DuplicateRules.objects.select_for_update().get_or_create(pk=1)[0]
    refuse_overtaken(was, str(row.version), row)
    DuplicateRules.objects.filter(pk=1).update(shown_from=shown_from, likely_from=likely_from, version=F("version") + 1)
    record(events.DUPLICATE_RULES_CHANGED, row, by=by, shown_from=shown_from, likely_from=likely_from)
    return rules()


# --- While somebody is typed -------------------------------------------------------------------------------------------
def like_typed(
    name: str, addresses: Iterable[tuple[str, str]], *, city: str = "", organisation: str = "", besides: int = 0, most: int = 4
) -> list[tuple[Customer, Likeness]]:
    """Customers who may be the one that is being typed, the surest first; `addresses` are (kind, as typed), `besides` is left out.

    One question along the index of keys, however many customers there are; what is no address yet says nothing."""
    known = []
    for kind, value in addresses:
        try:
            known.append((kind, *normal_identity(kind, value)))
        except NotAnAddress:
            continue
    typed = person(0, name[:160], known, city, organisation, "")
    keys = [number_of(key) for key in keys_of(typed)]
    shared: dict[int, int] = defaultdict(int)
    for customer in LikenessKey.objects.filter(key__in=keys).exclude(customer=besides).values_list("customer", flat=True)[:LOOKED_AT]:
        shared[customer] += 1
    records = features(sorted(shared, key=lambda number: -shared[number])[:COMPARED])
    base = base_for([typed, *records.values()], size=how_many())
    from_percent = rules().shown_from
    found = sorted(((likeness(record, typed, base), number) for number, record in records.items()), key=lambda one: -one[0].bits)
    sure = {number: alike for alike, number in found if alike.percent >= from_percent}
    rows = with_addresses(Customer.objects.filter(pk__in=list(sure)[:most])).in_bulk()
    return [(rows[number], alike) for number, alike in sure.items() if number in rows]


def with_addresses(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Customers with what a line about them shows."""
    return customers.select_related("organisation").prefetch_related(Prefetch("identities", Identity.objects.order_by("kind", "pk")))


def compare(one: Customer, other: Customer) -> Likeness:
    """Two customers as they are now."""
    both = features([one.pk, other.pk])
    return likeness(both[one.pk], both[other.pk], base_for(both.values(), size=how_many()))


# --- Pairs -------------------------------------------------------------------------------------------------------------
def pairs_for(verdict: str, *, after: tuple[int, int] | None = None, most: int = PAGE) -> list[LikelyPair]:
    """Pairs of a verdict, the surest first (those that were decided, too). `after` is the last row's (percent, id) of the page before.

    Who lives on in another record is in no open pair; the least sure are left out by the company's rules."""
    pairs = LikelyPair.objects.filter(verdict=verdict)
    if verdict == Verdict.OPEN:
        pairs = pairs.filter(percent__gte=rules().shown_from, one__merged_into=None, other__merged_into=None)
    if after is not None:
        pairs = pairs.filter(Q(percent__lt=after[0]) | Q(percent=after[0], pk__lt=after[1]))
    found = list(pairs.select_related("decided_by").order_by("-percent", "-pk")[:most])
    people = with_addresses(Customer.objects.filter(pk__in={number for pair in found for number in (pair.one_id, pair.other_id)})).in_bulk()
    for pair in found:
        pair.one, pair.other = people[pair.one_id], people[pair.other_id]
    return found


def others_like(customer: Customer, *, most: int = 3) -> list[tuple[Customer, int]]:
    """Who else a customer may be, with how sure it is (percent), by the open pairs."""
    standing = Q(verdict=Verdict.OPEN, percent__gte=rules().shown_from)
    rows = [
        (pair.percent, getattr(pair, side))
        for side, own in (("other", Q(one=customer)), ("one", Q(other=customer)))
        for pair in LikelyPair.objects.filter(own & standing, **{f"{side}__merged_into": None}).select_related(side).order_by("-percent")[:most]
    ]
    return [(other, percent) for percent, other in sorted(rows, key=lambda row: -row[0])[:most]]


def how_many_open(*, at_least: int) -> int:
    """How many open pairs are so sure."""
    return LikelyPair.objects.filter(verdict=Verdict.OPEN, percent__gte=at_least, one__merged_into=None, other__merged_into=None).count()


def last_scan() -> DuplicateScan | None:
    """The newest look through the base."""
    return DuplicateScan.objects.select_related("by", "stopped_by").order_by("-pk").first()


@transaction.atomic
def say_apart(one: Customer, other: Customer, *, by: Any) -> LikelyPair:
    """These two are not one person. It stands with who said so until somebody takes it back, and no scan asks again."""
    low, high = sorted((one, other), key=lambda each: each.pk)
    fields = {"verdict": Verdict.APART, "decided_by": by, "decided_at": timezone.now()}
    alike = compare(low, high)
    pair, made = LikelyPair.objects.get_or_create(one=low, other=high, defaults={"percent": alike.percent, "evidence": told(alike), **fields})
    changed = made or LikelyPair.objects.filter(pk=pair.pk).exclude(verdict=Verdict.APART).update(**fields)
    if changed:
        record(events.CUSTOMERS_APART, low, by=by, name=str(high), other=high.pk)
        record(events.CUSTOMERS_APART, high, by=by, name=str(low), other=low.pk)
    return LikelyPair.objects.get(pk=pair.pk)


@transaction.atomic
def ask_again(pair: LikelyPair, *, by: Any) -> None:
    """Take back that two are not one person: they are looked at again."""
    back = LikelyPair.objects.filter(pk=pair.pk, verdict=Verdict.APART).update(verdict=Verdict.OPEN, decided_by=None, decided_at=None)
    if back:
        one, other = pair.one, pair.other
        record(events.CUSTOMERS_ASKED_AGAIN, one, by=by, name=str(other), other=other.pk)
        record(events.CUSTOMERS_ASKED_AGAIN, other, by=by, name=str(one), other=one.pk)


def names_of(numbers: Sequence[int]) -> dict[int, str]:
    """What customers are called, by their numbers."""
    return {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=numbers)}
