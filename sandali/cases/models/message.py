"""What is said in cases: messages, their files, what is begun and how far it was read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models.case import Case
from sandali.channels.models import Arrival, Channel, Delivery
from sandali.customers.models import Customer


class Direction(models.TextChoices):
    IN = "in", _("From the customer")
    OUT = "out", _("Answer")
    NOTE = "note", _("Internal note")
    VISIT = "visit", _("Visit")
    CALL = "call", _("Phone call")
    FORWARD = "fwd", _("Forwarded")
    THIRD = "third", _("From somebody else we asked")


# What is said among us, and with others about a case: never a word between the customer and us.
BESIDE = (Direction.NOTE, Direction.FORWARD, Direction.THIRD)


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
    # The provider's own conversation, see adapter.Incoming. None and not "", so that mails stand in no index of these.
    chat = models.CharField(max_length=120, null=True)
    # What its writer changed afterwards, on a channel where that can be done: [{"text":…, "until":…}], the first wording first.
    wordings = models.JSONField(default=list)
    edited_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)  # its writer took it away; what was said stays said
    withdrawn_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)  # an answer written to be sent later; null again once it has left
    holds_for_reply = models.BooleanField(default=False)  # it stays here when the customer writes before it leaves

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="messages_of_case"),
            models.Index(fields=["external_id"], name="messages_by_external_id"),
            models.Index(fields=["channel", "chat", "id"], condition=Q(chat__isnull=False), name="messages_of_chat"),
            # Few messages wait to leave, so these indexes hold those alone.
            models.Index(fields=["author", "leaves_at", "id"], condition=Q(leaves_at__isnull=False), name="messages_leaving"),
            models.Index(fields=["case"], condition=Q(leaves_at__isnull=False), name="messages_leaving_of_case"),
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
    sha256 = models.CharField(max_length=64, db_index=True, blank=True)  # "" while (or because) its bytes are not ours yet, see `label`
    reference = models.CharField(max_length=2000, blank=True)  # where it lies at the provider, until it is fetched
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
    seen_message_id = models.BigIntegerField(default=0)  # the last message that its writer saw
    # What goes along, see actions.drafts.Along. None where nobody chose copies: then whoever had the last answer is ticked.
    copies = models.JSONField(null=True)
    files = models.JSONField(default=list)
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
