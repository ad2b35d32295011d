"""The keys of all customers, as they are kept and as they should be."""

from __future__ import annotations

from sandali.customers.duplicates.kept import pairs_in
from sandali.customers.duplicates.keys import features, keys_for
from sandali.customers.models import Customer, KeysOf, LikenessKey


def each_kept() -> list[tuple[int, int]]:
    """(key, customer) of each key by itself."""
    return sorted(LikenessKey.objects.values_list("key", "customer"))


def noted() -> list[tuple[int, int]]:
    """The same of what is noted of each customer in one row."""
    return pairs_in(KeysOf.objects.values_list("customer_id", "keys"))


def as_they_are() -> list[tuple[int, int]]:
    """The same worked out from what the customers say."""
    return pairs_in(keys_for(features(Customer.objects.values_list("pk", flat=True)).values()).items())


def is_in_line() -> bool:
    """Whether all three say the same."""
    return each_kept() == noted() == as_they_are()
