"""Questions about customers that somebody saved."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Segment(models.Model):
    """A question that somebody named. `asked` holds its conditions as customers/segments/questions.py reads them; who answers to it
    stands nowhere.

    Shared with a department or with everybody, it is still asked of what each reader may see. A removed one stays for its way back."""

    name = models.CharField(max_length=60)
    asked = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="segments")
    department = models.ForeignKey("company.Department", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    for_everybody = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(for_everybody=False) | Q(department__isnull=True), name="a_segment_is_for_one_audience"),
        ]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A segment belongs to no customer."""
        return {}
