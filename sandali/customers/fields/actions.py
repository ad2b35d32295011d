"""Every write about fields: what the company asks for, and what somebody has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.queries import company_currency
from sandali.customers import events
from sandali.customers.fields.values import BETWEEN, Value, columns_of
from sandali.customers.models import (
    Customer,
    CustomField,
    FieldChoice,
    FieldKind,
    FieldValue,
    Organisation,
    Subject,
    TypedValue,
)
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.text import clean, fold, isolate

MOST_FIELDS: Final = 60  # in use, of one subject
MOST_CHOICES: Final = 200
INDEX: Final = "sandali.customers.jobs.index_field"


class CannotDefine(ValueError):
    """Such a field cannot be; the text says why, `where` is the form's field."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.where = where


def _named(subject: str, name: str, *, besides: int | None = None) -> tuple[str, str]:
    """(name, folded) of a field. Raises CannotDefine for an empty name and one that is in use."""
    name = isolate(clean(name)).strip()[:60]
    folded = fold(name)[:90]
    if not folded:
        raise CannotDefine("name", _("Please write a name."))
    others = CustomField.objects.filter(subject=subject, folded=folded)
    if (others if besides is None else others.exclude(pk=besides)).exists():
        raise CannotDefine("name", _("There is already a field of this name. It may be among those put away."))
    return name, folded


def _choice_names(names: Sequence[str]) -> dict[str, str]:
    """Folded → name, each once. Raises CannotDefine for none, too many, or one that holds what stands between several."""
    found = {fold(name)[:120]: isolate(clean(name)).strip()[:80] for name in names if fold(name)}
    if not 2 <= len(found) <= MOST_CHOICES:
        raise CannotDefine("choices", _("Please write at least two answers to choose from, each on a line of its own."))
    if any(BETWEEN.search(name) for name in found.values()):
        raise CannotDefine("choices", _("An answer cannot have a comma or a semicolon in it: these stand between several answers."))
    return found


@transaction.atomic
def define_field(
    subject: str, kind: str, name: str, *, by: Any, hint: str = "", is_required: bool = False, choices: Sequence[str] = ()
) -> CustomField:
    """A new field at the end. Raises CannotDefine with a sentence, ValueError for no subject or kind of ours."""
    if subject not in Subject.values or kind not in FieldKind.values:
        raise ValueError(f"no subject or kind: {subject!r}, {kind!r}")
    name, folded = _named(subject, name)
    standing = CustomField.objects.filter(subject=subject)
    if standing.filter(archived_at=None).count() >= MOST_FIELDS:
        raise CannotDefine("name", _("There are so many fields that nobody would fill them in. Please put one away first."))
    answers = _choice_names(choices) if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else {}
    last = standing.aggregate(last=Max("place"))["last"] or 0
    field = CustomField.objects.create(
        subject=subject, kind=kind, name=name, folded=folded, hint=isolate(clean(hint)).strip()[:160], is_required=is_required, place=last + 1,
        currency=company_currency() if kind == FieldKind.MONEY else "",
    )
    FieldChoice.objects.bulk_create(
        FieldChoice(field=field, name=answer, folded=key, place=place) for place, (key, answer) in enumerate(answers.items())
    )
    record(events.FIELD_DEFINED, field, by=by, name=name)
    return field


@transaction.atomic
def change_field(
    field: CustomField, *, by: Any, version: int, name: str, hint: str = "", is_required: bool = False, choices: Sequence[str] = ()
) -> CustomField:
    """Another name, hint or answers. An answer that is no longer named is offered no more, and stays with whoever has it.

    Raises Overtaken with the row as it stands, CannotDefine with a sentence."""
    name, folded = _named(field.subject, name, besides=field.pk)
    answers = _choice_names(choices) if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) else {}
    done = CustomField.objects.filter(pk=field.pk, version=version).update(
        name=name, folded=folded, hint=isolate(clean(hint)).strip()[:160], is_required=is_required, version=F("version") + 1
    )
    field = CustomField.objects.get(pk=field.pk)
    if not done:
        raise Overtaken(field)
    if answers:
        FieldChoice.objects.filter(field=field).exclude(folded__in=answers).update(is_out=True)
        for place, (key, answer) in enumerate(answers.items()):
            FieldChoice.objects.update_or_create(field=field, folded=key, defaults={"name": answer, "place": place, "is_out": False})
    record(events.FIELD_CHANGED, field, by=by, name=name)
    return field


@transaction.atomic
def move_field(field: CustomField, *, up: bool, by: Any) -> None:
    """One place up or down among those in use."""
    others = list(CustomField.objects.select_for_update().filter(subject=field.subject, archived_at=None))
    at = next((place for place, one in enumerate(others) if one.pk == field.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(others):
        return
    others.insert(to, others.pop(at))
    for place, one in enumerate(others):
        if one.place != place:
            CustomField.objects.filter(pk=one.pk).update(place=place)
    record(events.FIELD_CHANGED, field, by=by, name=field.name)


@transaction.atomic
def archive_field(field: CustomField, *, by: Any) -> None:
    """Ask for it no more. Its values stay, and show again when it comes back."""
    if CustomField.objects.filter(pk=field.pk, archived_at=None).update(archived_at=timezone.now(), version=F("version") + 1):
        find_by(field)
        record(events.FIELD_ARCHIVED, field, by=by, name=field.name)


@transaction.atomic
def return_field(field: CustomField, *, by: Any) -> None:
    """Ask for it again."""
    if CustomField.objects.filter(pk=field.pk, archived_at__isnull=False).update(archived_at=None, version=F("version") + 1):
        find_by(field)
        record(events.FIELD_RETURNED, field, by=by, name=field.name)


def find_by(field: CustomField) -> None:
    """Who has a value of a field that came or went is written into the index anew, by a job."""
    if field.subject == Subject.CUSTOMER and field.kind != FieldKind.YES_NO:
        queue.put(INDEX, field.pk, unique_key=f"index-field:{field.pk}")


@transaction.atomic(savepoint=False)
def set_values(subject: Customer | Organisation, values: Mapping[int, Value | None]) -> list[int]:
    """Put these values (field's number → value, None takes it away) in the place of what stood there; returns the fields that changed.

    Inside an action that records what it did: edit_customer, add_customer, edit_organisation, or an import's."""
    wanted = Subject.CUSTOMER if isinstance(subject, Customer) else Subject.ORGANISATION
    return put_values(FieldValue, {wanted.value: subject}, wanted, values)


def put_values(table: type[TypedValue], whose: Mapping[str, Any], wanted: str, values: Mapping[int, Value | None]) -> list[int]:
    """`set_values` in the table of any room: `whose` is the column with what it belongs to, `wanted` what the fields are about."""
    known = {field.pk: field for field in CustomField.objects.filter(pk__in=values)}
    changed = []
    for number, value in values.items():
        if known[number].subject != wanted:
            raise ValueError(f"field {number} is not one of {wanted}")
        rows = [] if value is None else columns_of(value)
        standing = table._default_manager.filter(field_id=number, **whose)
        before = sorted((row.choice_id or 0, row.text) for row in standing)
        if before == sorted((row.get("choice_id", 0), row["text"]) for row in rows):
            continue
        standing.delete()
        table._default_manager.bulk_create(table(field_id=number, **whose, **row) for row in rows)
        changed.append(number)
    return changed
