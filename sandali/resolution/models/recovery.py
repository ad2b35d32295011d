"""The path from a complaint to a customer who was heard: its steps, apologies that wait for a signature, and their prints."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message


class Step(models.TextChoices):
    """The steps of a recovery, in the order in which one usually goes. BEGUN is that a case was taken onto the path by hand."""

    BEGUN = "begun", _("Taken onto the recovery path")
    OWN = "own", _("Own it")
    UNDERSTAND = "understand", _("Understand")
    APOLOGISE = "apologise", _("Apologise")
    PUT_RIGHT = "put_right", _("Put it right")
    CAUSE = "cause", _("Find the cause")
    TELL = "tell", _("Tell what has changed")


PATH = (Step.OWN, Step.UNDERSTAND, Step.APOLOGISE, Step.PUT_RIGHT, Step.CAUSE, Step.TELL)


class RecoveryStep(models.Model):
    """One step that was done: by whom, when, and with what. Taken back or done anew, it ends and stays to be read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recovery_steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # who owns it
    text = models.TextField(blank=True)  # what it means to the customer; what was put right
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")  # that apologises, that tells
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "ended_at"], name="recovery_steps_of_case"),
            models.Index(fields=["message"], name="recovery_steps_by_message"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step"], condition=Q(ended_at__isnull=True), name="one_standing_step"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class Signing(models.TextChoices):
    """How an apology stands that somebody senior was asked to sign."""

    ASKED = "asked", _("Waiting for the signature")
    SIGNED = "signed", _("Signed")
    DECLINED = "declined", _("Not signed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Apology(models.Model):
    """An apology that was written by one of us and is to carry somebody senior's name. One waits at a time on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="apologies")
    text = models.TextField()  # as it stands now; the one who signs may change it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # None where we are never open
    warned_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=Signing.choices, default=Signing.ASKED)
    word = models.TextField(blank=True)  # why it was not signed
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["signer", "state", "due_at"], name="apologies_to_sign"),
            models.Index(fields=["state", "warned_at", "due_at"], name="apologies_due"),
            models.Index(fields=["message"], name="apologies_by_message"),
            models.Index(fields=["at", "id"], condition=Q(state="asked"), name="apologies_waiting"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_apology_to_sign")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class ApologyBand(models.Model):
    """A piece of an apology's print (reading/likeness.py): near-copies share at least one."""

    band = models.BigIntegerField()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["band", "message"], name="apologies_by_band")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "band"], name="one_band_a_message")]

    def __str__(self) -> str:
        return str(self.band)
