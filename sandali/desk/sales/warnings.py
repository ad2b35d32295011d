"""What of a customer stands open before we sell to them: complaints that are not settled, and promises that we broke.

Sales know no cases, and cases no sales: here, in the desk, one is laid beside the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Kind, State
from sandali.customers.contact import wishes_of
from sandali.customers.models import Customer
from sandali.desk.sentences import isolated
from sandali.desk.wishes.words import pieces_of
from sandali.kit.components.pieces import number
from sandali.resolution.models import Promised
from sandali.resolution.promises.queries import promises_to

MOST: Final = 5
SETTLED: Final = (State.CONFIRMED, State.LAPSED)  # what we call answered is not settled: the customer has not said so


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing to know first, and where it stands."""

    words: str
    url: str
    tone: str


def open_complaints(person: Any, customer: int) -> list[Case]:
    """A customer's complaints that are not settled, as far as the person sees them."""
    found = cases_for(person).filter(customer=customer, kind=Kind.COMPLAINT, aside="").exclude(state__in=SETTLED)
    return list(found.only("subject", "state").order_by("-last_message_at", "-pk")[:MOST])


def warnings_of(person: Any, customer: int) -> list[Warning]:
    """What stands between us and the customer, the heaviest first."""
    said = _("A promise to them was broken, in case %(number)s: %(what)s")
    broken = [
        Warning(said % {"number": number(one.case), "what": isolated(one.what)}, reverse("case", args=[one.case]), "bad")
        for one in promises_to(customer, person) if one.state == Promised.BROKEN
    ]  # fmt: skip
    said = _("A complaint of theirs is open, case %(number)s: %(subject)s")
    complaints = [
        Warning(said % {"number": number(case.pk), "subject": isolated(case.subject or _("No subject"))}, reverse("case", args=[case.pk]), "warn")
        for case in open_complaints(person, customer)
    ]  # fmt: skip
    return [*broken[:MOST], *complaints]


def before_selling(person: Any, customer: Customer) -> dict[str, Any]:
    """Context of desk/sales/first.html: what to know of somebody before one sells to them."""
    wishes = wishes_of(customer)
    return {"warnings": warnings_of(person, customer.pk), "taste": list(pieces_of(wishes)) if wishes is not None else []}
