"""Webhooks: addresses that are told what happens, and each event on its way there."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.history.models import Event


class Webhook(models.Model):
    """An address of somebody's program. It is told what `person` may see, from the event behind `after` on."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    kinds: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)  # of events; none is all
    secret = models.TextField(blank=True)  # encrypted, bound to this row
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    after = models.BigIntegerField()
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # one after another
    wait_until = models.DateTimeField(null=True, blank=True)  # it could not be reached: nothing is sent before
    disabled_at = models.DateTimeField(null=True, blank=True)  # by itself, as it kept failing
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A webhook's events stand on no timeline of a customer or case."""
        return {}

    def is_told(self, now: datetime) -> bool:
        """Whether something may be sent there now."""
        return self.is_active and self.removed_at is None and (self.wait_until is None or self.wait_until <= now)


class Sending(models.TextChoices):
    WAITING = "waiting", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class WebhookDelivery(models.Model):
    """One event on its way to one address. `number` and `body` stay the same however often it is tried."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")  # null: a trial
    kind = models.CharField(max_length=50)
    number = models.CharField(max_length=40, unique=True)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=Sending.choices, default=Sending.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    code = models.PositiveSmallIntegerField(null=True)  # of the last answer; null where there was none
    reason = models.CharField(max_length=40, blank=True)  # why there was none
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["webhook", "event"], condition=Q(event__isnull=False), name="an_event_once_a_webhook")]
        indexes: ClassVar = [
            models.Index(fields=["webhook", "state", "next_at", "id"], name="webhook_deliveries_due"),
            models.Index(fields=["webhook", "-id"], name="webhook_deliveries_latest"),
            models.Index(fields=["state", "ended_at"], name="webhook_deliveries_ended"),
        ]
