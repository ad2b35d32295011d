"""A look through the whole base: batch by batch along the customers' numbers, so that it can be stopped, goes on after a restart, and
needs no more memory for two hundred thousand than for two thousand. It reckons outside of any transaction and writes pairs, nothing else."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from sandali.customers import events
from sandali.customers.duplicates.blocking import MOST, worth_comparing
from sandali.customers.duplicates.keys import base_for, blocks_of, features, how_many, write_old_keys
from sandali.customers.duplicates.scoring import Likeness, is_hopeless, likeness
from sandali.customers.models import Customer, DuplicateScan, LikelyPair, Verdict
from sandali.history import queue
from sandali.history.events import record

BATCH: Final = 2000  # customers
LEAST: Final = 30  # percent: what is less sure is not kept, whatever the company's rules come to be
SHOWN: Final = 8  # pieces of evidence that are kept of a pair
LOOK: Final = "sandali.customers.jobs.look_through"


class AlreadyLooking(Exception):
    """A look through the base is going on; `scan` is it."""

    def __init__(self, scan: DuplicateScan) -> None:
        super().__init__()
        self.scan = scan


def begin_scan(*, by: Any) -> DuplicateScan:
    """Look through the whole base, by a job. Raises AlreadyLooking: two at once would find the same."""
    try:
        with transaction.atomic():
            scan = DuplicateScan.objects.create(by=by, total=Customer.objects.filter(merged_into=None).count())
            record(events.SCAN_BEGUN, scan, by=by)
            queue.put(LOOK, scan.pk, unique_key=f"{LOOK}:{scan.pk}")
    except IntegrityError:
        raise AlreadyLooking(DuplicateScan.objects.get(running=True)) from None
    return scan


@transaction.atomic
def stop_scan(scan: DuplicateScan, *, by: Any) -> bool:
    """Stop it after the batch it is at; what was found stays. False where it had ended."""
    stopped = DuplicateScan.objects.filter(pk=scan.pk, running=True).update(running=None, ended_at=timezone.now(), stopped_by=by)
    if stopped:
        record(events.SCAN_STOPPED, scan, by=by)
    return bool(stopped)


def look_through(scan: int) -> None:
    """Work a scan to its end, or until somebody stops it."""
    write_old_keys()
    size = how_many()
    known: dict[str, int] = {}
    while True:
        at = DuplicateScan.objects.filter(pk=scan, running=True).values_list("position", flat=True).first()
        if at is None:
            return
        numbers = list(Customer.objects.filter(pk__gt=at, merged_into=None).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not numbers:
            DuplicateScan.objects.filter(pk=scan, running=True).update(running=None, ended_at=timezone.now())
            return
        compared, found = compare_batch(numbers, size=size, known=known)
        with transaction.atomic():
            # Whoever stopped it, or another worker that took it over, has the last word.
            fields = {"position": numbers[-1], "seen": F("seen") + len(numbers), "compared": F("compared") + compared}
            if DuplicateScan.objects.filter(pk=scan, running=True, position=at).update(**fields):
                keep_pairs(found, first=numbers[0], last=numbers[-1])
        queue.give_way()


def compare_batch(numbers: list[int], *, size: int, known: dict[str, int]) -> tuple[int, dict[tuple[int, int], Likeness]]:
    """How many pairs were compared, and those who are alike: of customers in the batch with everybody of a higher number."""
    first, last = numbers[0], numbers[-1]
    pairs = pairs_of(first, last)
    records = features({number for pair in pairs for number in pair})
    pairs = [(one, other) for one, other in pairs if one in records and other in records and not is_hopeless(records[one], records[other])]
    base = base_for((records[number] for number in {number for pair in pairs for number in pair}), size=size, known=known)
    found = {pair: likeness(records[pair[0]], records[pair[1]], base) for pair in pairs}
    return len(pairs), {pair: alike for pair, alike in found.items() if alike.percent >= LEAST}


def pairs_of(first: int, last: int) -> list[tuple[int, int]]:
    """Pairs that are worth comparing, of customers from `first` to `last` with those of higher numbers."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for key, rows in groupby(blocks_of(first, last, most=MOST), key=itemgetter(0)):
        inside, kind = [customer for _key, customer in rows], 1 << (key & 7)
        for place, one in enumerate(inside):
            if first <= one <= last:
                for other in inside[place + 1 :]:
                    shared[one, other] |= kind
    return [pair for pair, kinds in shared.items() if worth_comparing(kinds)]


def keep_pairs(found: dict[tuple[int, int], Likeness], *, first: int, last: int) -> None:
    """Write what was found of these customers in the place of what was found before. What people said of a pair stays."""
    mine = LikelyPair.objects.filter(one__gte=first, one__lte=last)
    decided = set(mine.exclude(verdict=Verdict.OPEN).values_list("one_id", "other_id"))
    standing = {(one, other): (pk, percent) for pk, one, other, percent in mine.filter(verdict=Verdict.OPEN).values_list("pk", "one_id", "other_id", "percent")}
    fresh, changed = [], []
    for pair, alike in found.items():
        if pair in decided:
            continue
        if pair in standing:
            pk, percent = standing.pop(pair)
            if percent != alike.percent:
                changed.append(LikelyPair(pk=pk, percent=alike.percent, evidence=told(alike)))
            continue
        fresh.append(LikelyPair(one_id=pair[0], other_id=pair[1], percent=alike.percent, evidence=told(alike)))
    gone = [pk for pk, _percent in standing.values()]
    for start in range(0, len(gone), 500):
        LikelyPair.objects.filter(pk__in=gone[start : start + 500]).filter(one__merged_into=None, other__merged_into=None).delete()
    LikelyPair.objects.bulk_update(changed, ["percent", "evidence"], batch_size=200)
    LikelyPair.objects.bulk_create(fresh, batch_size=200, ignore_conflicts=True)


def told(alike: Likeness) -> list[list[object]]:
    """The evidence as it is kept."""
    return [[each.code, round(each.bits, 1), each.one, each.other] for each in alike.evidence[:SHOWN]]
