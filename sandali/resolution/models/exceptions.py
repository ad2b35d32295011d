"""Policies by name, exceptions to them, and situations that relax them for everybody affected."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.models import Department
from sandali.resolution.models.remedies import Remedy


class Policy(models.Model):
    """A rule of the house under its name, so that an exception to it can be seen."""

    name = models.CharField(max_length=120, unique=True)
    says = models.TextField(blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Situation(models.Model):
    """Something that happened to many at once (a fire, a flood, a delivery centre that failed), in which named policies are relaxed.

    `affects` is a filter of cases (exceptions/affected.py) with a city and chosen cases beside it."""

    name = models.CharField(max_length=120)
    what = models.TextField(blank=True)
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)  # open until somebody ends it
    policies: models.ManyToManyField = models.ManyToManyField(Policy, blank=True, related_name="situations")
    affects = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-begins_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")), name="a_situation_ends_after_it_begins")
        ]
        indexes: ClassVar = [models.Index(fields=["begins_at", "ends_at"], name="situations_running")]

    def __str__(self) -> str:
        return self.name

    def is_running(self, now: datetime) -> bool:
        """Whether it has begun and is not over."""
        return self.begins_at <= now and (self.ends_at is None or now < self.ends_at)


class Affected(models.Model):
    """A case that a situation affects. Written when it is found, so that the case page asks for one row and no filter."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="affected")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "situation"], name="affected_once")]


class PolicyException(models.Model):
    """On this case a policy did not hold, and why. During a situation that relaxes the policy the situation is the reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="policy_exceptions")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="exceptions")
    remedy = models.OneToOneField(Remedy, on_delete=models.PROTECT, related_name="policy_exception")
    situation = models.ForeignKey(Situation, null=True, on_delete=models.PROTECT, related_name="exceptions")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["policy", "at"], name="exceptions_of_policy")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason="") | Q(situation__isnull=False), name="an_exception_has_a_reason"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """It stands on its case."""
        return self.remedy.timelines()


class Proposal(models.Model):
    """Exceptions to a policy recur: its owner is asked whether it should change. One is open at a time."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="proposals")
    count = models.PositiveIntegerField()
    since = models.DateTimeField()  # exceptions from here on are behind it
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_changed = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["policy"], condition=Q(answered_at__isnull=True), name="one_open_proposal")]
