"""What there is about organisations besides themselves: further people of theirs, notes, and one organisation written down twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Belonging(models.Model):
    """A further organisation of somebody, with what they are there. Their main one is a column of their own row (docs/decisions/0048):
    a row that names the main one too says nothing, and is read again once another is."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="belongings", db_index=False)
    organisation = models.ForeignKey("customers.Organisation", on_delete=models.CASCADE, related_name="belongings")
    role = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "organisation"], name="one_belonging_an_organisation")]


class OrganisationNote(models.Model):
    """What our people should know about an organisation."""

    organisation = models.ForeignKey("customers.Organisation", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]


class OrganisationJoining(models.Model):
    """Two organisations that are one: what went from the source, `kept` for the way back: column → numbers of rows, and tags."""

    source = models.ForeignKey("customers.Organisation", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("customers.Organisation", on_delete=models.PROTECT, related_name="joinings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kept = models.JSONField(default=dict)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="an_organisation_joins_one")]


class CustomerFile(models.Model):
    """A file about a customer or an organisation. The bytes are in the content store; the name is safe to show and to save."""

    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="files", db_index=False)
    organisation = models.ForeignKey("customers.Organisation", null=True, on_delete=models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], condition=Q(customer__isnull=False), name="files_of_customer"),
            models.Index(fields=["organisation", "-id"], condition=Q(organisation__isnull=False), name="files_of_organisation"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(customer__isnull=False) ^ Q(organisation__isnull=False), name="a_file_of_one_subject")]

    def __str__(self) -> str:
        return self.name
