"""What one batch makes and changes, and what there is to say of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from sandali.cases.models import Aside, Case
from sandali.cases.threads import living
from sandali.customers.models import Customer
from sandali.history.kinds import EventKind
from sandali.history.many import record_alike
from sandali.history.models import Event
from sandali.kit.bulk import insert_rows, new_numbers
from sandali.transfer.drafts import Draft
from sandali.transfer.models import Import, ImportLine, Outcome, SourceKey

Ranges = list[list[int]]


@dataclass(slots=True)
class Taken:
    """Of one batch: `made` ids by model, `changed` as ImportBatch keeps it, `lines` of what was not plain, `counts` by outcome.

    `keys`: (its announcement, (customer, keys) each) of those to be written later. `is_trial`: nothing is written; `seen` then remembers addresses and keys of the rows before, which in a real run would be
    in the database by now."""

    of: Import
    is_trial: bool = False
    keys_later: bool = False  # the keys of who is made are noted in `keys`, and written some batches later
    keys: list[tuple[int, list[tuple[int, bytes]]]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    made: dict[str, list[int]] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    lines: list[ImportLine] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, draft: Draft, outcome: str, reason: str, *, column: str = "", number: int | None = None) -> None:
        """Say something of a row."""
        self.lines.append(
            ImportLine(of=self.of, row=draft.row, line=draft.line, outcome=outcome, column=column[:200], reason=reason[:400], number=number)
        )

    def refuse(self, draft: Draft, problems: Sequence[tuple[str, str]]) -> None:
        """A row that is not taken, and each reason."""
        self.counts["wrong"] += 1
        for column, reason in problems:
            self.note(draft, Outcome.WRONG, reason, column=column)

    def write(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Write rows of one model and remember their ids."""
        if not rows or self.is_trial:
            return rows
        type(rows[0]).objects.bulk_create(rows)
        self.made.setdefault(rows[0]._meta.model_name, []).extend(row.pk for row in rows)
        return rows

    def keep_keys(self, kind: str, pairs: Iterable[tuple[str, int]]) -> None:
        """Remember how the other program calls what was made or found."""
        rows = [SourceKey(source=self.of.source, kind=kind, key=key, number=number, of=self.of) for key, number in dict(pairs).items() if key]
        if not self.is_trial:
            SourceKey.objects.bulk_create(rows, ignore_conflicts=True)

    def known(self, kind: str, keys: Iterable[str]) -> dict[str, int]:
        """Key → number, of those that are known; of a customer or a case the number under which it lives, and none of somebody erased."""
        wanted = {key for key in keys if key}
        found = SourceKey.objects.filter(source=self.of.source, kind=kind, key__in=wanted) if wanted else SourceKey.objects.none()
        numbers = dict(found.values_list("key", "number"))
        if kind == "case":
            merged = Case.objects.filter(pk__in=set(numbers.values()), aside=Aside.MERGED)
            lives = {case.pk: living(case).pk for case in merged}
            return {key: lives.get(number, number) for key, number in numbers.items()}
        if kind != "customer" or not numbers:
            return numbers
        here = Customer.objects.filter(pk__in=set(numbers.values()), erased_at=None).values_list("pk", "merged_into")
        lives = {number: into or number for number, into in here}
        return {key: lives[number] for key, number in numbers.items() if number in lives}

    def tell(self, kind: EventKind, subjects: Sequence[models.Model]) -> None:
        """An event for each, which nobody is told of: that a thousand came in is one piece of news, and the import's own."""
        if self.is_trial:
            return
        now = timezone.now()
        Event.objects.bulk_create([
            Event(kind=kind.name, at=now, by_id=self.of.by_id, subject_type=one._meta.model_name or "", subject_id=one.pk,
                  data={"file": self.of.name}, **(one.timelines() if hasattr(one, "timelines") else {}))
            for one in subjects
        ])  # fmt: skip

    def tell_of_new(self, kind: EventKind, customers: Sequence[int]) -> None:
        """The same of customers just made, by one statement for all of them."""
        if not self.is_trial:
            record_alike(kind, customers, by=self.of.by_id, at=timezone.now(), file=self.of.name)

    def insert(self, model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, same: dict[str, Any] | None = None) -> Sequence[int]:
        """Write many rows that are no objects, and remember their numbers, which are returned."""
        if not rows:
            return ()
        numbers = new_numbers(model, len(rows))
        insert_rows(model, ("id", *names), ((number, *row) for number, row in zip(numbers, rows, strict=True)), same=same)
        self.made.setdefault(model._meta.model_name or "", []).extend(numbers)
        return numbers

    def ranges(self) -> dict[str, Ranges]:
        """What was made, as ranges of ids."""
        return {name: ranges_of(ids) for name, ids in self.made.items()}


def ranges_of(ids: Iterable[int]) -> Ranges:
    """[1, 2, 3, 7] → [[1, 3], [7, 7]]."""
    found: Ranges = []
    for number in sorted(ids):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def numbers_in(ranges: Ranges) -> list[int]:
    """The ids of ranges."""
    return [number for first, last in ranges for number in range(first, last + 1)]
