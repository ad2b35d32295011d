"""Taking an import out again: exactly what it made, and back to how it was what it filled in, unless somebody worked on it since."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import F, ForeignObjectRel, Model, ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.models import Case, Message
from sandali.cases.search import CASES, MESSAGES
from sandali.customers import events as customer_events
from sandali.customers import search as customer_search
from sandali.customers.duplicates.kept import take_keys_away
from sandali.customers.models import (
    Customer,
    CustomerNote,
    Identity,
    Merging,
    Organisation,
    OrganisationJoining,
    Tag,
)
from sandali.history.models import Event
from sandali.kit import search
from sandali.sales.models import Deal, LostReason, Order, Quote
from sandali.sales.words import DEALS
from sandali.transfer import events
from sandali.transfer.models import Import, ImportBatch, ImportLine, Outcome, SourceKey
from sandali.transfer.reading.limits import shown
from sandali.transfer.taking.batch import numbers_in
from sandali.transfer.taking.cases import bring_in_line
from sandali.transfer.taking.fields import take_away

OWN: Final = [
    kind.name for kind in (
        events.CUSTOMER_IMPORTED, events.CUSTOMER_FILLED, events.CASE_IMPORTED, events.CASE_FILLED, events.ORGANISATION_IMPORTED, events.ORGANISATION_FILLED, events.DEAL_IMPORTED,
    )
]  # fmt: skip
# Two that were put together are told by their row, which says whether they are apart again.
TOGETHER: Final = [kind.name for kind in (
    customer_events.CUSTOMERS_MERGED, customer_events.CUSTOMERS_UNMERGED, customer_events.ORGANISATIONS_JOINED, customer_events.ORGANISATIONS_PARTED,
)]  # fmt: skip
MOVED: Final = {Identity: "customers.Identity.customer_id", CustomerNote: "customers.CustomerNote.customer_id"}


def undo_batch(one: Import, batch: ImportBatch) -> int:
    """Take one batch out, in one transaction; returns how many records stay because they were worked on."""
    made = {name: numbers_in(ranges) for name, ranges in batch.made.items()}
    with transaction.atomic():
        if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=timezone.now()):
            return 0
        kept = remove_messages(one, batch, made.get("message", []))
        kept += remove_cases(one, batch, made.get("case", []))
        kept += remove_deals(one, batch, made.get("deal", []))
        notes = beside(made, "customernote", CustomerNote)
        touched = set(CustomerNote.objects.filter(pk__in=notes).values_list("customer_id", flat=True))
        addresses = beside(made, "identity", Identity)
        kept += remove_customers(one, batch, made.get("customer", []))
        kept += put_back(one, batch, addresses)
        # What it wrote beside somebody who stays goes; of who is gone, it is gone.
        mine = CustomerNote.objects.filter(pk__in=notes).exclude(customer__in=made.get("customer", []))
        mine.filter(customer__in=touched, removed_at=None).delete()
        remove_unused(made)
    return kept


def beside(made: dict[str, list[int]], name: str, model: type[Identity | CustomerNote]) -> list[int]:
    """What was made of a kind, without what a record of the import took along when it was put together with another: that stays with it."""
    numbers = made.get(name, [])
    standing = Merging.objects.filter(source__in=made.get("customer", []), undone_at=None).values_list("kept", flat=True) if numbers else []
    carried = {number for kept in standing for number in kept.get("moved", {}).get(MOVED[model], [])}
    return [number for number in numbers if number not in carried]


def remove_free(rows: QuerySet[Any]) -> set[int]:
    """Remove rows but those to which something else holds on; returns these. What is removed alone costs no further question."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        held = held_by_others(rows.model, set(rows.values_list("pk", flat=True)))
        rows.exclude(pk__in=held).delete()
        return held
    return set()


def held_by_others(model: type[Model], numbers: set[int]) -> set[int]:
    """Which of these rows cannot go because another row protects them, whatever table it is in."""
    held: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.auto_created and getattr(relation.on_delete, "__name__", "") == "PROTECT":
            name = relation.remote_field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": numbers})
            held |= set(rows.values_list(name, flat=True))
    return held


def keep(one: Import, batch: ImportBatch, kind: str, numbers: set[int]) -> int:
    """Say which records stay."""
    reason = {
        "case": _("Case %(number)s was worked on since."), "customer": _("Customer %(number)s was worked on since."),
        "deal": _("Deal %(number)s was worked on since."),
    }[kind]  # fmt: skip
    ImportLine.objects.bulk_create([
        ImportLine(of=one, row=batch.first, line=0, outcome=Outcome.KEPT, column=kind, reason=reason % {"number": shown(number)}, number=number) for number in sorted(numbers)
    ])  # fmt: skip
    return len(numbers)


def worked_on(events_of: QuerySet[Event], name: str) -> set[int]:
    """Of whom something is told that no import did."""
    return set(events_of.exclude(kind__in=OWN).values_list(name, flat=True))


def remove_messages(one: Import, batch: ImportBatch, numbers: list[int]) -> int:
    """Take messages out of cases that stand untouched."""
    found = Message.objects.filter(pk__in=numbers)
    cases = set(found.values_list("case_id", flat=True))
    busy = worked_on(Event.objects.filter(case_id__in=cases), "case_id")
    gone = list(found.exclude(case__in=busy).values_list("pk", flat=True))
    Message.objects.filter(pk__in=gone).delete()
    search.remove(MESSAGES, gone)
    bring_in_line(cases - busy)
    own = set(numbers_in(batch.made.get("case", [])))
    return keep(one, batch, "case", busy - own)


def remove_cases(one: Import, batch: ImportBatch, numbers: list[int]) -> int:
    """Take cases out, with what is said in them, unless something was said or done since."""
    found = set(Case.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    busy = worked_on(Event.objects.filter(case_id__in=found), "case_id")
    busy |= set(Message.objects.filter(case__in=found).values_list("case_id", flat=True))  # of another import, or of the customer
    busy |= set(Case.objects.filter(merged_into__in=found).values_list("merged_into_id", flat=True))
    busy |= remove_free(Case.objects.filter(pk__in=found - busy))
    gone = sorted(found - busy)
    search.remove(CASES, gone)
    SourceKey.objects.filter(of=one, kind="case", number__in=gone).delete()
    return keep(one, batch, "case", busy)


def remove_deals(one: Import, batch: ImportBatch, numbers: list[int]) -> int:
    """Take deals out of which nothing came, and of which nothing else is told."""
    found = set(Deal.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    busy = worked_on(Event.objects.filter(subject_type="deal", subject_id__in=found), "subject_id")
    for model in (Order, Quote):
        busy |= set(model.objects.filter(deal__in=found).values_list("deal_id", flat=True))
    gone = sorted(found - busy)
    Deal.objects.filter(pk__in=gone).delete()
    search.remove(DEALS, gone)
    SourceKey.objects.filter(of=one, kind="deal", number__in=gone).delete()
    return keep(one, batch, "deal", busy)


def remove_customers(one: Import, batch: ImportBatch, numbers: list[int]) -> int:
    """Take customers out who have no case, deal or order, and of whom nothing else is told. Who was put together with somebody stays; set apart
    again, they go."""
    found = set(Customer.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    busy = worked_on(Event.objects.filter(customer_id__in=found).exclude(kind__in=TOGETHER), "customer_id")
    for model in (Case, Deal, Order):
        busy |= set(model.objects.filter(customer__in=found).values_list("customer_id", flat=True))
    merged = Merging.objects.filter(Q(source__in=found) | Q(target__in=found))
    busy |= {number for pair in merged.filter(undone_at=None).values_list("source_id", "target_id") for number in pair if number in found}
    merged.filter(Q(source__in=found - busy) | Q(target__in=found - busy), undone_at__isnull=False).delete()
    busy |= remove_free(Customer.objects.filter(pk__in=found - busy))
    gone = sorted(found - busy)
    search.remove(customer_search.INDEX, gone)
    take_keys_away(gone)
    SourceKey.objects.filter(of=one, kind="customer", number__in=gone).delete()
    return keep(one, batch, "customer", busy)


def put_back(one: Import, batch: ImportBatch, identities: list[int]) -> int:
    """Empty again what was filled in, as far as it still says what it was given; returns how many have something else by now."""
    own, kept, back, cases = set(numbers_in(batch.made.get("customer", []))), set(), [], set()
    for entry in reversed(batch.changed):
        if "contact" in entry:
            Customer.objects.filter(pk=entry["contact"], last_contact_at=entry["now"]).update(last_contact_at=entry["was"])
            continue
        take_tags_away(entry)
        is_whole = take_away(entry)
        if "case" in entry:
            cases |= set() if is_whole else {entry["case"]}
            continue
        if "organisation" in entry:
            undo_fields(Organisation.objects.filter(pk=entry["organisation"]), entry["fields"])
        elif undo_fields(Customer.objects.filter(pk=entry["customer"]), entry["fields"]) and is_whole:
            back.append(entry["customer"])
        else:
            kept.add(entry["customer"])
    mine = Identity.objects.filter(pk__in=identities).exclude(customer__in=own)
    people = {*back, *kept, *mine.values_list("customer_id", flat=True)}
    mine.delete()
    Customer.objects.filter(pk__in=people).update(version=F("version") + 1)
    customer_search.index_all(Customer.objects.filter(pk__in=people))
    return keep(one, batch, "customer", kept) + keep(one, batch, "case", cases)


def take_tags_away(entry: dict[str, Any]) -> None:
    """Take the tags away that an import gave to who or what was here."""
    for name, model in (("customer", Customer), ("organisation", Organisation), ("case", Case)):
        if name in entry and entry.get("tags"):
            model.tags.through.objects.filter(**{f"{name}_id": entry[name], "tag_id__in": entry["tags"]}).delete()


def undo_fields(rows: QuerySet[Any], fields: dict[str, list[Any]]) -> bool:
    """Give each field its old value where it still has the one that it was given; returns whether all had."""
    return all([rows.filter(**{name: now}).update(**{name: was}) for name, (was, now) in fields.items()])


def remove_unused(made: dict[str, list[int]]) -> None:
    """Organisations and tags that were made on the way, as long as nobody else uses them."""
    organisations = Organisation.objects.filter(pk__in=made.get("organisation", []), customers=None, belongings=None, files=None, former=None, merged_into=None)
    busy = Event.objects.filter(subject_type="organisation", subject_id__in=made.get("organisation", [])).exclude(kind__in=[*OWN, *TOGETHER])
    gone = list(organisations.exclude(pk__in=busy.values("subject_id")).values_list("pk", flat=True))
    OrganisationJoining.objects.filter(Q(source__in=gone) | Q(target__in=gone), undone_at__isnull=False).delete()
    remove_free(Organisation.objects.filter(pk__in=gone))
    LostReason.objects.filter(pk__in=made.get("lostreason", [])).exclude(pk__in=Deal.objects.exclude(lost_reason=None).values("lost_reason")).delete()
    Tag.objects.filter(pk__in=made.get("tag", []), customers=None, cases=None, organisations=None).delete()
