"""What our people suggest, who else met it, and how long an answer may take."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Regrouping


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    TAKEN_UP = "taken_up", _("Taken up")
    DONE = "done", _("Carried out")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


# Answered: a manager has said something, and it stays as it was written.
ANSWERED = (SuggestionState.TAKEN_UP, SuggestionState.DONE, SuggestionState.DECLINED)


class Suggestion(models.Model):
    """What would help customers. `to` is the manager whom it is addressed to; without one it is all managers'."""

    text = models.TextField()
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=SuggestionState.choices, default=SuggestionState.WAITING)
    state_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()  # an answer is owed until then
    next_at = models.DateTimeField(null=True)  # when the clock says something next; null when it has nothing more to say
    warned_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)  # what is different now
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at", "id"], name="suggestions_owed"),
            models.Index(fields=["state", "-state_at", "-id"], name="suggestions_by_state"),
            models.Index(fields=["by", "-at", "-id"], name="suggestions_of_person"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="suggestions_to_tell"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "withdrawn"]) | Q(answered_at__isnull=False), name="an_answer_has_a_moment"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="declined_with_a_reason"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_says_what_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Voice(models.Model):
    """Somebody else met the same, in a word, with their case."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="voices", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["suggestion", "by"], name="one_voice_a_person")]


class SuggestionRules(models.Model):
    """How long an answer may take. One row, made when somebody changes it or the clock speaks; the defaults hold until then."""

    days = models.PositiveSmallIntegerField(default=5)  # working days
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_suggestion_rules")]

    def __str__(self) -> str:
        return f"{self.days}"


class Carried(models.Model):
    """The rows of this room that a merge changed (a journal as cases/actions/journal.py keeps it). Undoing takes it back and removes it."""

    regrouping = models.OneToOneField(Regrouping, on_delete=models.CASCADE, primary_key=True, related_name="+")
    rows = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.regrouping_id}"
