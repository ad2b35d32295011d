"""Service standards and their clocks: whom we answer how soon, and how far each case is from it."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Kind, Priority
from sandali.channels.models import Channel
from sandali.company.models import Department
from sandali.customers.models import Customer, Organisation


class Target(models.TextChoices):
    """What a standard sets a time for."""

    FIRST = "first", _("First reply")
    NEXT = "next", _("Next reply")
    ANSWER = "answer", _("Answer")
    CONFIRM = "confirm", _("Confirmation")


class Outcome(models.TextChoices):
    """What became of a clock; empty while it runs."""

    MET = "met", _("Kept")
    MISSED = "missed", _("Missed")
    ENDED = "ended", _("Counts no longer")  # merged, spam, silent, or no standard says anything any more


class Standard(models.Model):
    """By when customers have our word, in working minutes. Conditions that are empty fit everything; a target that is empty is left
    to a standard that says less of a case."""

    name = models.CharField(max_length=80)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, null=True, blank=True)
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.PositiveIntegerField(null=True, blank=True)
    next = models.PositiveIntegerField(null=True, blank=True)
    answer = models.PositiveIntegerField(null=True, blank=True)
    confirm = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True)  # clocks that ran by it name it still
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    """One target of one case, running or over. Times are UTC, `minutes` are working ones.

    While the customer has the turn it stands still: its last pause has no end, and it has no `due_at` then."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    target = models.CharField(max_length=7, choices=Target.choices)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    minutes = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    pauses = models.JSONField(default=list)  # [[begins, ends or null], …] as ISO times
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    left = models.DurationField(default=timedelta)  # the working time that is left while it stands still
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    # How far it was told of: 0 nothing, 1 the warning, 2 that it is late, 3 the leads, 4 the managers; and when it is looked at next.
    told = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "target", "began_at"], name="clocks_of_case"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="clocks_due_next"),
            models.Index(fields=["due_at", "outcome"], condition=Q(due_at__isnull=False), name="clocks_by_due"),
            models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="clocks_running"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")), name="a_clock_ends_once"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(next_at__isnull=True), name="nothing_follows_the_end"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.target} {self.due_at}"


class Excuse(models.Model):
    """Why a standard was not kept, in somebody's words. The miss still counts; the reason stands beside it."""

    clock = models.OneToOneField(Clock, on_delete=models.CASCADE, related_name="excuse")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class ClockRules(models.Model):
    """Who hears of what is late, and when. One row, made when somebody changes it; the fields' defaults hold until then."""

    leads_after = models.PositiveIntegerField(default=60)  # working minutes after the owner was told; 0: they are not told
    managers_after = models.PositiveIntegerField(default=240)  # after the leads were
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_clock_rules")]
