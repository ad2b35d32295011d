"""What is known for an estimate, and what is at stake with a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, Subquery

from sandali.cases.access import cases_for
from sandali.cases.models import Case, State
from sandali.customers.models import Customer
from sandali.kit.prepared import Prepared
from sandali.resolution.models import ReachAssumptions
from sandali.resolution.reach.estimate import UNHAPPY, Assumptions, Estimate, estimate, mood_of

ASSUMED: Final = ("happy", "unhappy", "networks", "web", "threshold")
_assumed = Prepared(lambda: ReachAssumptions.objects.filter(pk=1).values_list(*ASSUMED))


def assumptions() -> Assumptions:
    """What the company assumes."""
    found = _assumed()
    return Assumptions(*found[0]) if found else Assumptions()


@dataclass(frozen=True, slots=True)
class Voiced:
    """What a case page shows of public matters and reach: one prepared query. Without a matter its fields are None."""

    kind: str
    matter: int | None
    where: str | None
    link: str | None
    at: datetime | None
    by: str | None
    answered_at: datetime | None
    thanked_at: datetime | None
    due_at: datetime | None
    removed_at: datetime | None
    plan: str | None
    steps: str | None
    who: str | None
    followers: int | None
    colleagues: int | None

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.matter is not None and self.removed_at is None

    def estimate(self, assumed: Assumptions) -> Estimate:
        """How many may hear of it."""
        mood = mood_of(self.kind, self.is_public)
        place = (self.where or "") if self.is_public else ""
        return estimate(mood, assumed, public=place, followers=self.followers, colleagues=max((self.colleagues or 0) - 1, 0))


# The customer among them; asked along the index of the organisation, and of a case without one not at all.
_others = Customer.objects.filter(organisation=OuterRef("customer__organisation")).order_by().values("organisation").annotate(count=Count("pk")).values("count")
_of_matter = ("pk", "where", "link", "at", "by__name", "answered_at", "thanked_at", "due_at", "removed_at", "plan__name", "plan__steps", "plan__who")
_voiced = Prepared(
    lambda case: Case.objects.filter(pk=case)
    .annotate(colleagues=Subquery(_others))
    .values_list("kind", *(f"public_matter__{name}" for name in _of_matter), "customer__audience__followers", "colleagues")
)


def voiced(case: Case) -> Voiced:
    """What is public about a case, and what is known of how far its customer's word reaches."""
    [row] = _voiced(case.pk)
    return Voiced(*row)


_audience = Prepared(
    lambda customer: Customer.objects.filter(pk=customer)
    .annotate(others=Subquery(Customer.objects.filter(organisation=OuterRef("organisation")).order_by().values("organisation").annotate(count=Count("pk")).values("count")))
    .values_list("audience__followers", "others")
)


def customer_estimate(customer: int) -> Estimate:
    """How many would hear of it if this customer were unhappy, by what we know of them."""
    [(followers, others)] = _audience(customer)
    return estimate(UNHAPPY, assumptions(), followers=followers, colleagues=max((others or 0) - 1, 0))


@dataclass(frozen=True, slots=True)
class Stake:
    """What we know of a customer, as far as the reader may see: since when, how many matters, how many of them confirmed."""

    since: datetime
    matters: int
    confirmed: int
    organisation: str


def at_stake(customer: Customer, person: Any) -> Stake:
    """What is at stake with a customer: their history with us. There is no money in it that nobody has counted."""
    seen = cases_for(person).filter(customer=customer, aside="").order_by()
    found = seen.aggregate(matters=Count("pk"), confirmed=Count("pk", filter=Q(state=State.CONFIRMED)))
    return Stake(customer.created_at, found["matters"], found["confirmed"], str(customer.organisation or ""))
