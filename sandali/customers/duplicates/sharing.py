"""Who shares keys with whom, in the databases' own words: of each key no more than a few rows are read, however many stand under it.

Asked through the models, both counted every key of a batch to its end, and PostgreSQL read the whole table of keys for each batch."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from django.db import connection

from sandali.customers.duplicates.kept import keys_kept, unpacked
from sandali.customers.models import LikenessKey
from sandali.kit.bulk import array_of

TABLE: Final = LikenessKey._meta.db_table
# CROSS JOIN keeps SQLite's planner to this order (https://www.sqlite.org/optoverview.html#crossjoin).
SQLITE: Final = f"""
    SELECT one.key, one.customer FROM (SELECT value AS key FROM json_each(%s)) AS mine CROSS JOIN {TABLE} AS one ON one.key = mine.key
    WHERE EXISTS (SELECT 1 FROM {TABLE} AS other WHERE other.key = mine.key LIMIT 1 OFFSET 1)
    AND NOT EXISTS (SELECT 1 FROM {TABLE} AS other WHERE other.key = mine.key LIMIT 1 OFFSET %s)
    ORDER BY one.key, one.customer"""
POSTGRESQL: Final = f"""
    SELECT mine.key, found.who FROM (SELECT unnest(%s::bigint[]) AS key) AS mine CROSS JOIN LATERAL (
        SELECT array_agg(customer ORDER BY customer) AS who FROM (SELECT customer FROM {TABLE} WHERE key = mine.key LIMIT %s) AS few
    ) AS found WHERE cardinality(found.who) > 1 AND cardinality(found.who) <= %s ORDER BY mine.key"""


def blocks_of(numbers: Collection[int], *, most: int) -> Iterator[tuple[int, int]]:
    """(key, customer) of all that these customers share with others, by key and customer; keys that more than `most` share are left out."""
    keys = sorted({key for _customer, own in keys_kept(numbers) for key in unpacked(own)})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE, [json.dumps(keys), most])
            yield from cursor.fetchall()
            return
        cursor.execute(POSTGRESQL, [array_of(keys), most + 1, most])
        for key, customers in cursor.fetchall():
            for customer in customers:
                yield key, customer


def counts_of(keys: Sequence[int]) -> list[tuple[int, int]]:
    """(key, how many customers stand under it) of each of these keys."""
    is_sqlite = connection.vendor == "sqlite"
    asked = "SELECT value AS key FROM json_each(%s)" if is_sqlite else "SELECT unnest(%s::bigint[]) AS key"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT asked.key, (SELECT count(*) FROM {TABLE} AS one WHERE one.key = asked.key) FROM ({asked}) AS asked",
            [json.dumps(list(keys)) if is_sqlite else array_of(keys)],
        )
        return cursor.fetchall()

