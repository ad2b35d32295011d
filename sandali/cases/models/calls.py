"""Calls: each once, by its telephone system's own name, however often and in whatever order it is told of."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models.case import Case
from sandali.cases.models.message import Message
from sandali.channels.models import Channel
from sandali.customers.models import Customer


class CallState(models.IntegerChoices):
    """How far a call is; it never goes back."""

    PLACED = 0, _("Being placed")
    RINGING = 1, _("Rings")
    TALKING = 2, _("In progress")
    OVER = 3, _("Ended")


class Outcome(models.TextChoices):
    """What came of a call."""

    MISSED = "missed", _("Missed call")
    TALKED = "talked", _("Phone call")
    TRIED = "tried", _("Not reached")


class Call(models.Model):
    """One call. `number` is the other side's: E.164, as told where it is none, "" where it is withheld.

    `outcome` is what was written down of it ("" for nothing yet), `message` where; a call with nobody known stands in the log alone."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    call_id = models.CharField(max_length=80)
    way = models.CharField(max_length=3, blank=True)  # adapter.Way
    number = models.CharField(max_length=40, blank=True)
    state = models.PositiveSmallIntegerField(choices=CallState.choices, default=CallState.RINGING)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="calls")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)  # from where it was placed
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="call")
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # None also where its end was never told
    heard_at = models.DateTimeField(default=timezone.now)  # when we were told of it last
    extensions = models.JSONField(default=list)  # those that rang
    answered_by = models.CharField(max_length=20, blank=True)  # the extension
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # who talked, or called out
    recording = models.CharField(max_length=500, blank=True)
    put_away_by = models.JSONField(default=list)  # who does not want it on their screen any more

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "heard_at"], condition=Q(state__lt=3), name="calls_going_on"),
            models.Index(fields=["-began_at", "-id"], name="calls_latest"),
            models.Index(fields=["outcome", "-began_at", "-id"], name="calls_by_outcome"),
            models.Index(fields=["person", "-began_at", "-id"], name="calls_of_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "call_id"], name="a_call_once_a_channel"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="a_call_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.call_id

    def timelines(self) -> dict[str, int | None]:
        """A call that goes on stands on no timeline; the message that is made of it does."""
        return {}
