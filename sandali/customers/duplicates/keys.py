"""The table of keys: written with the search words whenever a customer changes, for the old ones by a job, and read to find who is alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count, F

from sandali.customers.duplicates.blocking import FORMULA, features_of, keys_of, number_of
from sandali.customers.duplicates.scoring import Base, Features
from sandali.customers.models import Customer, DuplicateRules, Identity, LikenessKey
from sandali.history.queue import give_way
from sandali.kit.bulk import insert_pairs

BATCH: Final = 1000
CHUNK: Final = 400  # keys a question: SQLite takes a thousand values, and they are joined twice
MOST_ASKED: Final = 5000
MOST_COUNTED: Final = 20_000  # words whose number is remembered while a scan goes on


def features(numbers: Iterable[int]) -> dict[int, Features]:
    """Living customers by their numbers as they are compared, in two questions for each five thousand."""
    wanted = list(numbers)
    if len(wanted) > MOST_ASKED:
        return {number: one for start in range(0, len(wanted), MOST_ASKED) for number, one in features(wanted[start : start + MOST_ASKED]).items()}
    addresses: dict[int, list[tuple[str, str, str]]] = {}
    for customer, kind, value, shown, suspect in (
        Identity.objects.filter(customer__in=wanted).order_by("pk").values_list("customer_id", "kind", "value", "shown", "suspect")
    ):
        if not suspect:  # what imitates another address is no evidence that the two are one (E7)
            addresses.setdefault(customer, []).append((kind, value, shown))
    rows = Customer.objects.filter(pk__in=wanted, merged_into=None).values_list("pk", "name", "city", "organisation__name", "job_title")
    return {number: person(number, name, addresses.get(number, ()), city, organisation or "", job) for number, name, city, organisation, job in rows}


def person(number: int, name: str, addresses: Iterable[tuple[str, str, str]], city: str, organisation: str, job: str) -> Features:
    """A customer, or who is only being typed, as they are compared."""
    return features_of(number, name, addresses, facts=[("city", city), ("organisation", organisation), ("job", job)])


def key_numbers(name: str, addresses: Iterable[tuple[str, str, str]], *, city: str, organisation: str, job: str) -> tuple[int, ...]:
    """The keys of somebody who is yet to be written, as they are kept."""
    return tuple(number_of(key) for key in keys_of(person(0, name, addresses, city, organisation, job)))


def insert_keys(pairs: Iterable[tuple[int, int]]) -> None:
    """Write (key, customer) of many who have none."""
    insert_pairs(LikenessKey, ("key", "customer_id"), pairs)


def rows_for(records: Iterable[Features]) -> list[LikenessKey]:
    """The rows of these records, not yet written."""
    return [LikenessKey(key=number_of(key), customer_id=record.number) for record in records for key in keys_of(record)]


def write_keys(customer: Customer, *, new: bool = False) -> None:
    """Write a customer's keys anew; of one whose record was put together with another, none. `new` promises that there were none."""
    if not new:
        LikenessKey.objects.filter(customer=customer.pk).delete()
    LikenessKey.objects.bulk_create(rows_for(features([customer.pk]).values()))


def write_new_keys(customer: Customer, identity: Identity) -> None:
    """The keys of a customer just made, who is known by this address alone: nothing is read for it."""
    addresses = [] if identity.suspect else [(identity.kind, identity.value, identity.shown)]
    LikenessKey.objects.bulk_create(rows_for([person(customer.pk, customer.name, addresses, "", "", "")]))


def write_old_keys() -> int:
    """Write the keys of everybody who has none by the formula of now, batch by batch; returns how many customers. Not in a transaction.

    Stopped in the middle, it goes on from there."""
    DuplicateRules.objects.get_or_create(pk=1)
    rules = DuplicateRules.objects.get(pk=1)
    if rules.formula == FORMULA:
        return 0
    done, after = 0, rules.written_to
    while numbers := list(Customer.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows = rows_for(features(numbers).values())
        with transaction.atomic():
            LikenessKey.objects.filter(customer__gt=after, customer__lte=numbers[-1]).delete()
            LikenessKey.objects.bulk_create(rows, batch_size=CHUNK)
            DuplicateRules.objects.filter(pk=1).update(written_to=numbers[-1])
        done, after = done + len(numbers), numbers[-1]
        give_way()
    DuplicateRules.objects.filter(pk=1).update(formula=FORMULA, written_to=0)
    return done


def how_many() -> int:
    """How many customers there are, near enough for odds: the highest number costs nothing, counting them all does."""
    return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def counted(keys: Sequence[str]) -> dict[str, int]:
    """How many customers stand under each key."""
    numbers = {number_of(key): key for key in keys}
    asked, found = sorted(numbers), {}
    for start in range(0, len(asked), CHUNK):
        rows = LikenessKey.objects.filter(key__in=asked[start : start + CHUNK]).values_list("key").annotate(count=Count("pk")).order_by()
        found.update({numbers[key]: count for key, count in rows})
    return found


def base_for(records: Iterable[Features], *, size: int, known: dict[str, int] | None = None) -> Base:
    """How common what these records have is. `known` remembers from one batch to the next."""
    counts: dict[str, int] = known if known is not None else {}
    if len(counts) > MOST_COUNTED:
        counts.clear()
    wanted = {key for record in records for key in keys_of(record) if key[0] in "wtpml"}
    counts.update(counted(sorted(wanted - counts.keys())))
    return Base(size, counts)


def blocks_of(first: int, last: int, *, most: int) -> list[tuple[int, int]]:
    """(key, customer) of all that customers from `first` to `last` share with others, by key; keys that more than `most` share are left out."""
    mine = LikenessKey.objects.filter(customer__gte=first, customer__lte=last).values("key")
    fit = LikenessKey.objects.filter(key__in=mine).values("key").annotate(count=Count("pk")).filter(count__gt=1, count__lte=most).values("key")
    return list(LikenessKey.objects.filter(key__in=fit).order_by("key", "customer").annotate(who=F("customer_id")).values_list("key", "who"))
