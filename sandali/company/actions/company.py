"""The company itself: its set-up and its settings."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.company.actions.hours import keep_past_week, set_usual_hours
from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.actions.people import name_of
from sandali.company.events import COMPANY_CHANGED, COMPANY_SET_UP
from sandali.company.models import Company, Department, Membership, Person, Weekend
from sandali.company.permissions import Role
from sandali.company.queries import COMPANY_SETTINGS, company_stamp
from sandali.history.events import record


class AlreadySetUp(Exception):
    """The first-run set-up was asked for although a company stands."""


@transaction.atomic
def set_up_company(
    *,
    name: str,
    language: str,
    zone: str,
    weekend: str,
    person_name: str,
    email: str,
    password: str,
    department: str,
    country: str = "IR",
) -> Person:
    """Make the company, its first department, usual hours, and the first account, an administrator.

    Raises AlreadySetUp when there is a company (RELIABILITY I14)."""
    company = make_company(name=name, language=language, zone=zone, weekend=weekend, country=country)
    set_usual_hours(weekend)
    first = Department.objects.create(name=department)
    person = Person(email=email.lower(), name=name_of(person_name, email), role=Role.ADMIN)
    person.set_password(password)
    person.save()
    Membership.objects.create(person=person, department=first)
    record(COMPANY_SET_UP, company, by=person)
    return person


def make_company(*, name: str, language: str, zone: str, weekend: str, country: str) -> Company:
    """The one row. Raises AlreadySetUp when it stands, also when two set-ups race for it."""
    if Company.objects.exists() or Person.objects.exists():
        raise AlreadySetUp
    try:
        with transaction.atomic():
            return Company.objects.create(
                pk=1,
                name=name,
                language=language,
                zone=zone,
                weekend=weekend,
                country=country,
                calendar="jalali" if language == "fa" else "gregorian",
                week_start=5 if weekend != Weekend.SATURDAY_SUNDAY else 0,
                currency="IRR" if country == "IR" else "USD",
                set_up_at=timezone.now(),
            )
    except IntegrityError as raced:
        raise AlreadySetUp from raced


@transaction.atomic
def change_company(company: Company, *, by: Person, was: str | None = None, **settings: Any) -> Company:
    """Change how the company works. `was` is queries.company_stamp of the form. Raises Overtaken, and ValueError for what
    is not a setting."""
    if not COMPANY_SETTINGS.issuperset(settings):
        raise ValueError("not a setting of the company: " + ", ".join(sorted(settings.keys() - COMPANY_SETTINGS)))
    current = Company.objects.select_for_update().get(pk=company.pk)
    refuse_overtaken(was, company_stamp(current), current)
    changed = [name for name, value in settings.items() if getattr(current, name) != value]
    if not changed:
        return current
    if "zone" in changed:
        keep_past_week(current.zone)
    for name in changed:
        setattr(current, name, settings[name])
    current.save(update_fields=changed)
    record(COMPANY_CHANGED, current, by=by, changed=sorted(changed))
    return current
