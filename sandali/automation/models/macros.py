"""Macros: several acts under one name, which a person does to a case with a press."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from sandali.company.models import Department


class Macro(models.Model):
    """What its user does in one go, with the user's own rights: the acts of rules, then a state and a text for the composer.

    Its owner's, unless it is shared with a department or with everybody. Removed ones stay, and stand in no list."""

    name = models.CharField(max_length=80)
    acts = models.JSONField(default=dict)  # as Rule.acts
    state = models.CharField(max_length=9, blank=True)  # of cases.models.BY_HAND but snoozed, which is an act
    text = models.TextField(blank=True)  # begins an answer, which is edited and sent by whoever used it
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    for_everybody = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A macro belongs to no case."""
        return {}
