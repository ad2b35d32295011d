"""Several people on one case: who looks at it, follows it, is named in it, takes it over, or does a part of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models.case import Case
from sandali.cases.models.message import Message
from sandali.company.models import Department


class Looking(models.Model):
    """Somebody has the case open, and may be writing. A row that is older than a minute means nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="one_look_a_person")]
        indexes: ClassVar = [models.Index(fields=["seen_at"], name="looking_lately")]


class Follower(models.Model):
    """Somebody who wants to hear of a case that is not theirs."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="follows_once")]
        indexes: ClassVar = [models.Index(fields=["person", "case"], name="followed_by")]


class Mention(models.Model):
    """Somebody named with @ in a note."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "person"], name="named_once")]


class HandoverState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Handover(models.Model):
    """A case offered to a colleague or a department with a short brief, so that the customer never tells it twice (P08).

    The owner stays the owner until somebody accepts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to_department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    brief = models.TextField()
    state = models.CharField(max_length=9, choices=HandoverState.choices, default=HandoverState.OFFERED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="offered"), name="one_open_handover"),
            models.CheckConstraint(condition=Q(to_person__isnull=False) | Q(to_department__isnull=False), name="handed_to_somebody"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_person", "state"], name="handovers_to_person"),
            models.Index(fields=["to_department", "state"], name="handovers_to_department"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """A hand-over stands on its case's timelines."""
        return {"case_id": self.case_id, "customer_id": self.case.customer_id}


class TaskState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Task(models.Model):
    """A part of a case that another department (or somebody) does, and owes an answer for. The case keeps its one owner."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=TaskState.choices, default=TaskState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="tasks_of_case"),
            models.Index(fields=["owner", "state", "due_at", "id"], name="tasks_of_person"),
            models.Index(fields=["department", "state", "due_at", "id"], name="tasks_of_department"),
            models.Index(fields=["state", "due_at"], name="tasks_due"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """A task stands on its case alone: it is our own affair, and not everybody who knows the customer may see the case."""
        return {"case_id": self.case_id}


class ChecklistItem(models.Model):
    """One line of a case's checklist."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def timelines(self) -> dict[str, int | None]:
        """A step of ours stands on the case alone; the customer's history is not told of it."""
        return {"case_id": self.case_id}


class CaseLink(models.Model):
    """Two cases that belong together. Kept once a pair, the smaller number first."""

    one = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="linked_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="smaller_number_first"),
        ]


class Reminder(models.Model):
    """A word to oneself about a case, at a time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # kept, so that removing can be undone

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["told_at", "at"], name="reminders_due"),
            models.Index(fields=["person", "told_at", "at"], name="reminders_of_person"),
            models.Index(fields=["person", "done_at", "at", "id"], condition=Q(removed_at=None), name="reminders_listed"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """A reminder is somebody's own: it stands on the case alone."""
        return {"case_id": self.case_id}
