"""Why things go wrong: the company's tree of causes, what was learnt, what is done about it, and who is told when it is mended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message
from sandali.company.models import Department


class Cause(models.Model):
    """One cause in the tree. Retired, it is no more offered and keeps its cases; merged, its cases are another's."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    mended_at = models.DateTimeField(null=True)
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    mended_how = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "folded"], condition=Q(merged_into__isnull=True), name="one_cause_a_name"),
            models.UniqueConstraint(fields=["folded"], condition=Q(merged_into__isnull=True, parent__isnull=True), name="one_first_cause_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A cause is nobody's: its events stand on no timeline."""
        return {}


class CaseCause(models.Model):
    """A cause of a case. `opened_at` is the case's, so that a period is counted along one index."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="causes")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["cause", "opened_at", "case"], name="cases_of_cause")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "cause"], name="one_cause_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.cause_id}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class CauseLook(models.Model):
    """A cause that is not known yet: when somebody looks again."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="cause_look")
    look_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["told_at", "look_at"], name="causes_to_look_for"),
            models.Index(fields=["look_at", "id"], name="causes_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.look_at}"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class Lesson(models.Model):
    """What one recovered complaint taught us, in words."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="lesson")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")  # the case's when it was written
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="lessons_latest"),
            models.Index(fields=["department", "-at", "-id"], name="lessons_of_department"),
            models.Index(fields=["by", "-at", "-id"], name="lessons_of_person"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return self.case.timelines()


class Doing(models.TextChoices):
    """How an improvement stands."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Improvement(models.Model):
    """Something that is done so that it does not happen again: somebody's, until a day."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="improvements")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=Doing.choices, default=Doing.OPEN)
    word = models.TextField(blank=True)  # what came of it, or why it was dropped
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    warned_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["lesson", "id"], name="improvements_of_lesson"),
            models.Index(fields=["owner", "state", "due_at"], name="improvements_of_person"),
            models.Index(fields=["state", "due_at"], name="improvements_due"),
        ]

    def __str__(self) -> str:
        return self.what

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case of the lesson."""
        return self.lesson.timelines()


class Telling(models.Model):
    """The letter to everybody who complained of a cause that is mended. Until `starts_at` it can be taken back."""

    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="tellings")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=80, unique=True)  # the form's own: sent twice, it is one
    starts_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ended_at", "starts_at"], name="tellings_running"),
            models.Index(fields=["cause", "-id"], name="tellings_of_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} {self.at}"

    def timelines(self) -> dict[str, int | None]:
        """A letter to many stands on no timeline; each one's own answer does."""
        return {}


class Reached(models.TextChoices):
    """What became of the letter for one customer."""

    PLANNED = "planned", _("To be told")
    TOLD = "told", _("Told")
    NOT_TOLD = "not_told", _("Not told")


class Told(models.Model):
    """One customer of a telling, in the case that stands for all of theirs. Once in the row, never twice on the way."""

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="told")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    customer_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=Reached.choices, default=Reached.PLANNED)
    why = models.CharField(max_length=40, blank=True)  # code of what speaks against it
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["telling", "state", "id"], name="told_of_telling"),
            models.Index(fields=["customer_id", "telling"], name="told_of_customer"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["telling", "customer_id"], name="each_customer_told_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.state}"
