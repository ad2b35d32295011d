"""A look through the whole base: batch by batch along the customers' numbers, so that it can be stopped, goes on after a restart, and
needs no more memory for two hundred thousand than for two thousand. It reckons outside of any transaction and writes pairs, nothing else."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from sandali.customers import events
from sandali.customers.duplicates.blocking import MOST, worth_comparing
from sandali.customers.duplicates.keys import (
    base_for,
    count_cities,
    features,
    how_many,
    write_old_keys,
)
from sandali.customers.duplicates.scoring import Likeness, is_hopeless, likeness
from sandali.customers.duplicates.sharing import blocks_of
from sandali.customers.duplicates.waiting import write_waiting
from sandali.customers.models import (
    Customer,
    DuplicateRules,
    DuplicateScan,
    KeysOf,
    KeysToCome,
    LikelyPair,
    LikenessKey,
    Verdict,
)
from sandali.history import queue
from sandali.history.events import record

BATCH: Final = 2000  # customers
CHUNK: Final = 500
GOOD_PART: Final = 5  # where more than one of so many changed, everybody is looked at
UNSEEN: Final = 10_000  # numbers of keys that may still be written by who began earlier
Pair = tuple[int, int]
LEAST: Final = 30  # percent: what is less sure is not kept, whatever the company's rules come to be
SHOWN: Final = 8  # pieces of evidence that are kept of a pair
LOOK: Final = "sandali.customers.jobs.look_through"


class AlreadyLooking(Exception):
    """A look through the base is going on; `scan` is it."""

    def __init__(self, scan: DuplicateScan) -> None:
        super().__init__()
        self.scan = scan


def begin_scan(*, by: Any, since: int = 0) -> DuplicateScan:
    """Look through the whole base, by a job, or at whoever changed `since` (a number of a key). Raises AlreadyLooking: two at once would
    find the same."""
    living = Customer.objects.filter(merged_into=None)
    total = living.filter(pk__in=changed(since).values("customer")).count() if since else living.count()
    try:
        with transaction.atomic():
            scan = DuplicateScan.objects.create(by=by, total=total, since=since)
            record(events.SCAN_BEGUN, scan, by=by)
            queue.put(LOOK, scan.pk, unique_key=f"{LOOK}:{scan.pk}")
    except IntegrityError:
        raise AlreadyLooking(DuplicateScan.objects.get(running=True)) from None
    return scan


def look_at_changed() -> DuplicateScan | None:
    """Begin to look at whoever changed since the last look; at everybody when that was never, or a good part of all changed. None when
    nothing did, or when somebody looks already."""
    write_waiting()
    write_old_keys()
    rules = DuplicateRules.objects.get(pk=1)
    many = changed(rules.looked_to).count()
    if not many:
        return None
    try:
        return begin_scan(by=None, since=0 if many > how_many() // GOOD_PART else rules.looked_to)
    except AlreadyLooking:
        return None


def changed(since: int) -> QuerySet[KeysOf]:
    """Keys that were written after these: whatever changes about a customer has their keys written anew."""
    return KeysOf.objects.filter(pk__gt=since)


def highest_number() -> int:
    """The highest number of keys that are all written, so that whoever comes later is looked at next time; a little less on PostgreSQL, where a
    transaction may still write lower ones."""
    highest = KeysOf.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if connection.vendor != "sqlite":
        highest = max(0, highest - UNSEEN)
    return min([highest, *numbers_to_come()])


def numbers_to_come() -> list[int]:
    """The numbers before those of customers whose keys are noted and not all written yet (waiting.py)."""
    lowest = (KeysOf.objects.filter(customer__gte=mark.first, customer__lte=mark.last).aggregate(lowest=Min("pk"))["lowest"] for mark in KeysToCome.objects.all())
    return [number - 1 for number in lowest if number is not None]


@transaction.atomic
def stop_scan(scan: DuplicateScan, *, by: Any) -> bool:
    """Stop it after the batch it is at; what was found stays. False where it had ended."""
    stopped = DuplicateScan.objects.filter(pk=scan.pk, running=True).update(running=None, ended_at=timezone.now(), stopped_by=by)
    if stopped:
        record(events.SCAN_STOPPED, scan, by=by)
    return bool(stopped)


def look_through(scan: int) -> None:
    """Work a scan to its end, or until somebody stops it."""
    write_waiting()
    write_old_keys()
    count_cities()
    count_keys()
    DuplicateScan.objects.filter(pk=scan, position=0).update(upto=highest_number())
    size, likely = how_many(), DuplicateRules.objects.get(pk=1).likely_from
    known: dict[str, int] = {}
    while True:
        row = DuplicateScan.objects.filter(pk=scan, running=True).first()
        if row is None:
            return
        numbers = next_ones(row)
        if not numbers:
            end_scan(row)
            return
        compared, found = compare_batch(numbers, everybody=not row.since, size=size, known=known)
        with transaction.atomic():
            # Whoever stopped it, or another worker that took it over, has the last word.
            fields = {"position": numbers[-1], "seen": F("seen") + len(numbers), "compared": F("compared") + compared}
            if DuplicateScan.objects.filter(pk=scan, running=True, position=row.position).update(**fields):
                news = keep_pairs(found, numbers, everybody=not row.since, likely=likely)
                DuplicateScan.objects.filter(pk=scan).update(found=F("found") + news)
        queue.give_way()


def count_keys() -> None:
    """Let PostgreSQL count the keys anew: it plans by what it last counted, and where thousands came in a moment ago it would take every
    key for a rare one, and need minutes for a batch. And let it note which pages everybody may see, or it would look into the table
    for each key that it has in the index already; what works in a transaction does without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            what = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
            cursor.execute(f"{what} {LikenessKey._meta.db_table}, {KeysOf._meta.db_table}")


def next_ones(scan: DuplicateScan) -> list[int]:
    """The next batch of customers whom a scan looks at."""
    living = Customer.objects.filter(pk__gt=scan.position, merged_into=None)
    if scan.since:
        living = living.filter(pk__in=changed(scan.since).filter(customer__gt=scan.position).values("customer"))
    return list(living.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def end_scan(scan: DuplicateScan) -> None:
    """Everybody was looked at. Who may put records together is told of new likely pairs: once, however many they are."""
    if DuplicateScan.objects.filter(pk=scan.pk, running=True).update(running=None, ended_at=timezone.now()):
        DuplicateRules.objects.filter(pk=1).update(looked_to=scan.upto)
        if scan.found:
            record(events.PAIRS_FOUND, DuplicateRules.objects.get(pk=1), by=None, count=scan.found)


def compare_batch(numbers: list[int], *, everybody: bool, size: int, known: dict[str, int]) -> tuple[int, dict[Pair, Likeness]]:
    """How many pairs were compared, and those who are alike: of these customers with everybody else. When `everybody` is looked at in
    turn, only with those of a higher number."""
    pairs = pairs_of(numbers, everybody=everybody)
    records = features({number for pair in pairs for number in pair})
    pairs = [(one, other) for one, other in pairs if one in records and other in records and not is_hopeless(records[one], records[other])]
    base = base_for([records[number] for number in {number for pair in pairs for number in pair}], size=size, known=known)
    found = {pair: likeness(records[pair[0]], records[pair[1]], base) for pair in pairs}
    return len(pairs), {pair: alike for pair, alike in found.items() if alike.percent >= LEAST}


def pairs_of(numbers: list[int], *, everybody: bool) -> list[Pair]:
    """Pairs that are worth comparing, the smaller number first."""
    shared: dict[Pair, int] = defaultdict(int)
    mine = set(numbers)
    for key, rows in groupby(blocks_of(numbers, most=MOST), key=itemgetter(0)):
        inside, kind = [customer for _key, customer in rows], 1 << (key & 7)
        for place, one in enumerate(inside):
            if one in mine:
                for other in inside[place + 1 :]:
                    shared[one, other] |= kind
                if not everybody:
                    for other in inside[:place]:
                        if other not in mine:
                            shared[other, one] |= kind
    return [pair for pair, kinds in shared.items() if worth_comparing(kinds)]


def pairs_standing(numbers: list[int], *, everybody: bool) -> list[tuple[int, str, int, int, int]]:
    """What was found of these customers before: (pair, verdict, one, other, percent) each, as far as this look says it anew."""
    if everybody:
        wanted = [Q(one__gte=numbers[0], one__lte=numbers[-1])]
    else:
        some = [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]
        wanted = [Q(**{f"{side}__in": part}) for part in some for side in ("one", "other")]
    rows = {row for each in wanted for row in LikelyPair.objects.filter(each).values_list("pk", "verdict", "one_id", "other_id", "percent")}
    return sorted(rows)


def keep_pairs(found: dict[Pair, Likeness], numbers: list[int], *, everybody: bool, likely: int) -> int:
    """Write what was found of these customers in the place of what was found before; returns how many pairs became likely.

    What people said of a pair stays."""
    rows = pairs_standing(numbers, everybody=everybody)
    decided = {(one, other) for _pk, verdict, one, other, _percent in rows if verdict != Verdict.OPEN}
    standing = {(one, other): (pk, percent) for pk, verdict, one, other, percent in rows if verdict == Verdict.OPEN}
    fresh, changes, news = [], [], 0
    for pair, alike in found.items():
        if pair in decided:
            continue
        pk, percent = standing.pop(pair, (0, 0))
        news += percent < likely <= alike.percent
        if not pk:
            fresh.append(LikelyPair(one_id=pair[0], other_id=pair[1], percent=alike.percent, evidence=told(alike)))
        elif percent != alike.percent:
            changes.append(LikelyPair(pk=pk, percent=alike.percent, evidence=told(alike)))
    gone = [pk for pk, _percent in standing.values()]
    for start in range(0, len(gone), CHUNK):
        LikelyPair.objects.filter(pk__in=gone[start : start + CHUNK]).filter(one__merged_into=None, other__merged_into=None).delete()
    LikelyPair.objects.bulk_update(changes, ["percent", "evidence"], batch_size=200)
    LikelyPair.objects.bulk_create(fresh, batch_size=200, ignore_conflicts=True)
    return news


def told(alike: Likeness) -> list[list[object]]:
    """The evidence as it is kept."""
    return [[each.code, round(each.bits, 1), each.one, each.other] for each in alike.evidence[:SHOWN]]
