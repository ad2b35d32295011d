"""Every write about how a customer wants to be reached. `by` is None where they say so themselves, on their own page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.company.actions.overtaken import Overtaken, refuse_overtaken
from sandali.customers import events
from sandali.customers.contact import Rules, contact_rules
from sandali.customers.models import (
    AgainstWish,
    Consent,
    ContactRules,
    Customer,
    Given,
    Identity,
    Purpose,
    Wishes,
)
from sandali.history.events import record
from sandali.kit.signed_links import make_link
from sandali.kit.text import clean, isolate

PAGE: Final = "wishes"  # the purpose of the link to a customer's own page
PAGE_LASTS: Final = timedelta(days=180)
FIELDS: Final = ("way", "identity", "called", "language", "days", "hours_from", "hours_until", "zone", "never", "never_words", "likes")
MOST: Final = 1000  # messages, or days, of the ceiling
TEXTS: Final = {"called": 120, "never_words": 300, "likes": 300}


def page_of(customer: Customer) -> str:
    """The address of a customer's own page, for what we write to them and for nobody else."""
    return make_link(PAGE, customer.pk, lasts=PAGE_LASTS)


@transaction.atomic
def keep_wishes(customer: Customer, *, by: Any, version: int, **fields: Any) -> Wishes:
    """Write down how a customer wants to be reached; `version` is the one that the writer saw, 0 where there was none.

    Raises Overtaken with the row as it stands, ValueError for hours with one end and for an address of somebody else."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"no wishes: {sorted(unknown)}")
    if (fields.get("hours_from") is None) != (fields.get("hours_until") is None) and {"hours_from", "hours_until"} & fields.keys():
        raise ValueError("hours have both ends, or none")
    identity: Identity | None = fields.get("identity")
    if identity is not None and identity.customer_id != customer.pk:
        raise ValueError("the address is somebody else's")
    for name, most in TEXTS.items():
        if name in fields:
            fields[name] = isolate(clean(fields[name])).strip()[:most]
    Customer.objects.select_for_update().filter(pk=customer.pk).first()  # of two who write the first wishes at once, one waits
    row = Wishes.objects.filter(customer=customer).first()
    if (row.version if row is not None else 0) != version:
        raise Overtaken(row)
    row = row or Wishes(customer=customer, version=0)
    if "way" in fields and "identity" not in fields and fields["way"] != row.way:
        fields["identity"] = None  # the address was one of another way
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.changed_by = version + 1, timezone.now(), by
    row.save()
    spoke(customer, language=row.language)
    record(events.WISHES_CHANGED if by is not None else events.WISHES_CHANGED_BY_CUSTOMER, row, by=by, fields=changed)
    return row


def spoke(customer: Customer, *, language: str = "") -> None:
    """Somebody who said how they want to be reached is asked for from now on; a language they chose holds at once."""
    changed: dict[str, Any] = {"has_wishes": True} | ({"language": language} if language else {})
    Customer.objects.filter(pk=customer.pk).update(**changed)
    for name, value in changed.items():
        setattr(customer, name, value)


@transaction.atomic
def say_consent(
    customer: Customer, purpose: str, *, is_given: bool, how: str, by: Any, way: str = "", words: str = "", case: int | None = None,
    message: int | None = None, at: datetime | None = None,
) -> Consent:  # fmt: skip
    """Write down a customer's word for or against a purpose, with its proof. Earlier words stay; the same word again is another one.

    Raises ValueError for no purpose of ours, and for what one of us says without saying how they know."""
    if purpose not in Purpose.values or how not in Given.values:
        raise ValueError(f"no purpose or no way of saying it: {purpose!r}, {how!r}")
    words = clean(words).strip()[:500]
    if how != Given.PAGE and (by is None or not (words or message)):
        raise ValueError("a word of a customer's needs who heard it, and their words or their message")
    row = Consent.objects.create(
        customer=customer, purpose=purpose, way=way, is_given=is_given, how=how, words=words, case=case, message=message, by=by, at=at or timezone.now()
    )
    spoke(customer)
    kind = events.CONSENT_GIVEN if is_given else events.CONSENT_WITHDRAWN
    record(kind, row, by=by, at=row.at, purpose=purpose, way=way)
    return row


@transaction.atomic
def note_against(customer: Customer, what: tuple[str, ...], *, way: str, reason: str, by: Any, case: int, message: int | None) -> AgainstWish:
    """Somebody goes against a wish, and says why; it is told on the timelines and counted. Raises ValueError without a reason."""
    reason = clean(reason).strip()[:300]
    if not reason:
        raise ValueError("against a wish only with a reason")
    row = AgainstWish.objects.create(customer=customer, case=case, message=message, what=list(what), way=way, reason=reason, by=by)
    record(events.WISH_OVERRULED, row, by=by, reason=reason, what=list(what), way=way)
    return row


def rules_version() -> int:
    """How often the company's rules were changed: a form carries it."""
    return ContactRules.objects.filter(pk=1).values_list("version", flat=True).first() or 0


@transaction.atomic
def change_contact_rules(rules: Rules, *, by: Any, was: str | None = None) -> None:
    """Reach customers by these rules from now on. Raises Overtaken, ValueError for what are no rules."""
    known = set(rules.asks_first) <= set(Purpose.values)
    if not (1 <= rules.most <= MOST and 1 <= rules.days <= MOST) or (rules.quiet_from is None) != (rules.quiet_until is None) or not known:
        raise ValueError("the ceiling is one message at least, and quiet hours have both ends or none")
    row = ContactRules.objects.select_for_update().filter(pk=1).first()
    refuse_overtaken(was, str(row.version if row is not None else 0), contact_rules())
    fields = {"quiet_from": rules.quiet_from, "quiet_until": rules.quiet_until, "most": rules.most, "days": rules.days, "asks_first": list(rules.asks_first)}
    row, made = ContactRules.objects.get_or_create(pk=1, defaults=fields)
    if not made:
        ContactRules.objects.filter(pk=1).update(**fields, version=F("version") + 1)
    record(events.CONTACT_RULES_CHANGED, row, by=by)
