"""What was counted on which day, what the company calls a fault, and looks through everything."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Count(models.Model):
    """What a check found on a day of the company: `faulty` records of `total`. `days` is the limit that held then; figures of two
    limits are never compared."""

    check_code = models.CharField(max_length=30)
    day = models.DateField()
    faulty = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_code", "day"], name="one_count_a_day"),
            models.CheckConstraint(condition=Q(faulty__lte=F("total")), name="never_more_at_fault_than_there_are"),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="health_counts_by_day")]


class CheckRules(models.Model):
    """What the company calls a fault: one row. `off` are codes of checks that are not made, `days` the limits that it changed."""

    off: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    days: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    told_on = models.DateField(null=True)  # when somebody was last told that it got worse, or would have been
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_check_rules")]

    def timelines(self) -> dict[str, int | None]:
        """Rules stand on nobody's timeline."""
        return {}


class Look(models.Model):
    """One look through all records, for one day; by somebody, or by night. Of two that run there is only ever one."""

    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    running = models.BooleanField(null=True, default=True)  # true, or nothing once it has ended

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["running"], name="one_look_at_a_time")]
        indexes: ClassVar = [models.Index(fields=["-ended_at"], name="health_looks_ended")]

    def timelines(self) -> dict[str, int | None]:
        """A look stands on nobody's timeline."""
        return {}
