"""Finding customers by name, phone, address, organisation or tag, however typed."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db.models import QuerySet

from sandali.customers.duplicates.keys import leave_for_later, write_keys, write_new_keys
from sandali.customers.models import Customer, FieldKind, FieldValue, Identity
from sandali.kit import search
from sandali.kit.phones import phone_query, phone_search_forms
from sandali.kit.text import fold

INDEX = "customers_words"
CHUNK = 500
LAST_DIGITS = range(4, 11)  # people remember a number by its end: each of these endings finds it


def words_of(customer: Customer, *, only: Identity | None = None) -> str:
    """Everything a customer is found by, as one text. `only`: the one identity of a customer just made, who has no tags yet."""
    parts = [customer.name, customer.city, customer.job_title, str(customer.organisation or "")]
    for identity in [only] if only else customer.identities.all():
        parts += words_of_address(identity.kind, identity.value, identity.shown)
    if only is None:
        parts += [tag.name for tag in customer.tags.all()]
        parts += [one.organisation.name for one in customer.belongings.select_related("organisation")]
        parts += FieldValue.objects.filter(customer=customer, field__archived_at=None).exclude(field__kind=FieldKind.YES_NO).order_by("pk").values_list("text", flat=True)
    return " ".join(parts)


def index_new_customers(entries: Iterable[tuple[Customer, Sequence[tuple[str, str, str]], Sequence[str]]]) -> None:
    """Write the words of customers just made: each with its (kind, value, shown) addresses and its tags' names. Nothing is read.

    Their keys are written by a job: they cost more than all the rest of an import."""
    made = list(entries)
    search.put_many(INDEX, ((customer.pk, words_of_new(customer, addresses, tags)) for customer, addresses, tags in made))
    if made:
        leave_for_later(min(customer.pk for customer, _addresses, _tags in made))


def words_of_new(customer: Customer, addresses: Sequence[tuple[str, str, str]], tags: Sequence[str]) -> str:
    """What `words_of` finds of them, in its order, out of what is at hand."""
    parts = [customer.name, customer.city, customer.job_title, str(customer.organisation or "")]
    for kind, value, shown in sorted(addresses, key=lambda one: one[0]):
        parts += words_of_address(kind, value, shown)
    return " ".join([*parts, *sorted(tags, key=fold)])


def words_of_address(kind: str, value: str, shown: str) -> list[str]:
    """By what one finds an address: of a telephone number also each of its ends."""
    parts = [value, shown]
    if kind == "phone":
        parts.append(phone_search_forms(value))
        parts += [value[-size:] for size in LAST_DIGITS if len(value) > size]
    return parts


def index_customer(customer: Customer) -> None:
    """Write the customer's words anew, and the keys by which duplicates of them are found. A record that lives on in another has none."""
    write_words(customer)
    write_keys([customer.pk])


def write_words(customer: Customer) -> None:
    """Write the customer's words anew."""
    if customer.merged_into_id is not None:
        search.remove(INDEX, [customer.pk])
    else:
        search.put(INDEX, customer.pk, words_of(customer))


def index_new_customer(customer: Customer, identity: Identity) -> None:
    """Write the words and keys of a customer just made, known by this identity alone: nothing is read for it."""
    search.put(INDEX, customer.pk, words_of(customer, only=identity), new=True)
    write_new_keys(customer, identity)


def find_customers(query: str, *, most: int = 20, below: int | None = None) -> list[int]:
    """Ids of customers that match, newest first. Who may see them is the caller's question.

    A query that is (part of) a telephone number is looked for as one, whatever stands between its digits."""
    return search.find(INDEX, phone_query(query) or query, most=most, below=below)


def index_all(customers: QuerySet[Customer]) -> int:
    """Rebuild the index for these customers, and the keys by which duplicates of them are found; returns how many."""
    count, rows = 0, customers.select_related("organisation").prefetch_related("identities", "tags").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        for customer in some:
            write_words(customer)
        write_keys([customer.pk for customer in some])
        count += len(some)
    return count
