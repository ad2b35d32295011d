"""Deciding what people may give, and how questions are answered: the settings page's one write."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.models import Company, Person
from sandali.company.queries import stamp
from sandali.history.events import record
from sandali.resolution.models import Allowance, AuthorityRules
from sandali.resolution.remedies.allowances import Limits, authority_rules, currency_now
from sandali.resolution.remedies.events import ALLOWANCES_CHANGED

RULES = ("answer_within", "recurring", "recurring_days")


def authority_stamp() -> str:
    """How the allowances and the rules stand."""
    rules = authority_rules()
    rows = Allowance.objects.order_by("role", "person_id").values_list("role", "person_id", "per_case", "per_month", "currency")
    return stamp(list(rows), [getattr(rules, name) for name in RULES], currency_now())


@transaction.atomic
def change_authority(
    *, by: Any, roles: dict[str, Limits], people: dict[int, Limits], rules: dict[str, int], was: str | None = None
) -> None:
    """What each role, and each person with limits of their own, may give from now on. Who is left out follows their role.

    Raises Overtaken when somebody else changed it since `was`."""
    company = Company.objects.select_for_update().filter(pk=1).get()
    refuse_overtaken(was, authority_stamp(), company)
    currency = currency_now()
    Allowance.objects.all().delete()
    rows = [Allowance(role=role, per_case=one.per_case, per_month=one.per_month, currency=currency) for role, one in roles.items()]
    known = Person.objects.filter(pk__in=people).values_list("pk", flat=True)
    rows += [Allowance(person_id=number, per_case=people[number].per_case, per_month=people[number].per_month, currency=currency) for number in known]
    Allowance.objects.bulk_create(rows)
    AuthorityRules.objects.update_or_create(pk=1, defaults={name: rules[name] for name in RULES})
    record(ALLOWANCES_CHANGED, company, by=by)
