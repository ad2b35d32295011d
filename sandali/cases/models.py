"""Cases and what is said in them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.channels.models import Arrival, Channel, Delivery
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


# Cases that still want something from us, in the inbox by default.
ON_US = (State.NEW, State.OPEN)
# What staff may set by hand. Confirmed is the customer's own word, lapsed the clock's.
BY_HAND = (State.OPEN, State.WAITING, State.SNOOZED, State.ANSWERED)


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
    opened_at = models.DateTimeField(default=timezone.now)
    # Since when the customer waits for our word; null when it is not our turn. The inbox sorts by it.
    waiting_since = models.DateTimeField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    last_message_id = models.BigIntegerField(default=0)
    last_message_at = models.DateTimeField(default=timezone.now)
    last_direction = models.CharField(max_length=5, blank=True)
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
            models.Index(fields=["state", "snoozed_until"], name="cases_snoozed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="snoozed") | Q(snoozed_until__isnull=False), name="snoozed_has_a_date")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def timelines(self) -> dict[str, int | None]:
        """A case's events show on the case and on its customer."""
        return {"case_id": self.pk, "customer_id": self.customer_id}


class Direction(models.TextChoices):
    IN = "in", _("From the customer")
    OUT = "out", _("Answer")
    NOTE = "note", _("Internal note")
    VISIT = "visit", _("Visit")
    CALL = "call", _("Phone call")


class Message(models.Model):
    """One thing said in a case. `text` is what was said, `quoted` what a mail repeated below it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    at = models.DateTimeField(default=timezone.now)  # our clock; sorting and reports go by it
    sent_at = models.DateTimeField(null=True)  # as the sender claims
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+")
    from_value = models.CharField(max_length=254, blank=True)
    from_name = models.CharField(max_length=160, blank=True)
    is_stranger = models.BooleanField(default=False)  # came with a right token from an address that is not the customer's
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    has_html = models.BooleanField(default=False)  # the HTML part is read again from the arrival, so a better cleaner heals old mail
    others = models.JSONField(default=list)  # further recipients: [{"name":…, "value":…, "role": "to"|"cc"}]
    external_id = models.CharField(max_length=250, blank=True)
    automatic = models.CharField(max_length=12, blank=True)
    remarks = models.JSONField(default=list)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.PROTECT, related_name="messages")
    arrival_part = models.PositiveSmallIntegerField(default=0)  # an arrival may hold several messages
    delivery = models.OneToOneField(Delivery, null=True, on_delete=models.PROTECT, related_name="message")
    file_count = models.PositiveSmallIntegerField(default=0)
    bounced = models.TextField(blank=True)  # what a bounce said of this message
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="messages_of_case"),
            models.Index(fields=["external_id"], name="messages_by_external_id"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["arrival", "arrival_part"], name="an_arrival_is_read_once")]

    def timelines(self) -> dict[str, int | None]:
        """A message stands on its case's timelines."""
        return {"case_id": self.case_id, "customer_id": self.case.customer_id}


class Attachment(models.Model):
    """A file of a message. The bytes are in the content store; the name is safe to show and to save."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_id = models.CharField(max_length=250, blank=True)
    is_inline = models.BooleanField(default=False)
    label = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Draft(models.Model):
    """What a person has begun to write on a case and not sent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    direction = models.CharField(max_length=5, choices=Direction.choices, default=Direction.OUT)
    text = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person", "direction"], name="one_draft_a_person")]


class CaseRead(models.Model):
    """How far a person has read a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message_id = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "case"], name="one_reading_mark")]
