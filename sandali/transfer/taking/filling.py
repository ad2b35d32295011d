"""Customers who are here already: what is empty of them is filled in, and how it was before is kept with the batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from sandali.customers import search
from sandali.customers.models import Customer, CustomerNote, Identity
from sandali.transfer import events
from sandali.transfer.drafts import Draft
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import organisations_of, tags_of
from sandali.transfer.taking.fields import give_missing

FILLED: Final = {"job_title": 80, "city": 80, "language": 2}


def fill(met: Sequence[tuple[Draft, int]], taken: Taken) -> None:
    """Fill in the customers of these rows; nothing that says something is changed."""
    if taken.is_trial or not met:
        return
    drafts = [draft for draft, _number in met]
    people = Customer.objects.in_bulk([number for _draft, number in met])
    identities, notes, tags_here = standing_of(list(people))
    organisations = organisations_of([draft for draft, number in met if not people[number].organisation_id], taken)
    tags, filled = tags_of(drafts, taken), {}
    own = give_missing(Customer, [(number, draft.own) for draft, number in met])
    fresh: list[Identity] = []
    through = Customer.tags.through
    for draft, number in met:
        customer = people[number]
        change = fields_of(draft, customer, organisations.get(id(draft)))
        added = [one for one in draft.identities if one[:2] not in identities[number]]
        identities[number] |= {one[:2] for one in added}
        fresh += [Identity(customer=customer, kind=kind, value=value, shown=shown[:254]) for kind, value, shown in added]
        wanted = [tag.pk for tag in tags.get(id(draft), ()) if tag.pk not in tags_here[number]]
        through.objects.bulk_create([through(customer_id=number, tag_id=tag) for tag in wanted])
        tags_here[number] |= set(wanted)
        note = draft.values.get("note", "")
        if note and note not in notes[number]:
            taken.write([CustomerNote(customer=customer, text=note, by_id=taken.of.by_id, at=timezone.now())])
            notes[number].add(note)
        values = own.pop(number, [])
        if change or added or wanted or values:
            filled[number] = customer
            taken.changed.append({"customer": number, "fields": change, "tags": wanted, "own": values})
        taken.counts["filled"] += bool(change or added or wanted or values)
    taken.write(fresh)
    finish(filled, taken)


def fields_of(draft: Draft, customer: Customer, organisation: Any) -> dict[str, list[Any]]:
    """Fields that were empty and are not any more, as {name: [was, now]}; sets them."""
    given: dict[str, Any] = {name: draft.text(name, most) for name, most in FILLED.items()} | {"name": draft.name}
    given["organisation_id"] = organisation.pk if organisation is not None else None
    change: dict[str, list[Any]] = {}
    for name, value in given.items():
        was = getattr(customer, name)
        if value and not was:
            change[name] = [was, value]
            setattr(customer, name, value)
    return change


def standing_of(numbers: Sequence[int]) -> tuple[dict[int, set[Any]], dict[int, set[str]], dict[int, set[int]]]:
    """Addresses, notes and tags of these customers."""
    identities: dict[int, set[Any]] = defaultdict(set)
    for number, kind, value in Identity.objects.filter(customer__in=numbers, claimed_by=0).values_list("customer_id", "kind", "value"):
        identities[number].add((kind, value))
    notes: dict[int, set[str]] = defaultdict(set)
    for number, text in CustomerNote.objects.filter(customer__in=numbers).values_list("customer_id", "text"):
        notes[number].add(text)
    tags: dict[int, set[int]] = defaultdict(set)
    for number, tag in Customer.tags.through.objects.filter(customer__in=numbers).values_list("customer_id", "tag_id"):
        tags[number].add(tag)
    return identities, notes, tags


def finish(filled: dict[int, Customer], taken: Taken) -> None:
    """Write the fields, raise the version, tell and index."""
    if not filled:
        return
    Customer.objects.bulk_update(filled.values(), [*FILLED, "name", "organisation"], batch_size=200)
    Customer.objects.filter(pk__in=filled).update(version=F("version") + 1)
    taken.tell(events.CUSTOMER_FILLED, list(filled.values()))
    search.index_all(Customer.objects.filter(pk__in=filled))
