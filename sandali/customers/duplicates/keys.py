"""The keys of customers: written with the search words whenever one changes, for the old ones by a job, and read to find who is alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count

from sandali.customers.duplicates.blocking import FORMULA, features_of, keys_of, number_of
from sandali.customers.duplicates.kept import keep, numbers_of_keys, packed, take_keys_away
from sandali.customers.duplicates.scoring import RARE_FACTS, Base, Features
from sandali.customers.duplicates.sharing import counts_of
from sandali.customers.models import Customer, DuplicateRules, Identity, Organisation
from sandali.history import queue
from sandali.kit.bulk import Among
from sandali.kit.text import fold

BATCH: Final = 4000  # customers whose keys are written at once: in fewer pieces each page of the index is written less often
MOST_ASKED: Final = 5000  # customers or keys a question
MOST_CITIES: Final = 500
MOST_COUNTED: Final = 20_000  # words whose number is remembered while a scan goes on; then only of those that so many have
MANY: Final = 50


def features(numbers: Iterable[int]) -> dict[int, Features]:
    """Living customers by their numbers as they are compared, in two questions for each five thousand."""
    wanted = list(numbers)
    if len(wanted) > MOST_ASKED:
        return {number: one for start in range(0, len(wanted), MOST_ASKED) for number, one in features(wanted[start : start + MOST_ASKED]).items()}
    addresses: dict[int, list[tuple[str, str, str]]] = {}
    for customer, kind, value, shown, suspect in (
        Identity.objects.filter(Among("customer_id", wanted)).order_by("pk").values_list("customer_id", "kind", "value", "shown", "suspect")
    ):
        if not suspect:  # what imitates another address is no evidence that the two are one (E7)
            addresses.setdefault(customer, []).append((kind, value, shown))
    rows = Customer.objects.filter(Among("pk", wanted), merged_into=None).values_list("pk", "name", "city", "organisation__name", "job_title")
    return {number: person(number, name, addresses.get(number, ()), city, organisation or "", job) for number, name, city, organisation, job in rows}


def person(number: int, name: str, addresses: Iterable[tuple[str, str, str]], city: str, organisation: str, job: str) -> Features:
    """A customer, or who is only being typed, as they are compared."""
    return features_of(number, name, addresses, facts=[("city", city), ("organisation", organisation), ("job", job)])


def keys_for(records: Iterable[Features]) -> dict[int, bytes]:
    """The keys of these records, as they are kept."""
    return {record.number: packed_keys(record) for record in records}


def packed_keys(record: Features) -> bytes:
    """Every key of a record, each once, as they are kept."""
    return packed(list(dict.fromkeys([number_of(key) for key in keys_of(record)])))


def keys_of_new(name: str, addresses: Iterable[tuple[str, str, str]], *, city: str, organisation: str, job: str) -> bytes:
    """The keys of somebody who is yet to be written, as they are kept."""
    return packed_keys(person(0, name, addresses, city, organisation, job))


@transaction.atomic(savepoint=False)
def write_keys(customers: Collection[int]) -> None:
    """Write these customers' keys anew, in a few questions however many they are; of whose record lives on in another one, none."""
    take_keys_away(customers)
    keep(keys_for(features(customers).values()))


def write_new_keys(customer: Customer, identity: Identity) -> None:
    """The keys of a customer just made, who is known by this address alone: nothing is read for it."""
    addresses = [] if identity.suspect else [(identity.kind, identity.value, identity.shown)]
    keep({customer.pk: keys_of_new(customer.name, addresses, city="", organisation="", job="")})


def write_old_keys() -> int:
    """Write the keys of everybody who has none by the formula of now, batch by batch; returns how many customers. Not in a transaction.

    Stopped in the middle, it goes on from there."""
    DuplicateRules.objects.get_or_create(pk=1)
    rules = DuplicateRules.objects.get(pk=1)
    if rules.formula == FORMULA:
        return 0
    done, after = 0, rules.written_to
    while numbers := list(Customer.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        before, keys = numbers_of_keys(numbers), keys_for(features(numbers).values())
        with transaction.atomic():
            now = numbers_of_keys(numbers, held=True)
            still = [number for number in numbers if now.get(number) == before.get(number)]  # others were changed, and have theirs
            take_keys_away(still)
            keep({number: keys[number] for number in still if number in keys})
            DuplicateRules.objects.filter(pk=1).update(written_to=numbers[-1])
        done, after = done + len(numbers), numbers[-1]
        queue.give_way()
    DuplicateRules.objects.filter(pk=1).update(formula=FORMULA, written_to=0)
    return done


def how_many() -> int:
    """How many customers there are, near enough for odds: the highest number costs nothing, counting them all does."""
    return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def counted(keys: Sequence[str]) -> dict[str, int]:
    """How many customers stand under each key."""
    numbers = {number_of(key): key for key in keys}
    asked, found = sorted(numbers), {}
    for start in range(0, len(asked), MOST_ASKED):
        found.update({numbers[key]: count for key, count in counts_of(asked[start : start + MOST_ASKED]) if count})
    return found


def base_for(records: Collection[Features], *, size: int, known: dict[str, int] | None = None) -> Base:
    """How common what these records have is. `known` remembers from one batch to the next."""
    counts: dict[str, int] = known if known is not None else {}
    if len(counts) > MOST_COUNTED:
        forget_rare(counts)
    wanted = {key for record in records for key in keys_of(record) if key[0] in "wtpml"}
    counts.update(counted(sorted(wanted - counts.keys())))
    facts = {(kind, value) for record in records for kind, value in record.facts if kind in RARE_FACTS and f"{kind}:{value}" not in counts}
    counts.update(counted_facts(facts))
    return Base(size, counts)


def forget_rare(counts: dict[str, int]) -> None:
    """Make room: what few have is counted again in a moment, what many have takes long and is asked for all the time."""
    for key in [key for key, count in counts.items() if count < MANY]:
        del counts[key]
    if len(counts) > MOST_COUNTED // 2:
        counts.clear()


def counted_facts(facts: Collection[tuple[str, str]]) -> dict[str, int]:
    """How many customers belong to each of these organisations; and live in each city, as far as the last look through the base has told."""
    if not facts:
        return {}
    names = [value for kind, value in facts if kind == "organisation"]
    found = {f"organisation:{name}": count for name, count in Organisation.objects.filter(folded__in=names).values_list("folded").annotate(count=Count("customers")).order_by()}
    cities = (DuplicateRules.objects.filter(pk=1).values_list("cities", flat=True).first() or {}) if len(names) < len(facts) else {}
    return found | {f"city:{value}": cities[value] for kind, value in facts if kind == "city" and value in cities}


def count_cities() -> None:
    """Note how many live where: the cities of many, as in a city that is not among them, few live."""
    counts: dict[str, int] = {}
    for city, count in Customer.objects.filter(merged_into=None).exclude(city="").values_list("city").annotate(count=Count("pk")).order_by():
        counts[fold(city)] = counts.get(fold(city), 0) + count
    most = dict(sorted(counts.items(), key=lambda one: -one[1])[:MOST_CITIES])
    DuplicateRules.objects.filter(pk=1).update(cities=most)
