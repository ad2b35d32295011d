"""The only way to fetch macros on somebody's behalf: their own, their departments', everybody's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sandali.automation.models import Macro
from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import department_ids


def macros_for(person: Any) -> QuerySet[Macro]:
    """The macros that a person has, by name. Whoever left a department has its macros no more."""
    own = Q(owner=person, department=None, for_everybody=False)
    return Macro.objects.filter(own | Q(department__in=department_ids(person)) | Q(for_everybody=True), removed_at=None)


def may_change(person: Any, macro: Macro) -> bool:
    """Whose a macro is may change it, and a shared one whoever may share with everybody; everybody's is theirs alone."""
    return may(person, "share_views") if macro.for_everybody else macro.owner_id == person.pk or may(person, "share_views")


def access_macro(person: Any, number: int, *, to: str = "use") -> Macro:
    """One macro, to "use" or to "change". Raises Macro.DoesNotExist, NotAllowed."""
    macro = macros_for(person).select_related("department", "owner").get(pk=number)
    if to == "change" and not may_change(person, macro):
        raise NotAllowed
    return macro
