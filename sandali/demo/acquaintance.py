"""What we learn of a customer once we have spoken: where they live and work, another address, tags, a note, their stage."""

from __future__ import annotations

from datetime import datetime

from sandali.company.models import Person
from sandali.customers import events, search
from sandali.customers.actions import named_organisation, named_tag
from sandali.customers.models import CustomerNote, Identity
from sandali.demo.acts import Scene, e164, note_event
from sandali.demo.customers import Comer, stage_after
from sandali.demo.plans import Step


def know(scene: Scene, step: Step) -> None:
    """One of us fills the customer's card in."""
    comer, by = step.plan.comer, step.by
    if by is None:
        raise ValueError("somebody must have written it down")
    customer = comer.known
    organisation = named_organisation(comer.organisation)
    if organisation is not None and not organisation.website:
        organisation.website = f"https://{comer.email.rpartition('@')[2]}"
        organisation.created_at = step.at
        organisation.save(update_fields=["website", "created_at"])
    customer.organisation, customer.job_title, customer.city = organisation, comer.job_title, comer.city
    customer.version += 1
    customer.save(update_fields=["organisation", "job_title", "city", "version"])
    fields = ["city", "job_title", "organisation"] if organisation else ["city"]
    note_event(scene, events.CUSTOMER_EDITED, customer, at=step.at, by=by, fields=fields)
    add_addresses(scene, comer, by, step.at)
    add_words(scene, comer, by, step.at)
    search.index_customer(customer)


def add_addresses(scene: Scene, comer: Comer, by: Person, at: datetime) -> None:
    """The telephone of somebody who wrote; most of those who called have no mail that we know."""
    if scene.random.random() < 0.55:
        kind, shown = "phone", comer.phone
        made = Identity.objects.get_or_create(kind=kind, value=e164(shown), defaults={"customer": comer.known, "shown": shown, "created_at": at})
        if made[1]:
            note_event(scene, events.IDENTITY_ADDED, comer.known, at=at, by=by, value=shown)


def add_words(scene: Scene, comer: Comer, by: Person, at: datetime) -> None:
    """Tags, a note and the stage."""
    for name in comer.tags:
        tag = named_tag(name)
        if tag is not None:
            comer.known.tags.add(tag)
            note_event(scene, events.CUSTOMER_TAGGED, comer.known, at=at, by=by, tag=tag.name)
    if comer.note:
        note = CustomerNote.objects.create(customer=comer.known, text=comer.note, by=by, at=at)
        note_event(scene, events.CUSTOMER_NOTED, comer.known, at=at, by=by, note=note.pk)


def grow(scene: Scene, step: Step) -> None:
    """The stage after what they bought and asked."""
    comer = step.plan.comer
    after = stage_after(len(comer.cases), scene.random)
    before = comer.known.stage
    if after != before:
        comer.known.stage = after
        comer.known.version += 1
        comer.known.save(update_fields=["stage", "version"])
        note_event(scene, events.STAGE_CHANGED, comer.known, at=step.at, by=step.by, before=str(before), after=after)
