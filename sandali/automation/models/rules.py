"""Rules, and what each of them did."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case


class Rule(models.Model):
    """When something happens to a case that is like this, these are done to it, within what its owner may handle.

    `conditions` and `acts` are read by allow-lists (rules/asking.py, rules/doing.py). `amount` are working hours or days, where the
    trigger is a time. Removed rules stay, as what they did stays."""

    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    trigger = models.CharField(max_length=20)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    conditions = models.JSONField(default=dict)
    acts = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    paused_at = models.DateTimeField(null=True)  # it failed too often, and waits for somebody to look at it
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A rule belongs to no case."""
        return {}


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    SAME = "same", _("Nothing to change")
    HELD = "held", _("Held back")
    FAILED = "failed", _("Failed")


class RuleRun(models.Model):
    """What a rule did to a case: once for an event, or (where time is what sets it off) once for a stretch that began at `since`.

    `did`: [{"act": …, "to": …, "was": …}] in the order in which it was done."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="runs")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    event_number = models.BigIntegerField(null=True)
    since = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    did = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "event_number"], condition=Q(event_number__isnull=False), name="a_rule_runs_once_an_event"),
            models.UniqueConstraint(fields=["rule", "case", "since"], condition=Q(since__isnull=False), name="a_rule_runs_once_a_stretch"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["rule", "-id"], name="runs_of_rule"),
            models.Index(fields=["case", "at"], name="runs_of_case"),
        ]
