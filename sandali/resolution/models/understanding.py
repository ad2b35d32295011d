"""What a matter means to the customer, in our words and by theirs; and how they feel about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message, Mood


class Heard(models.TextChoices):
    """What the customer said to an understanding that was put to them."""

    OPEN = "open", _("Put to the customer")
    RIGHT = "right", _("The customer says that it is right")
    CORRECTED = "corrected", _("The customer corrected it")
    WITHDRAWN = "withdrawn", _("Taken back")


class Offer(models.Model):
    """An understanding as it was put to the customer with an answer of ours, and their own word on it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()  # as it left: ours may have changed since
    version = models.PositiveIntegerField()
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")  # our answer that carries it
    at = models.DateTimeField()  # when it leaves
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=Heard.choices, default=Heard.OPEN)
    answered_at = models.DateTimeField(null=True)
    word = models.TextField(blank=True)  # the customer's own, as they wrote it
    said = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")  # the same as a message of the case

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="offers_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["right", "corrected"], answered_at__isnull=False) | (~Q(state__in=["right", "corrected"]) & Q(answered_at__isnull=True)),
                name="an_understanding_is_answered_by_the_customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class Understanding(models.Model):
    """What a case means to its customer, in the words of whoever works on it. Earlier wordings stand in the events."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="understanding")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    offer = models.OneToOneField(Offer, null=True, on_delete=models.SET_NULL, related_name="+")  # the latest that was not taken back

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class CaseMood(models.Model):
    """How the customer feels: read from their words, and as one of us said otherwise. `Case.mood` is which of the two stands."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="felt")
    read = models.CharField(max_length=7, choices=Mood.choices, blank=True)
    phrase = models.CharField(max_length=160, blank=True)  # the customer's words that it rests on
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)  # when the customer said it
    is_corrected = models.BooleanField(default=False)
    said = models.CharField(max_length=7, choices=Mood.choices, blank=True)  # empty where it is corrected: none that one could name
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True)
    said_over = models.BigIntegerField(default=0)  # the last message that was there then
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.case_id} {self.stands}"

    @property
    def is_said_otherwise(self) -> bool:
        """Whether the customer has written since what reads otherwise than one of us said."""
        return self.is_corrected and bool(self.read) and self.read != self.said and (self.message_id or 0) > self.said_over

    @property
    def stands(self) -> str:
        """The mood that holds: what a person said, until the customer writes what reads clearly otherwise."""
        return self.said if self.is_corrected and not self.is_said_otherwise else self.read

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class MoodMark(models.Model):
    """How far old messages were read for moods. One row."""

    upto = models.BigIntegerField(default=0)  # read up to this message
    seen = models.BigIntegerField(default=0)  # the newest when it was looked last: whatever was being written then is there by now

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_mood_mark")]

    def __str__(self) -> str:
        return f"{self.upto} {self.seen}"
