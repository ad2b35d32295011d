"""Customers: who is here already is known by their addresses and keys alone; the others are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import search
from sandali.customers.models import Customer, CustomerNote, Identity, Stage
from sandali.transfer import events
from sandali.transfer.drafts import STAFF_ROLES, Draft
from sandali.transfer.models import Known, Outcome
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.beside import organisations_of, tags_of
from sandali.transfer.taking.filling import fill


@dataclass(slots=True)
class Newcomer:
    """A customer who is being made, by one row or several of the same batch."""

    draft: Draft
    customer: Customer = field(default_factory=Customer)


Owner = int | Newcomer


def take_customers(drafts: Sequence[Draft], taken: Taken) -> None:
    """Take a batch of customers."""
    sound = [draft for draft in drafts if is_sound(draft, taken)]
    owners: dict[Any, Owner] = dict(known_by(sound, taken))
    news: list[Newcomer] = []
    met: list[tuple[Draft, int]] = []
    for draft in sound:
        marks = marks_of(draft)
        found = {id(owner) if isinstance(owner, Newcomer) else owner: owner for mark in marks if (owner := owners.get(mark)) is not None}
        if len(found) > 1:
            taken.refuse(draft, [("", _("Its addresses belong to different customers here."))])
            continue
        owner = next(iter(found.values()), None)
        if owner is None and taken.is_trial and any(hash(mark) in taken.seen for mark in marks):
            count_known(draft, taken, None)
        elif owner is None:
            owner = Newcomer(draft)
            news.append(owner)
            taken.counts["made"] += 1
        elif isinstance(owner, Newcomer):
            join(owner.draft, draft, taken)
        elif count_known(draft, taken, owner):
            met.append((draft, owner))
        if owner is not None:
            owners |= dict.fromkeys(marks, owner)
    if taken.is_trial:
        taken.seen.update(hash(mark) for one in news for mark in marks_of(one.draft))
    make(news, taken)
    fill(met, taken)
    keys = [(draft.key, owner.customer.pk if isinstance(owner, Newcomer) else owner) for draft in sound if draft.key and (owner := owners.get(("key", draft.key)))]
    taken.keep_keys("customer", keys)


def marks_of(draft: Draft) -> list[Any]:
    """By what one knows whose row it is."""
    return [one[:2] for one in draft.identities] + ([("key", draft.key)] if draft.key else [])


def is_sound(draft: Draft, taken: Taken) -> bool:
    """Whether a row is a customer's; says why where it is not."""
    if draft.values.get("role", "").casefold() in STAFF_ROLES:
        taken.counts["skipped"] += 1
        taken.note(draft, Outcome.SKIPPED, _("Somebody of the other program's own staff: %(name)s") % {"name": draft.name})
        taken.keep_keys("colleague", [(draft.key, 0)])
        return False
    if not draft.problems and not draft.name and not draft.identities and not draft.text("key", 120):
        draft.problems.append(("", _("There is no name, no phone number and no mail address.")))
    if draft.problems:
        taken.refuse(draft, draft.problems)
    return not draft.problems


def known_by(drafts: Sequence[Draft], taken: Taken) -> Iterable[tuple[Any, int]]:
    """(mark, customer) of everybody who is here. Addresses exactly: who only looks alike is somebody else here."""
    for kind in ("email", "phone"):
        values = {one[1] for draft in drafts for one in draft.identities if one[0] == kind}
        rows = Identity.objects.filter(kind=kind, value__in=values, claimed_by=0).values_list("value", "customer_id") if values else ()
        yield from (((kind, value), customer) for value, customer in rows)
    yield from ((("key", key), number) for key, number in taken.known("customer", (draft.key for draft in drafts)).items())


def count_known(draft: Draft, taken: Taken, number: int | None) -> bool:
    """A row whose customer is here; returns whether they are to be filled in. Whoever chose so has these rows listed."""
    if taken.of.known == Known.LIST:
        taken.note(draft, Outcome.KNOWN, _("This customer is here already."), number=number)
    taken.counts["known"] += 1
    return taken.of.known == Known.FILL


def join(first: Draft, other: Draft, taken: Taken) -> None:
    """A second row of somebody who is made by this batch: it fills in what the first left empty, or is left."""
    if count_known(other, taken, None):
        for name, value in other.values.items():
            first.values.setdefault(name, value)
        first.identities += [one for one in other.identities if one[:2] not in {known[:2] for known in first.identities}]
        first.tags += other.tags


def make(news: Sequence[Newcomer], taken: Taken) -> None:
    """Write new customers with all that belongs to them."""
    if taken.is_trial or not news:
        return
    now = timezone.now()
    organisations = organisations_of([one.draft for one in news], taken)
    for one in news:
        draft = one.draft
        one.customer = Customer(
            name=draft.name, stage=draft.values.get("stage", Stage.CONTACT), organisation=organisations.get(id(draft)),
            job_title=draft.text("job_title", 80), city=draft.text("city", 80), language=draft.values.get("language", ""),
            created_at=draft.created_at or now, last_contact_at=draft.created_at or now,
        )  # fmt: skip
    taken.write([one.customer for one in news])
    taken.write([
        Identity(customer=one.customer, kind=kind, value=value, shown=shown[:254], created_at=now)
        for one in news for kind, value, shown in one.draft.identities
    ])  # fmt: skip
    tags = tags_of([one.draft for one in news], taken)
    through = Customer.tags.through
    through.objects.bulk_create(
        [through(customer_id=one.customer.pk, tag_id=tag.pk) for one in news for tag in tags.get(id(one.draft), ())], ignore_conflicts=True
    )
    taken.write([CustomerNote(customer=one.customer, text=note, by_id=taken.of.by_id, at=now) for one in news if (note := one.draft.values.get("note"))])
    taken.tell_of_new(events.CUSTOMER_IMPORTED, Customer, [one.customer.pk for one in news])
    search.index_new_customers(
        (one.customer, one.draft.identities, [tag.name for tag in tags.get(id(one.draft), ())]) for one in news
    )
