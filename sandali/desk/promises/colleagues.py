"""To whom a promise can be handed."""

from __future__ import annotations

from sandali.cases.access import who_sees
from sandali.cases.models import Case
from sandali.company.queries import people_who_may


def who_could_have(case: Case, owner: int) -> list[tuple[int, str]]:
    """(id, name) of the colleagues who see the case and answer customers, without whose it is."""
    return [(one.pk, one.name) for one in who_sees(case, people_who_may("answer_cases")) if one.pk != owner]
