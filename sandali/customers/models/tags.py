"""What became of a tag for everybody: another name, put together with another one, or taken away."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class TagChange(models.Model):
    """One change, with what takes it back. `kept` is null where too much carried the tag to be written down."""

    class Way(models.TextChoices):
        RENAME = "rename"
        MERGE = "merge"
        REMOVE = "remove"

    way = models.CharField(max_length=6, choices=Way.choices)
    tag = models.BigIntegerField()  # its number, which it gets back
    name = models.CharField(max_length=40)  # as it was called
    into = models.ForeignKey("customers.Tag", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    kept = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def timelines(self) -> dict[str, int | None]:
        """A tag belongs to no customer."""
        return {}
