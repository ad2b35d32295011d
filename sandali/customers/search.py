"""Finding customers by name, phone, address, organisation or tag, however typed."""

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet

from sandali.customers.duplicates.kept import note_new, pairs_in, write_pairs
from sandali.customers.duplicates.keys import write_keys, write_new_keys
from sandali.customers.models import Belonging, Customer, FieldKind, FieldValue, Identity
from sandali.kit import search
from sandali.kit.phones import phone_query, phone_search_forms
from sandali.kit.text import fold

INDEX = "customers_words"
CHUNK = 500
BATCH = 50  # customers whose words are written in one transaction
LAST_DIGITS = range(4, 11)  # people remember a number by its end: each of these endings finds it


def words_of(customer: Customer, further: Sequence[str] = (), *, only: Identity | None = None) -> tuple[str, str]:
    """Everything a customer is found by: what is read as text, and what is looked up as it stands. `further` are their `further_words`,
    `only` the one identity of a customer just made, who has no tags yet."""
    addresses = [(one.kind, one.value, one.shown) for one in ([only] if only else customer.identities.all())]
    tags = [] if only else [tag.name for tag in customer.tags.all()]
    return words_from((customer.name, customer.city, customer.job_title, str(customer.organisation or "")), addresses, [*tags, *further])


def further_words(numbers: Sequence[int]) -> dict[int, list[str]]:
    """By customer: the names of their further organisations and what stands in their own fields, in two questions however many they are."""
    found: dict[int, list[str]] = {}
    organisations = Belonging.objects.filter(customer__in=numbers).order_by("pk").values_list("customer_id", "organisation__name")
    values = FieldValue.objects.filter(customer__in=numbers, field__archived_at=None).exclude(field__kind=FieldKind.YES_NO).order_by("pk").values_list("customer_id", "text")
    for customer, word in (*organisations, *values):
        found.setdefault(customer, []).append(word)
    return found


def words_from(said: Sequence[str], addresses: Iterable[tuple[str, str, str]], tags: Iterable[str]) -> tuple[str, str]:
    """The same of what is at hand: (name, city, job, organisation), (kind, value, shown) of addresses by their kind, tags in order."""
    parts, exact = [*said], []
    for kind, value, shown in addresses:
        if kind == "phone":
            exact.append(phone_words(value))
            parts.append(shown)
        else:
            parts += [value] if shown.lower() == value else [value, shown]
    return " ".join([*parts, *tags]), " ".join(exact)


def phone_words(value: str) -> str:
    """By what one finds a telephone number: its forms, and each of its ends."""
    ends = [value[-size:] for size in LAST_DIGITS if len(value) > size]
    return " ".join(dict.fromkeys([*phone_search_forms(value), *ends]))


def entry_for_new(said: Sequence[str], addresses: Sequence[tuple[str, str, str]], tags: Sequence[str], values: Sequence[str] = ()) -> str:
    """What the index gets of a customer just made; `values` are those of own fields that are words. Nothing is read for it, so that it
    can be worked out ahead."""
    text, exact = words_from(said, sorted(addresses, key=itemgetter(0)), [*sorted(tags, key=fold), *values])
    return search.entry_of(text, exact)


def index_new_customers(entries: Sequence[tuple[int, str, bytes]], *, keys_later: bool = False) -> None:
    """Write the words and keys of customers just made: number, `entry_for_new`, `keys_of_new`. Nothing is read.

    `keys_later`: the caller has said that each key by itself is yet to come (duplicates/waiting.py)."""
    search.put_entries(INDEX, [(number, words) for number, words, _keys in entries])
    kept = [(number, keys) for number, _words, keys in entries]
    note_new(kept)
    if not keys_later:
        write_pairs(pairs_in(kept), are_new=True)


def index_customer(customer: Customer) -> None:
    """Write the customer's words anew, and the keys by which duplicates of them are found. A record that lives on in another has none."""
    write_words(customer, further_words([customer.pk]).get(customer.pk, []))
    write_keys([customer.pk])


def write_words(customer: Customer, further: Sequence[str]) -> None:
    """Write the customer's words anew; `further` are their `further_words`."""
    if customer.merged_into_id is not None:
        search.remove(INDEX, [customer.pk])
    else:
        text, exact = words_of(customer, further)
        search.put(INDEX, customer.pk, text, exact=exact)


def index_new_customer(customer: Customer, identity: Identity) -> None:
    """Write the words and keys of a customer just made, known by this identity alone: nothing is read for it."""
    text, exact = words_of(customer, only=identity)
    search.put(INDEX, customer.pk, text, exact=exact, new=True)
    write_new_keys(customer, identity)


def find_customers(query: str, *, most: int = 20, below: int | None = None) -> list[int]:
    """Ids of customers that match, newest first. Who may see them is the caller's question.

    A query that is (part of) a telephone number is looked for as one, whatever stands between its digits."""
    return search.find(INDEX, phone_query(query) or query, most=most, below=below)


def index_again_with(field: int, *, after: int = 0) -> int:
    """Write anew the words of a batch of the customers who have a value of a field, those beyond the number `after`: it is found by now,
    or no longer. Returns the number of the last one, 0 when there is none left."""
    rows = FieldValue.objects.filter(field=field, customer__gt=after).order_by("customer").values_list("customer", flat=True).distinct()
    numbers = [number for number in rows[:BATCH] if number is not None]
    index_again(numbers)
    return numbers[-1] if numbers else 0


@transaction.atomic
def index_again(numbers: Sequence[int]) -> None:
    """Write the words of a few customers anew."""
    further = further_words(numbers)
    for customer in Customer.objects.select_related("organisation").prefetch_related("identities", "tags").filter(pk__in=numbers):
        write_words(customer, further.get(customer.pk, []))


def index_all(customers: QuerySet[Customer]) -> int:
    """Rebuild the index for these customers, and the keys by which duplicates of them are found; returns how many."""
    count, rows = 0, customers.select_related("organisation").prefetch_related("identities", "tags").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        numbers = [customer.pk for customer in some]
        further = further_words(numbers)
        for customer in some:
            write_words(customer, further.get(customer.pk, []))
        write_keys(numbers)
        count += len(some)
    return count
