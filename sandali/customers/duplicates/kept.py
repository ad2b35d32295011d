"""How keys are kept: each by itself (LikenessKey), by which one finds who else has it, and all of a customer in one row (KeysOf), by which they are
found again when they are to go. The first has a dozen rows for each customer, and therefore one index and nothing more (docs/decisions/0060)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Q

from sandali.customers.models import KeysOf, LikenessKey
from sandali.kit.bulk import Among, delete_pairs, insert_pairs, insert_rows

NAMES: Final = ("key", "customer")
BYTES: Final = 8  # of a key
Pair = tuple[int, int]  # a key and its customer
Kept = bytes | memoryview  # as a database gives it


def packed(keys: Sequence[int]) -> bytes:
    """Keys as they are kept in one row: eight bytes each, the lowest first."""
    return struct.pack(f"<{len(keys)}q", *keys)


def unpacked(keys: Kept) -> tuple[int, ...]:
    """The same back again."""
    return struct.unpack(f"<{len(keys) // BYTES}q", keys)


def pairs_in(kept: Iterable[tuple[int, Kept]]) -> list[Pair]:
    """(key, customer) of all these, in the order of their index: neighbours are written into the same page."""
    return sorted((key, customer) for customer, keys in kept for key in unpacked(keys))


def keys_kept(customers: Collection[int]) -> list[tuple[int, Kept]]:
    """(customer, keys) of those among these who have any kept."""
    return list(KeysOf.objects.filter(Among("customer_id", customers)).values_list("customer_id", "keys"))


def note_new(newcomers: Iterable[tuple[int, bytes]]) -> None:
    """Note the keys of customers who are made in this transaction; each by itself is yet to be written."""
    insert_rows(KeysOf, ("customer_id", "keys"), newcomers)


def write_pairs(pairs: Iterable[Pair], *, are_new: bool = False) -> None:
    """Write each key by itself. `are_new` promises that none of them is there: if one is, IntegrityError is raised."""
    insert_pairs(LikenessKey, NAMES, pairs, some_there=not are_new)


@transaction.atomic(savepoint=False)
def keep(keys: Mapping[int, bytes]) -> None:
    """Write the keys of these customers, who have none (see `take_keys_away`): of two who do so at once, the later one is kept."""
    rows = [KeysOf(customer_id=customer, keys=own) for customer, own in keys.items()]
    KeysOf.objects.bulk_create(rows, update_conflicts=True, unique_fields=["customer"], update_fields=["keys"])
    write_pairs(pairs_in(keys.items()))


@transaction.atomic(savepoint=False)
def take_keys_away(customers: Collection[int]) -> None:
    """Take all keys of these customers away. Others who change them wait until this transaction ends."""
    rows = KeysOf.objects.select_for_update().filter(Among("customer_id", customers)).order_by("customer")
    gone = list(rows.values_list("pk", "customer_id", "keys"))
    if gone:
        KeysOf.objects.filter(Among("pk", [number for number, _customer, _keys in gone])).delete()
        take_pairs(pairs_in((customer, keys) for _number, customer, keys in gone))


def take_pairs(pairs: Iterable[Pair]) -> None:
    """Take these away, as far as they are there."""
    delete_pairs(LikenessKey, NAMES, pairs)


def take_all_of(ranges: Sequence[tuple[int, int]]) -> None:
    """Take away each key by itself of all customers from the first to the last of each range, whoever wrote it. No index leads there: all are gone through."""
    LikenessKey.objects.filter(reduce(or_, [Q(customer__gte=first, customer__lte=last) for first, last in ranges])).delete()


def numbers_of_keys(customers: Collection[int], *, held: bool = False) -> dict[int, int]:
    """Customer → the number under which their keys are kept: another one after each change. `held`, in a transaction: whoever changes them waits for its end."""
    rows = KeysOf.objects.select_for_update() if held else KeysOf.objects
    return dict(rows.filter(Among("customer_id", customers)).order_by("customer").values_list("customer_id", "pk"))
