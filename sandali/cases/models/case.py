"""Cases: what a matter is, whose it is, how it stands."""

from datetime import UTC, datetime
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.channels.models import Channel
from sandali.company.models import Department
from sandali.customers.models import Customer, Tag


class Kind(models.TextChoices):
    QUESTION = "question", _("Question")
    REQUEST = "request", _("Request")
    COMPLAINT = "complaint", _("Complaint")
    PRAISE = "praise", _("Praise")
    SUGGESTION = "suggestion", _("Suggestion")
    INQUIRY = "inquiry", _("Inquiry")


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class State(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting for the customer")
    SNOOZED = "snoozed", _("Snoozed")
    ANSWERED = "answered", _("Answered")
    CONFIRMED = "confirmed", _("Confirmed by the customer")
    LAPSED = "lapsed", _("Lapsed")


class Mood(models.TextChoices):
    """How the customer feels about the matter, the gravest last. Which holds, and why, is known in the room above (P23)."""

    CALM = "calm", _("Calm")
    GLAD = "glad", _("Glad")
    WORRIED = "worried", _("Worried")
    UPSET = "upset", _("Upset")
    ANGRY = "angry", _("Angry")


# Cases that still want something from us, in the inbox by default.
ON_US = (State.NEW, State.OPEN)
# Stands in `Case.last_direction` when our last answer is known not to have arrived, in place of Direction.OUT.
NOT_DELIVERED = "fail"
# What rests, and is most of what there is after a while.
DONE = (State.ANSWERED, State.CONFIRMED, State.LAPSED)
# What staff may set by hand. Confirmed is the customer's own word, lapsed the clock's.
BY_HAND = (State.OPEN, State.WAITING, State.SNOOZED, State.ANSWERED)


# Stands in `Case.due_at` where no standard says until when: it sorts behind every deadline, and no row needs to be left out.
NO_DEADLINE: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Aside(models.TextChoices):
    """Why a case stands in no list: it lives on in another one, or it is rubbish. Both have a way back."""

    MERGED = "merged", _("Merged into another case")
    SPAM = "spam", _("Spam")


class Skill(models.Model):
    """Something that not everybody can: a language, a product. Cases may ask for one, people have some."""

    name = models.CharField(max_length=60, unique=True)
    people: models.ManyToManyField = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="skills")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """One matter. Its number is its id. The last lines are kept here so that a list needs no other table."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cases")
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    tags: models.ManyToManyField = models.ManyToManyField(Tag, blank=True, related_name="cases")
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    state_at = models.DateTimeField(default=timezone.now)
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    sleeps_through_thanks = models.BooleanField(default=False)  # a message that only says thanks does not wake it
    sleeps_until_reply = models.BooleanField(default=False)  # its date is only the latest: the customer's word is waited for
    aside = models.CharField(max_length=6, choices=Aside.choices, blank=True)  # stands in no list, and why
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_index=False)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    repeats = models.PositiveSmallIntegerField(default=0)  # how often the customer had to tell it again (P08)
    mood = models.CharField(max_length=7, choices=Mood.choices, blank=True)  # as it stands; the inbox shows it
    # How many people may hear of it, by the last estimate (room `resolution`); 0 where nobody complains.
    reach = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    # Since when the customer waits for our word; null when it is not our turn. The inbox sorts by it.
    waiting_since = models.DateTimeField(null=True, blank=True)
    # By when it wants a word of ours, and from when on that is near. The standards' clocks (room `resolution`) write both.
    due_at = models.DateTimeField(default=NO_DEADLINE)
    warn_at = models.DateTimeField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    last_message_id = models.BigIntegerField(default=0)
    last_message_at = models.DateTimeField(default=timezone.now)
    last_direction = models.CharField(max_length=5, blank=True)  # of models.Direction, or NOT_DELIVERED
    preview = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-last_message_at", "-id"], name="cases_latest"),
            models.Index(fields=["state", "-last_message_at", "-id"], name="cases_by_state"),
            models.Index(fields=["assignee", "state", "-last_message_at", "-id"], name="cases_of_person"),
            models.Index(fields=["assignee", "-last_message_at", "-id"], name="cases_latest_of_person"),
            models.Index(fields=["department", "-last_message_at", "-id"], name="cases_latest_of_department"),
            models.Index(fields=["department", "state", "-last_message_at", "-id"], name="cases_of_department"),
            models.Index(fields=["customer", "-last_message_at", "-id"], name="cases_of_customer"),
            models.Index(fields=["waiting_since", "id"], condition=Q(waiting_since__isnull=False), name="cases_waiting"),
            models.Index(fields=["assignee", "waiting_since", "id"], condition=Q(waiting_since__isnull=False), name="cases_waiting_person"),
            models.Index(fields=["due_at", "id"], condition=Q(waiting_since__isnull=False), name="cases_due"),
            models.Index(fields=["assignee", "due_at", "id"], condition=Q(waiting_since__isnull=False), name="cases_due_of_person"),
            models.Index(fields=["state", "snoozed_until"], name="cases_snoozed"),
            models.Index(fields=["opened_at", "aside", "repeats"], name="cases_opened"),
            # All that a segment asks of cases: who had how many is a walk along this, and no row is read.
            models.Index(fields=["customer", "kind", "opened_at", "state", "aside", "department", "assignee"], name="cases_for_segments"),
            models.Index(fields=["state", "opened_at", "id"], name="cases_open_longest"),
            # Few cases have these, so the indexes hold those alone.
            models.Index(fields=["-priority", "-reach", "id"], condition=Q(waiting_since__isnull=False), name="cases_by_priority"),
            models.Index(fields=["aside", "-last_message_at", "-id"], condition=~Q(aside=""), name="cases_aside"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="cases_merged"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="cases_of_parent"),
            models.Index(fields=["skill"], condition=Q(skill__isnull=False), name="cases_of_skill"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="snoozed") | Q(snoozed_until__isnull=False), name="snoozed_has_a_date"),
            models.CheckConstraint(condition=Q(aside="merged", merged_into__isnull=False) | ~Q(aside="merged"), name="merged_into_something"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="not_its_own_parent"),
            # Confirmed is the customer's word: no person of ours can stand beside it.
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(state_by__isnull=True), name="confirmed_by_the_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def timelines(self) -> dict[str, int | None]:
        """A case's events show on the case and on its customer."""
        return {"case_id": self.pk, "customer_id": self.customer_id}
