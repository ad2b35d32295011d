"""What became of a matter after our answer: the question to the customer, and their own word."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message
from sandali.channels.models import Delivery


class Asked(models.TextChoices):
    """How a question stands."""

    PLANNED = "planned", _("To be asked")  # a second look, whose day has not come
    OPEN = "open", _("Asked")
    YES = "yes", _("The customer said yes")
    NO = "no", _("The customer said: not yet")
    OTHER = "other", _("The customer wrote something else")
    SILENT = "silent", _("The customer stayed silent")
    WITHDRAWN = "withdrawn", _("Asked no longer")


RUNNING = (Asked.PLANNED, Asked.OPEN)


class Way(models.TextChoices):
    """How the customer's word came."""

    LINK = "link", _("By the link in our message")
    WORDS = "words", _("In their own words")
    BUTTON = "button", _("By the button under our message")


class Asking(models.Model):
    """The question to a customer whether their matter is settled. One runs at a time on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="askings")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")  # our answer that carries the question
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")  # or the question by itself
    opened_at = models.DateTimeField()  # the case's: the board goes by it, and must not sort all that is asked
    is_second_look = models.BooleanField(default=False)  # some days after a yes
    asked_at = models.DateTimeField()  # when the question leaves
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=Asked.choices, default=Asked.OPEN)
    reminders = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # when it is looked at again: to ask, to remind, or to lapse
    ended_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=6, choices=Way.choices, blank=True)
    word = models.TextField(blank=True)  # the customer's own, as they wrote it
    said = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")  # the message that says it

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "next_at"], name="askings_due"),
            models.Index(fields=["case", "state"], name="askings_of_case"),
            models.Index(fields=["state", "is_second_look", "opened_at", "case"], name="askings_longest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=["planned", "open"]), name="one_asking_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "open"], ended_at__isnull=True) | (~Q(state__in=["planned", "open"]) & Q(ended_at__isnull=False)),
                name="an_asking_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class AskingRules(models.Model):
    """How the company asks. One row, made when somebody changes it; the fields' defaults hold until then."""

    remind_after = models.JSONField(default=list)  # days after the question, one for each reminder
    lapse_after = models.PositiveSmallIntegerField(default=7)  # days after the last word of ours
    second_look = models.JSONField(default=dict)  # kind of case → days after a yes
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_asking_rules")]

    def __str__(self) -> str:
        return f"{self.remind_after} {self.lapse_after}"
