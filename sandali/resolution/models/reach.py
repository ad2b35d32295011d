"""How far a customer's word may reach: what the company assumes, and what we know of one customer's audience."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sandali.cases.models import Case
from sandali.customers.models import Customer


class ReachAssumptions(models.Model):
    """What the company assumes. One row, made when somebody changes it; the fields' defaults hold until then."""

    happy = models.PositiveIntegerField(default=8)  # people told by somebody who is happy
    unhappy = models.PositiveIntegerField(default=21)  # … by somebody who is not
    networks = models.PositiveIntegerField(default=1293)  # reached through a network
    web = models.PositiveIntegerField(default=6000)  # readers on the web
    threshold = models.PositiveIntegerField(default=1000)  # from here on a complaint's priority rises
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_reach_assumptions")]

    def __str__(self) -> str:
        return f"{self.happy} {self.unhappy} {self.networks} {self.web}"


class Audience(models.Model):
    """How many follow a customer, as somebody of ours saw it, and where."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="audience")
    followers = models.PositiveIntegerField()
    where = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.followers}"

    def timelines(self) -> dict[str, int | None]:
        """It shows on the customer."""
        return {"customer_id": self.customer_id}


class PriorityRise(models.Model):
    """A case's priority rose by its estimated reach: once, and never against a person's own choice."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    estimate = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id} {self.estimate}"

    def timelines(self) -> dict[str, int | None]:
        """Its reason stands on the case."""
        return self.case.timelines()
