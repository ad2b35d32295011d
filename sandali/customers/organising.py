"""Every write about organisations that goes beyond their own columns: who belongs to them, notes, tags, and two that are one.

Somebody's main organisation is a column of theirs, further ones are rows (docs/decisions/0048)."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.customers import events, search
from sandali.customers.actions import MOST_TAGS, NameTaken, edit_customer, named_organisation, named_tag
from sandali.customers.carrying import chunks, model_of, name_of
from sandali.customers.fields.actions import set_values
from sandali.customers.fields.values import Value
from sandali.customers.models import (
    Belonging,
    Customer,
    CustomerFile,
    FieldValue,
    Organisation,
    OrganisationJoining,
    OrganisationNote,
    Tag,
)
from sandali.history.events import record
from sandali.kit.text import clean, fold, isolate

MOST_BELONGINGS: Final = 30  # of one person
MOST_ROLE: Final = 80


class CannotDo(Exception):
    """This cannot be done with an organisation as it stands; the text says why."""


@transaction.atomic
def add_organisation(*, by: Any, name: str, website: str = "", note: str = "", values: dict[int, Value | None] | None = None) -> Organisation:
    """Write an organisation down. Raises NameTaken with the one that is called so, CannotDo for no name."""
    standing = Organisation.objects.filter(folded=fold(isolate(clean(name)))[:200], merged_into=None, removed_at=None).first()
    if standing is not None:
        raise NameTaken(standing)
    made = named_organisation(name)
    if made is None:
        raise CannotDo(_("This cannot be a name."))
    Organisation.objects.filter(pk=made.pk).update(website=website, note=clean(note).strip())
    set_values(made, values or {})
    record(events.ORGANISATION_ADDED, made, by=by)
    made.refresh_from_db()
    return made


def has_people(organisation: Organisation) -> bool:
    """Whether anybody belongs to it, mainly or besides."""
    return Customer.objects.filter(organisation=organisation, merged_into=None).exists() or any(people_besides(organisation)[:1])


def people_besides(organisation: Organisation) -> QuerySet[Belonging]:
    """Who belongs to it besides their main organisation."""
    return Belonging.objects.filter(organisation=organisation, customer__merged_into=None).exclude(customer__organisation=organisation)


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: Any) -> None:
    """Take one without people out of the lists; its page brings it back. Raises CannotDo with a sentence."""
    held = hold(organisation)
    if has_people(held):
        raise CannotDo(_("People still belong to this organisation. It can be removed once it is empty, or joined to the one that it is."))
    if held.removed_at is None:
        Organisation.objects.filter(pk=held.pk).update(removed_at=timezone.now(), version=F("version") + 1)
        record(events.ORGANISATION_REMOVED, held, by=by)


@transaction.atomic
def return_organisation(organisation: Organisation, *, by: Any) -> None:
    """Bring a removed one back. Raises NameTaken where another is called so by now."""
    held = hold(organisation)
    other = Organisation.objects.filter(folded=held.folded, merged_into=None, removed_at=None).exclude(pk=held.pk).first()
    if other is not None:
        raise NameTaken(other)
    if held.removed_at is not None:
        Organisation.objects.filter(pk=held.pk).update(removed_at=None, version=F("version") + 1)
        record(events.ORGANISATION_RETURNED, held, by=by)


def hold(organisation: Organisation) -> Organisation:
    """Its row, locked until the transaction ends."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


# --- Who belongs to it -------------------------------------------------------------------------------------------------
@transaction.atomic
def add_belonging(customer: Customer, organisation: Organisation, *, by: Any, role: str = "") -> Belonging | None:
    """Somebody belongs to one more organisation; the same again says another role. None where it is their main one already.

    Raises CannotDo with a sentence for more than a person can have."""
    role = isolate(clean(role)).strip()[:MOST_ROLE]
    if customer.organisation_id == organisation.pk:
        return None
    standing = Belonging.objects.filter(customer=customer, organisation=organisation).first()
    if standing is None and Belonging.objects.filter(customer=customer).count() >= MOST_BELONGINGS:
        raise CannotDo(_("This person belongs to as many organisations as can be kept."))
    if standing is not None and standing.role == role:
        return standing
    row, _made = Belonging.objects.update_or_create(customer=customer, organisation=organisation, defaults={"role": role})
    search.index_customer(customer)
    record(events.BELONGING_ADDED, customer, by=by, organisation=organisation.name)
    return row


@transaction.atomic
def remove_belonging(belonging: Belonging, *, by: Any) -> None:
    """They belong to it no more."""
    customer, name = belonging.customer, belonging.organisation.name
    belonging.delete()
    search.index_customer(customer)
    record(events.BELONGING_REMOVED, customer, by=by, organisation=name)


@transaction.atomic
def make_main(belonging: Belonging, *, by: Any) -> Customer:
    """This organisation is their main one from here on; the one that was stays among the others, with what they are there."""
    customer = Customer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=belonging.customer_id)
    before, job = customer.organisation, customer.job_title
    changed = edit_customer(customer, by=by, version=customer.version, organisation=belonging.organisation, job_title=belonging.role)
    belonging.delete()
    if before is not None and before.pk != belonging.organisation_id:
        Belonging.objects.update_or_create(customer=customer, organisation=before, defaults={"role": job})
    search.index_customer(changed)
    return changed


# --- Notes and tags ----------------------------------------------------------------------------------------------------
@transaction.atomic
def write_organisation_note(organisation: Organisation, text: str, *, by: Any) -> OrganisationNote:
    """Write down what our people should know of it."""
    note = OrganisationNote.objects.create(organisation=organisation, text=clean(text).strip(), by=by)
    record(events.ORGANISATION_NOTED, organisation, by=by, note=note.pk)
    return note


@transaction.atomic
def remove_organisation_note(note: OrganisationNote, *, by: Any) -> None:
    """Hide a note; history keeps that it was there."""
    if OrganisationNote.objects.filter(pk=note.pk, removed_at=None).update(removed_at=timezone.now()):
        record(events.ORGANISATION_NOTE_REMOVED, note.organisation, by=by, note=note.pk)


@transaction.atomic
def return_organisation_note(note: OrganisationNote, *, by: Any) -> None:
    """Bring a hidden note back."""
    if OrganisationNote.objects.filter(pk=note.pk, removed_at__isnull=False).update(removed_at=None):
        record(events.ORGANISATION_NOTE_RETURNED, note.organisation, by=by, note=note.pk)


@transaction.atomic
def tag_organisation(organisation: Organisation, name: str, *, by: Any) -> Tag | None:
    """Add a tag."""
    tag = named_tag(name)
    if tag is not None and not organisation.tags.filter(pk=tag.pk).exists() and organisation.tags.count() < MOST_TAGS:
        organisation.tags.add(tag)
        record(events.ORGANISATION_TAGGED, organisation, by=by, tag=tag.name)
    return tag


@transaction.atomic
def untag_organisation(organisation: Organisation, tag: Tag, *, by: Any) -> None:
    """Take a tag away."""
    if organisation.tags.filter(pk=tag.pk).exists():
        organisation.tags.remove(tag)
        record(events.ORGANISATION_UNTAGGED, organisation, by=by, tag=tag.name)


# --- Two that are one --------------------------------------------------------------------------------------------------
def carried(source: Organisation, target: Organisation) -> dict[str, QuerySet[Any]]:
    """What goes along when two are joined: column → the rows. What the other has too stays with the one that goes."""
    have = Belonging.objects.filter(organisation=target).values("customer")
    filled = FieldValue.objects.filter(organisation=target).values("field")
    return {
        "customers.Customer.organisation_id": Customer.objects.filter(organisation=source),
        "customers.Belonging.organisation_id": Belonging.objects.filter(organisation=source).exclude(customer__in=have),
        "customers.OrganisationNote.organisation_id": OrganisationNote.objects.filter(organisation=source),
        "customers.CustomerFile.organisation_id": CustomerFile.objects.filter(organisation=source),
        "customers.FieldValue.organisation_id": FieldValue.objects.filter(organisation=source).exclude(field__in=filled),
        **{column: model._default_manager.filter(**{name_of(column): source.pk}) for column, model in above().items()},
    }


def above() -> dict[str, type[Model]]:
    """Columns of rooms above that name an organisation. They are found by themselves, so that none is forgotten."""
    return {
        f"{model._meta.label}.{column.attname}": model
        for model in apps.get_models()
        if model._meta.app_label != "customers"
        for column in model._meta.concrete_fields
        if column.related_model is Organisation
    }


@transaction.atomic
def join_organisations(source: Organisation, target: Organisation, *, by: Any) -> OrganisationJoining:
    """`source` is `target`: its people, notes, files, tags and fields go there, and its number leads there. Raises CannotDo."""
    held = {one.pk: one for one in Organisation.objects.select_for_update(of=("self",)).filter(pk__in=(source.pk, target.pk)).order_by("pk")}
    source, target = held[source.pk], held[target.pk]
    if source.pk == target.pk or source.merged_into_id or target.merged_into_id or target.removed_at:
        raise CannotDo(_("These two cannot be joined: one of them was joined or removed in the meantime."))
    moved = {column: sorted(rows.values_list("pk", flat=True)) for column, rows in carried(source, target).items()}
    move(moved, target.pk)
    tags = sorted(set(source.tags.values_list("pk", flat=True)) - set(target.tags.values_list("pk", flat=True)))
    target.tags.add(*tags)
    kept = {"moved": {column: numbers for column, numbers in moved.items() if numbers}, "tags": tags}
    made = OrganisationJoining.objects.create(source=source, target=target, by=by, kept=kept)
    Organisation.objects.filter(Q(pk=source.pk) | Q(merged_into=source)).update(merged_into=target, version=F("version") + 1)
    record(events.ORGANISATIONS_JOINED, target, by=by, name=source.name, other=source.pk)
    reindex(moved)
    return made


@transaction.atomic
def part_organisations(made: OrganisationJoining, *, by: Any) -> None:
    """Set two joined ones apart again; what was moved on since stays where it is. Raises CannotDo with a sentence."""
    made = OrganisationJoining.objects.select_for_update(of=("self",)).select_related("source", "target").get(pk=made.pk)
    if made.undone_at is not None:
        raise CannotDo(_("These two were set apart already."))
    if made.target.merged_into_id is not None:
        raise CannotDo(_("%(name)s was joined to another one since. Please set those two apart first.") % {"name": isolate(made.target.name)})
    back = {column: there(column, numbers, made.target_id) for column, numbers in made.kept["moved"].items()}
    move(back, made.source_id)
    made.target.tags.remove(*made.kept["tags"])
    OrganisationJoining.objects.filter(pk=made.pk).update(undone_by=by, undone_at=timezone.now())
    parts = Organisation.objects.filter(pk__in=parts_of(made.source_id))
    parts.update(merged_into=made.source, version=F("version") + 1)
    Organisation.objects.filter(pk=made.source_id).update(merged_into=None, version=F("version") + 1)
    record(events.ORGANISATIONS_PARTED, made.target, by=by, name=made.source.name, other=made.source_id)
    reindex(back)


def parts_of(number: int) -> list[int]:
    """The numbers of organisations that were joined to this one, by way of others too, and were not set apart."""
    found: list[int] = []
    next_ones = [number]
    while next_ones:
        next_ones = list(OrganisationJoining.objects.filter(target__in=next_ones, undone_at=None).values_list("source", flat=True))
        found += next_ones
    return found


def move(rows: dict[str, list[int]], organisation: int) -> None:
    """Let rows belong to an organisation."""
    for column, numbers in rows.items():
        for some in chunks(numbers):
            model_of(column)._default_manager.filter(pk__in=some).update(**{name_of(column): organisation})


def there(column: str, numbers: list[int], organisation: int) -> list[int]:
    """Which of these rows still belong to an organisation."""
    rows = model_of(column)._default_manager.filter(**{name_of(column): organisation})
    return [pk for some in chunks(numbers) for pk in rows.filter(pk__in=some).values_list("pk", flat=True)]


def reindex(moved: dict[str, list[int]]) -> None:
    """Find people under the name that their organisation has now."""
    for some in chunks(moved.get("customers.Customer.organisation_id", [])):
        search.index_all(Customer.objects.filter(pk__in=some))
