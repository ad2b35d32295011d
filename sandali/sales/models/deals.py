"""Deals: what may be sold, how far it is, and why it was lost."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from sandali.kit.money import MOST


class Pipeline(models.Model):
    """A way that deals go, with its stages in their order. An archived one takes no new deals."""

    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """Pipelines stand on no customer's timeline."""
        return {}


class PipelineStage(models.Model):
    """A stage of a pipeline. `probability` is in percent: how many of the deals that stand here are won, as the company reckons."""

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    probability = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability_is_percent")]

    def __str__(self) -> str:
        return self.name


class LostReason(models.Model):
    """Why deals are lost, in the company's words."""

    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class DealState(models.TextChoices):
    OPEN = "open", pgettext_lazy("a deal", "Open")
    WON = "won", pgettext_lazy("a deal", "Won")
    LOST = "lost", pgettext_lazy("a deal", "Lost")


class Deal(models.Model):
    """Something that a customer may buy. `amount` in minor units; `probability` (percent) is the owner's own word over the stage's.

    `case` is the number of the case out of which it came. `next_at` is when its owner is told of the next step, null once told."""

    title = models.CharField(max_length=160)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="deals")
    department = models.ForeignKey("company.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.BigIntegerField(null=True, blank=True, db_index=True)
    stage = models.ForeignKey(PipelineStage, on_delete=models.PROTECT, related_name="deals")
    state = models.CharField(max_length=4, choices=DealState.choices, default=DealState.OPEN)
    state_at = models.DateTimeField(default=timezone.now)
    stage_at = models.DateTimeField(default=timezone.now)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    probability = models.PositiveSmallIntegerField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    lost_reason = models.ForeignKey(LostReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lost_words = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["stage", "-stage_at", "-id"], name="deals_in_stage", condition=Q(state="open")),
            models.Index(fields=["state", "-state_at", "-id"], name="deals_by_state"),
            models.Index(fields=["customer", "-state_at", "-id"], name="deals_of_customer"),
            models.Index(fields=["expected_on"], name="deals_expected", condition=Q(state="open")),
            models.Index(fields=["next_at"], name="deals_to_remind", condition=Q(next_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DealState.values), name="deal_has_a_state"),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=MOST), name="deal_amount_is_sound"),
            models.CheckConstraint(condition=Q(probability__isnull=True) | Q(probability__lte=100), name="deal_probability_is_percent"),
            models.CheckConstraint(condition=~Q(state="lost") | Q(lost_reason__isnull=False), name="lost_deal_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def timelines(self) -> dict[str, int | None]:
        """A deal stands on its customer's timeline."""
        return {"customer_id": self.customer_id}

    @property
    def chance(self) -> int:
        """How probable it is, in percent: won and lost ones are certain."""
        if self.state != DealState.OPEN:
            return 100 if self.state == DealState.WON else 0
        return self.probability if self.probability is not None else self.stage.probability


class DealMove(models.Model):
    """Where a deal stood and where it went, who moved it and when."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="moves")
    before = models.ForeignKey(PipelineStage, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(PipelineStage, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=4, choices=DealState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def timelines(self) -> dict[str, int | None]:
        """That a deal was opened stands on the case out of which it came, too."""
        return {"case_id": self.deal.case}
