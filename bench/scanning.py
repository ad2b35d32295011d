"""A base of 200,000 customers looked through for records of one person: keys written, the look itself, and a second one of what changed."""

from __future__ import annotations

import itertools
import resource
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar

from bench import words
from bench.figures import Figure
from bench.writing import keep
from sandali.customers.duplicates.keys import write_old_keys
from sandali.customers.duplicates.scanning import begin_scan, look_through
from sandali.customers.models import (
    Customer,
    DuplicateRules,
    DuplicateScan,
    Identity,
    KeysOf,
    LikelyPair,
    LikenessKey,
)
from sandali.history.jobs import checkpoint_sqlite
from tests.customers.duplicates.people import Written, people

ROWS, GOAL = 200_000, 120.0
Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """What came of it, how long it took, and the CPU seconds of this process and of those that it started."""
    since, used = time.monotonic(), cpu()
    return work(), time.monotonic() - since, cpu() - used


def cpu() -> float:
    """CPU seconds so far: ours, and those of processes that have ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def fill(count: int, seed: int) -> int:
    """Customers with names and addresses as people have them, a fifth of them written down twice; returns how many there are."""
    start = Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    wanted = list(itertools.islice(written(count, seed), count))
    keep(Customer(pk=start + place, name=one.name[:160], city=one.city) for place, one in enumerate(wanted, start=1))
    taken = set(Identity.objects.filter(claimed_by=0).values_list("kind", "value"))
    keep(identity for place, one in enumerate(wanted, start=1) for identity in identities(start + place, one, taken))
    return Customer.objects.count()


def written(count: int, seed: int) -> Iterator[Written]:
    """Records of people, those of one person beside each other in the beginning."""
    made = people(round(count / 1.3), words.SHARED / "iran-names", seed=seed)
    Random(seed).shuffle(made)
    yield from made
    yield from people(count // 3, words.SHARED / "iran-names", seed=seed + 1)


def identities(number: int, one: Written, taken: set[tuple[str, str]]) -> Iterator[Identity]:
    """Their addresses; the second who has one has it as a claim, as the database keeps each once."""
    for _kind, value, shown in one.known():
        first = (_kind, value) not in taken
        taken.add((_kind, value))
        yield Identity(customer_id=number, kind=_kind, value=value, shown=shown, claimed_by=0 if first else number)


def measure(rows: int = ROWS, *, seed: int = 1) -> list[Figure]:
    """Write all keys, look through everybody; the goal is that of 200,000."""
    count = fill(max(0, rows - Customer.objects.count()), seed)
    LikenessKey.objects.all().delete()
    KeysOf.objects.all().delete()
    DuplicateRules.objects.update_or_create(pk=1, defaults={"formula": 0, "written_to": 0})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _done, took, used = timed(write_old_keys)
    found = [Figure(f"scan: keys of {count:,} customers, written once", round(took, 1), "s", None, f"{used:.0f} s of CPU, {LikenessKey.objects.count():,} keys")]
    checkpoint_sqlite()
    scan = begin_scan(by=None)
    _done, took, used = timed(lambda: look_through(scan.pk))
    scan = DuplicateScan.objects.get(pk=scan.pk)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    note = f"{used:.0f} s of CPU, {scan.compared:,} pairs compared, {LikelyPair.objects.count():,} kept, {grown} MB came to the process"
    return [*found, Figure(f"scan: {count:,} customers looked through", round(took, 1), "s", GOAL * count / ROWS, note)]
