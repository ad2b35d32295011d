"""Complaints that everybody can read: where they stand, what carries them to the end, and the plan for their kind."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message


class PublicPlace(models.TextChoices):
    """Where a customer said it."""

    NETWORK = "network", _("On a social network")
    SITE = "site", _("On a site or a forum")
    NEWS = "news", _("In a newspaper or a broadcast")


class PublicPlan(models.Model):
    """How one kind of public complaint is answered. The company writes it; it says what is done, by whom, and within how long."""

    name = models.CharField(max_length=120)
    fits = models.CharField(max_length=400, blank=True)  # when it is the right one
    steps = models.TextField()  # Markdown
    who = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveIntegerField(default=240)  # of working time until the public answer
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> int:
        """Its time in working hours, at least one."""
        return max(round(self.minutes / 60), 1)


class PublicMatter(models.Model):
    """A case that everybody can read about. `answered_at` and `thanked_at` say what the deeds that stand say, for the lists."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="public_matter")
    where = models.CharField(max_length=7, choices=PublicPlace.choices)
    link = models.CharField(max_length=500, blank=True)
    answers_show = models.BooleanField(default=False)  # what we answer in this case stands there for everybody
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None where it came so
    at = models.DateTimeField(default=timezone.now)
    plan = models.ForeignKey(PublicPlan, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # of the public answer, by the plan
    next_at = models.DateTimeField(null=True)  # when the clock says something next
    warned_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    thanked_at = models.DateTimeField(null=True)
    moved_from = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)  # by merging
    removed_at = models.DateTimeField(null=True)  # it is not public after all
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            # Few matters are public, and fewer are not yet answered: these hold those alone.
            models.Index(fields=["at", "id"], condition=Q(answered_at__isnull=True, removed_at__isnull=True), name="public_unanswered"),
            models.Index(fields=["at", "id"], condition=Q(thanked_at__isnull=True, removed_at__isnull=True), name="public_unthanked"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="public_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.where}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class Deed(models.TextChoices):
    """What carries a public matter to the end."""

    ANSWERED = "answered", _("Answered where it was said")
    THANKED = "thanked", _("Thanked for saying it")


class PublicDeed(models.Model):
    """A public answer, or thanks: by whom, when, and by which message or in which words. What was taken back stays to be read."""

    matter = models.ForeignKey(PublicMatter, on_delete=models.CASCADE, related_name="deeds", db_index=False)
    what = models.CharField(max_length=8, choices=Deed.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "what"], condition=Q(removed_at__isnull=True), name="one_deed_of_a_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["matter", "what"], name="deeds_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.what}"
