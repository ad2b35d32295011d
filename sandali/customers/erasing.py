"""Erasing a person: what identifies them goes for good, what counts stays. Every room says what it keeps of a customer.

A room's module in settings.KEPT_OF_CUSTOMERS has `KEPT` (its tables, column by column), and may have `at_once(customer)`, called while
the identities are still there, `STEPS` (what no column says: files, indexes of other rooms), and `files_of(customer)` for the export.
A test fails for a table that leads to a customer and is not declared. Merging has a registry of its own (`customers.merging`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Case as When_
from django.db.models import F, Value, When
from django.utils import timezone

from sandali.company.models import Department, Person
from sandali.company.permissions import NotAllowed, may
from sandali.customers import events
from sandali.customers.access import access_customer
from sandali.customers.models import Customer
from sandali.customers.search import INDEX
from sandali.history import queue
from sandali.history.events import record
from sandali.history.forgetting import GONE, forget_words, without_words
from sandali.history.models import Event
from sandali.kit import search

BATCH: Final = 300
JOB: Final = "sandali.customers.jobs.erase_customer"
Step = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table keeps of a customer. `of` leads from its rows to the customer; `title` is what people call them.

    `blank` are columns that are emptied, `scrub` JSON of which only our own codes stay, `stays` texts that name nobody; with `goes` the
    rows go altogether. `also` are further columns and what they become. `index` is the search index with the rows' numbers."""

    model: type[models.Model]
    of: str
    title: Any
    blank: tuple[str, ...] = ()
    scrub: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    goes: bool = False
    also: tuple[tuple[str, Any], ...] = ()
    index: str = ""

    def rows(self, customer: int) -> models.QuerySet[Any]:
        """The rows of one customer."""
        return self.model._default_manager.filter(**{self.of: customer})


@cache
def keepers() -> tuple[ModuleType, ...]:
    """The modules of all rooms that keep something of a customer, those above first: what leads to other rows goes before these."""
    return tuple(import_module(name) for name in settings.KEPT_OF_CUSTOMERS)


def all_kept() -> list[Kept]:
    """Every declared table."""
    return [kept for keeper in keepers() for kept in keeper.KEPT]


def what_is_kept(customer: Customer) -> list[tuple[Any, int]]:
    """(what it is called, how many rows) of everything that would be erased, for whoever decides; each name once."""
    counts: dict[str, tuple[Any, int]] = {}
    for kept in all_kept():
        if kept.title:
            title, before = counts.get(str(kept.title), (kept.title, 0))
            counts[str(kept.title)] = (title, before + kept.rows(customer.pk).count())
    return [(title, count) for title, count in counts.values() if count]


def access_erasing(person: Any, number: int) -> Customer:
    """A customer whom the person may erase. Raises Customer.DoesNotExist, NotAllowed."""
    customer = access_customer(person, number)
    if not may(person, "erase_customers"):
        raise NotAllowed
    return customer


@transaction.atomic
def begin_erasing(customer: Customer, *, by: Any) -> bool:
    """Erase a person, for good. Who they are and by what they are known goes at once, so that nothing new comes to them; all that was
    said goes by a job. Returns False where somebody did so before. Raises NotAllowed."""
    if not may(by, "erase_customers"):
        raise NotAllowed
    held = Customer.objects.select_for_update().get(pk=customer.pk)
    if held.erased_at is not None:
        return False
    for one in (held, *Customer.objects.select_for_update().filter(merged_into=held).order_by("pk")):
        forget_who(one)
    record(events.CUSTOMER_ERASED, held, by=by)
    return True


def forget_who(customer: Customer) -> None:
    """Who they are and by what they are known, at once; the rest by a job. Each record that lives on in another is a row of its own."""
    for keeper in keepers():
        if hasattr(keeper, "at_once"):
            keeper.at_once(customer)
    customer.identities.all().delete()
    customer.tags.clear()
    Customer.objects.filter(pk=customer.pk).update(
        name="", job_title="", city="", language="", organisation=None, has_wishes=False, erased_at=timezone.now(), version=F("version") + 1
    )
    search.remove(INDEX, [customer.pk])
    queue.put(JOB, customer.pk, unique_key=f"erase:{customer.pk}")


def erase(customer: int) -> None:
    """Take away all that is left of somebody whose erasure has begun, in batches that give way. Done again it does no harm.

    Raises ValueError for somebody whom nobody erased."""
    if not Customer.objects.filter(pk=customer, erased_at__isnull=False).exists():
        raise ValueError("nobody asked to erase this customer")
    forget_deleted_pages()
    for keeper in keepers():
        for step in getattr(keeper, "STEPS", ()):
            step(customer)
        for kept in keeper.KEPT:
            erase_rows(kept, customer)
    erase_events(customer)
    for name in dict.fromkeys((INDEX, *(kept.index for kept in all_kept() if kept.index))):
        squeeze_index(name)
    forget_exports()


def erase_rows(kept: Kept, customer: int) -> None:
    """One table: rows go, or lose what says who it was."""
    after, becomes = 0, {name: emptied(kept.model._meta.get_field(name)) for name in kept.blank}
    while numbers := list(kept.rows(customer).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = kept.model._default_manager.filter(pk__in=numbers)
            if kept.index:
                search.remove(kept.index, numbers)
            for row in rows.only("pk", *kept.scrub) if kept.scrub else ():
                rows.filter(pk=row.pk).update(**{name: without_words(getattr(row, name)) for name in kept.scrub})
            if kept.goes:
                rows.delete()
            elif becomes or kept.also:
                rows.update(**becomes, **dict(kept.also))
        after = numbers[-1]
        queue.give_way()


def emptied(column: Any) -> Any:
    """What a column becomes: nothing, where it may hold nothing; a sign that something was there, where it was."""
    if column.null:
        return None
    if isinstance(column, models.JSONField | models.BinaryField | models.BooleanField):
        return column.get_default()
    if column.unique:
        raise TypeError(f"{column} is unique: many rows cannot be emptied alike")
    return When_(When(**{column.name: ""}, then=Value("")), default=Value(GONE))


def erase_events(customer: int) -> None:
    """The words in everything that happened with them, on their own timeline and those of their cases."""
    names = {*Department.objects.values_list("name", flat=True), *Person.objects.values_list("name", flat=True)}
    for chosen in event_sources(customer):
        after = 0
        while numbers := list(chosen.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            forget_words(Event.objects.filter(pk__in=numbers), keep=names)
            after = numbers[-1]
            queue.give_way()


def event_sources(customer: int) -> Iterator[models.QuerySet[Event]]:
    """Their events: those on their timeline, and those of what rooms above say belongs to them."""
    yield Event.objects.filter(customer_id=customer)
    for keeper in keepers():
        if hasattr(keeper, "events_of"):
            yield from keeper.events_of(customer)


def squeeze_index(name: str) -> None:
    """Nothing of what was removed is left in a search index, part by part."""
    more = search.squeeze(name, first=True)
    while more:
        queue.give_way()
        more = search.squeeze(name, first=False)


def forget_exports() -> None:
    """Files that somebody exported may name them: they are made again by whoever still wants them."""
    for path in (Path(settings.FILES) / "exports").glob("*"):
        path.unlink(missing_ok=True)


def forget_deleted_pages() -> None:
    """From here on SQLite overwrites what this connection deletes, rather than only giving the room free."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
