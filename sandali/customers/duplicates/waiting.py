"""Keys of customers who came in by the thousand: written a little after them, many batches' keys at once and in their order.

A key may stand anywhere in its index, so the keys of a batch touch nearly every page of it: at 200,000 customers they cost three times
what all else of a batch does. Eight batches together touch each page once. Until then a row of KeysToCome, written with the
customers and with all keys of each in one row, says whose are missing, so that a process that dies leaves nothing for good: whoever works next
writes them from what the customers say by then."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction

from sandali.customers.duplicates.kept import take_all_of, take_pairs, unpacked, write_pairs
from sandali.customers.duplicates.keys import write_keys
from sandali.customers.models import Customer, KeysOf, KeysToCome
from sandali.history import queue
from sandali.kit.beside import Beside

GROUP: Final = 8  # batches whose keys are written together
PARTS: Final = 16  # of them, by the keys' highest bits: each is written by itself, in a tenth of a second
AT_ONCE: Final = 2  # parts with each batch, so that a group is written while the next one comes
ANEW: Final = 500  # customers
Newcomers = Iterable[tuple[int, bytes]]  # their number and their keys, as they are kept


class LaterKeys:
    """The keys that wait, 16 bytes each, in memory, and are written `beside` what goes on. Not in a transaction."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self.coming, self.writing = Group(), Group()

    def add(self, mark: int, newcomers: Newcomers) -> None:
        """Take in what a batch wrote, once it is committed; `mark` is its `announce`."""
        self.coming.add(mark, newcomers)
        if len(self.coming.marks) == GROUP:
            self.beside.wait()
            self.writing.write_all()
            self.coming, self.writing = Group(), self.coming

    def write_some(self) -> None:
        """Write a part of what waits: to be called once with each batch."""
        self.beside.do(partial(self.writing.write_next, AT_ONCE))

    def write_all(self) -> None:
        """Write all that waits: a half of it here, the other beside."""
        self.beside.wait()
        self.beside.do(self.coming.write_all)
        self.writing.write_all()
        self.beside.wait()


class Group:
    """The keys of some batches, in parts by their highest bits."""

    def __init__(self) -> None:
        self.marks: list[int] = []
        self.kept: dict[int, bytes] = {}  # as they were when these customers were made
        self.parts = [(array("q"), array("q")) for _part in range(PARTS)]

    def add(self, mark: int, newcomers: Newcomers) -> None:
        """One batch."""
        self.marks.append(mark)
        half = PARTS // 2
        for number, keys in newcomers:
            self.kept[number] = keys
            for key in unpacked(keys):
                own, whose = self.parts[(key >> 60) + half]
                own.append(key)
                whose.append(number)

    def write_next(self, most: int) -> bool:
        """Write the next parts; returns whether there are more. Where somebody else took these customers' keys over, they write them."""
        some = [self.parts.pop() for _part in range(min(most, len(self.parts)))] if self.marks else []
        if not some:
            return False
        with transaction.atomic():
            is_ours = KeysToCome.objects.select_for_update().filter(pk__in=self.marks).count() == len(self.marks)
            if is_ours:
                write_part([pair for part in some for pair in zip(*part, strict=True)])
        if not is_ours:
            self.parts = []
            write_waiting(self.marks)
        elif not self.parts:
            self.end()
        return bool(self.parts)

    def write_all(self) -> None:
        """Write what is left of them."""
        while self.write_next(AT_ONCE):
            pass

    @transaction.atomic
    def end(self) -> None:
        """All are written. Who was changed meanwhile had their keys written then, and now has some of the old ones, too: those are taken away."""
        for mark in KeysToCome.objects.select_for_update().filter(pk__in=self.marks):
            # Held, so that who is being changed at this moment is waited for.
            rows = KeysOf.objects.select_for_update().filter(customer__gte=mark.first, customer__lte=mark.last).order_by("customer")
            now = dict(rows.values_list("customer_id", "keys"))
            for number in [number for number, keys in self.kept.items() if mark.first <= number <= mark.last and keys != bytes(now.get(number, b""))]:
                stay = set(unpacked(now.get(number, b"")))
                take_pairs([(key, number) for key in unpacked(self.kept[number]) if key not in stay])
            mark.delete()


def write_part(pairs: Sequence[tuple[int, int]]) -> None:
    """Write keys that are new, in a transaction; where somebody was changed meanwhile some of theirs are there already."""
    try:
        with transaction.atomic():
            write_pairs(pairs, are_new=True)
    except IntegrityError:
        write_pairs(pairs)


def announce(numbers: Sequence[int]) -> int:
    """Say, in the transaction that writes these customers, that their keys are yet to come; returns the mark."""
    return KeysToCome.objects.create(first=min(numbers), last=max(numbers)).pk


def write_waiting(marks: Sequence[int] | None = None) -> int:
    """Write the keys that somebody left to come, as they are by now; returns whose number. Not in a transaction.

    What they wrote before goes first, with a walk through all keys, as who was changed or erased meanwhile may have some of the old ones."""
    waiting = KeysToCome.objects.all() if marks is None else KeysToCome.objects.filter(pk__in=marks)
    taken = [take_over(found) for found in waiting]
    if not taken:
        return 0
    take_all_of([(mark.first, mark.last) for mark in taken])
    done = 0
    for mark in taken:
        numbers = list(Customer.objects.filter(pk__gte=mark.first, pk__lte=mark.last).order_by("pk").values_list("pk", flat=True))
        write_anew(numbers)
        mark.delete()
        done += len(numbers)
    return done


@transaction.atomic
def take_over(mark: KeysToCome) -> KeysToCome:
    """The same under another number: whoever was about to write these keys sees that they are not theirs any more."""
    mark.delete()
    return KeysToCome.objects.create(first=mark.first, last=mark.last)


def write_anew(numbers: Sequence[int]) -> None:
    """Write these customers' keys as they are by now, some at once."""
    for start in range(0, len(numbers), ANEW):
        with transaction.atomic():
            write_keys(numbers[start : start + ANEW])
        queue.give_way()
