"""Customers, their addresses, and organisations."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sandali.customers.models import Customer, Identity, Organisation, Stage
from sandali.transfer.archive.sheets.columns import Column, Portion, Sheet, Words, label


def addresses_and_tags(portion: Portion, words: Words) -> tuple[dict[tuple[int, str], list[str]], dict[int, list[str]]]:
    """(customer, kind) → addresses, and customer → tags. What somebody only claims is not theirs."""
    numbers = [one.pk for one in portion]
    addresses: dict[tuple[int, str], list[str]] = defaultdict(list)
    for customer, kind, value in Identity.objects.using(words.using).filter(customer__in=numbers, claimed_by=0).values_list("customer_id", "kind", "value"):
        addresses[customer, kind].append(value)
    tags: dict[int, list[str]] = defaultdict(list)
    for customer, name in Customer.tags.through.objects.using(words.using).filter(customer__in=numbers).order_by("tag__folded").values_list("customer_id", "tag__name"):
        tags[customer].append(name)
    return addresses, tags


def customer_row(one: Customer, near: Any, words: Words) -> list[Any]:
    """A customer."""
    addresses, tags = near
    organisation = one.organisation
    return [
        one.pk, one.name, "; ".join(addresses[one.pk, "phone"]), "; ".join(addresses[one.pk, "email"]), organisation.name if organisation else "",
        one.organisation_id, one.job_title, one.city, label(Stage, one.stage), one.language, "; ".join(tags[one.pk]), *words.moment(one.created_at),
        *words.moment(one.last_contact), one.merged_into_id,
    ]  # fmt: skip


CUSTOMERS: Final = Sheet(
    "customers",
    (
        Column("Customer number in Sandali", "شماره مشتری در صندلی", "key"), Column("Full name", "نام کامل", "name"), Column("Phones", "شماره‌های تماس", "phone"),
        Column("E-mails", "نشانی‌های ایمیل", "email"), Column("Organisation", "سازمان", "organisation"),
        Column("Organisation number", "شماره سازمان", "organisation_key"), Column("Job title", "سمت", "job_title"), Column("City", "شهر", "city"),
        Column("Stage", "مرحله", "stage"), Column("Language", "زبان", "language"), Column("Tags", "برچسب‌ها", "tags"),
        Column("Since", "از تاریخ میلادی", "created_at"), Column("Since (Jalali)", "از تاریخ"),
        Column("Last contact", "آخرین تماس میلادی"), Column("Last contact (Jalali)", "آخرین تماس"),
        Column("Put together with customer", "یکی‌شده با مشتری"),
    ),
    lambda using: Customer.objects.using(using).filter(erased_at=None).select_related("organisation"), customer_row, addresses_and_tags,
)  # fmt: skip

ORGANISATIONS: Final = Sheet(
    "organisations",
    (
        Column("Organisation number in Sandali", "شماره سازمان در صندلی", "key"), Column("Name", "نام", "name"), Column("Website", "وب‌سایت", "website"),
        Column("Note", "یادداشت", "note"), Column("Since", "از تاریخ میلادی", "created_at"), Column("Since (Jalali)", "از تاریخ"),
    ),
    lambda using: Organisation.objects.using(using),
    lambda one, near, words: [one.pk, one.name, one.website, one.note, *words.moment(one.created_at)],
)  # fmt: skip

IDENTITIES: Final = Sheet(
    "identities",
    (
        Column("Number", "شماره"), Column("Customer", "شماره مشتری"), Column("Kind", "نوع"), Column("Address", "نشانی"),
        Column("As written", "آن‌گونه که نوشته شد"), Column("Only claimed", "فقط ادعا شده"), Column("Since", "از تاریخ میلادی"),
        Column("Since (Jalali)", "از تاریخ"),
    ),
    lambda using: Identity.objects.using(using),
    lambda one, near, words: [one.pk, one.customer_id, one.kind, one.value, one.shown, int(bool(one.claimed_by)), *words.moment(one.created_at)],
)  # fmt: skip
