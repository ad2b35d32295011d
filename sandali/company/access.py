"""The only way to fetch people, departments and invitations on somebody's behalf."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.company.models import ApiToken, Department, Invitation, Person, SpecialDay
from sandali.company.permissions import NotAllowed, may


def refuse_unless(person: Any, right: str) -> None:
    """Raises NotAllowed."""
    if not may(person, right):
        raise NotAllowed


def access_person(by: Any, number: int) -> Person:
    """One of us, to manage. Raises Person.DoesNotExist, NotAllowed."""
    refuse_unless(by, "manage_people")
    return Person.objects.prefetch_related("departments").get(pk=number)


def access_department(by: Any, number: int) -> Department:
    """A department, to manage. Raises Department.DoesNotExist, NotAllowed."""
    refuse_unless(by, "manage_people")
    return Department.objects.get(pk=number)


def access_invitation(by: Any, number: int) -> Invitation:
    """An invitation that nobody has used or withdrawn. Raises Invitation.DoesNotExist, NotAllowed."""
    refuse_unless(by, "manage_people")
    return Invitation.objects.get(pk=number, used_at=None, withdrawn_at=None)


def access_special_day(by: Any, number: int) -> SpecialDay:
    """A day with hours of its own. Raises SpecialDay.DoesNotExist, NotAllowed."""
    refuse_unless(by, "manage_company")
    return SpecialDay.objects.get(pk=number)


def api_tokens_for(by: Any) -> QuerySet[ApiToken]:
    """The API tokens that somebody may end: their own; everybody's for who manages people."""
    tokens = ApiToken.objects.select_related("person", "revoked_by").order_by("-pk")
    return tokens if may(by, "manage_people") else tokens.filter(person=by)


def access_api_token(by: Any, number: int) -> ApiToken:
    """One API token, to end it. Raises ApiToken.DoesNotExist."""
    return api_tokens_for(by).get(pk=number)
