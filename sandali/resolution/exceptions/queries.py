"""Reads of policies and situations for their pages and for the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.company.queries import people_who_may
from sandali.history.models import Event
from sandali.resolution.models import Policy, PolicyException, Proposal, Situation


def policies_in_use(case: Case | None = None) -> QuerySet[Policy]:
    """Policies that hold, those of the case's department and of everybody."""
    found = Policy.objects.filter(is_active=True)
    return found.filter(Q(department=None) | Q(department=case.department_id)) if case is not None else found


def all_policies() -> list[Policy]:
    """Every policy with `made`, the number of exceptions that stand; those in use first."""
    made = Count("exceptions", filter=Q(exceptions__undone_at=None))
    return list(Policy.objects.annotate(made=made).select_related("owner", "department").order_by("-is_active", "name"))


def open_proposals() -> list[Proposal]:
    """Policies whose owners are asked whether they should change."""
    return list(Proposal.objects.filter(answered_at=None).select_related("policy__owner").order_by("at"))


def behind(policy: Policy, person: Any, *, after: tuple[datetime, int] | None = None, most: int = 50) -> list[PolicyException]:
    """A page of the exceptions to a policy on cases that the person may see, the latest first; `after` is (at, id) of the last one seen."""
    found = PolicyException.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id"))), policy=policy, undone_at=None)
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    return list(found.select_related("case__customer", "by", "situation").order_by("-at", "-pk")[:most])


def all_situations() -> list[Situation]:
    """Every situation with `cases`, the number of cases that it affects."""
    return list(Situation.objects.annotate(cases=Count("affected", distinct=True)).prefetch_related("policies"))


def may_answer_proposal(person: Any, policy: Policy) -> bool:
    """Whether the person decides what becomes of a policy: its owner, and who keeps policies."""
    return policy.owner_id == person.pk or may(person, "manage_policies")


def owner_of_policy(event: Event) -> list[int]:
    """Who is told that exceptions to a policy recur: its owner, else everybody who keeps policies."""
    owner = Policy.objects.filter(pk=event.subject_id, owner__is_active=True).values_list("owner", flat=True).first()
    return [owner] if owner is not None else [one.pk for one in people_who_may("manage_policies")]
