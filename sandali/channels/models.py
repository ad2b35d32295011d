"""Doors, what arrived through them, what is being sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Department


class Channel(models.Model):
    """One configured door. `settings` holds nothing secret; `secrets` is encrypted text bound to this row."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=40, unique=True)
    address = models.CharField(max_length=254, blank=True)  # what customers write to
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settings = models.JSONField(default=dict)
    secrets = models.TextField(blank=True)
    # Of the token in its hook's address: a dump of the database names no address that would be answered.
    hook_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # How the connection is doing. Failing tries are spaced out up to 15 minutes (RELIABILITY A14).
    last_ok_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    # The same for sending, which goes to another server with another password.
    sending_failing_since = models.DateTimeField(null=True, blank=True)
    sending_error = models.TextField(blank=True)
    sending_failures = models.PositiveIntegerField(default=0)
    sending_next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A channel's events stand on no timeline of a customer or case."""
        return {}


class ArrivalState(models.TextChoices):
    NEW = "new", _("To be read")
    READ = "read", _("Read")
    IGNORED = "ignored", _("Not for anybody")
    QUARANTINED = "quarantined", _("Unreadable")


class Arrival(models.Model):
    """The raw thing that came in, kept before it is read; its bytes stand in the content store under `sha256`, or are ToldBytes."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="arrivals")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    source = models.CharField(max_length=10, default="imap")  # imap, pipe, history, example, hook, poll, chat
    is_history = models.BooleanField(default=False)  # old mail: tells nobody, answers nobody
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=11, choices=ArrivalState.choices, default=ArrivalState.NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)  # a sentence for people; the traceback goes to the log
    read_at = models.DateTimeField(null=True)
    envelope_to = models.CharField(max_length=254, blank=True)
    # What a provider told us by a hook or was asked for, see adapter.Event. None and not "": mails have neither, and stand in no index of these.
    event_id = models.CharField(max_length=120, null=True)
    lane = models.CharField(max_length=120, null=True)
    sequence = models.BigIntegerField(default=0)
    read_after = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "sha256"], name="once_a_channel"),
            models.UniqueConstraint(fields=["channel", "event_id"], name="an_event_once_a_channel"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "is_history", "id"], name="arrivals_to_read"),
            models.Index(fields=["state", "-id"], name="arrivals_quarantined"),
            models.Index(fields=["lane", "state"], condition=Q(lane__isnull=False), name="arrivals_of_lane"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """An arrival stands on no timeline; the message made from it does."""
        return {}


class ToldBytes(models.Model):
    """What a provider told, as it came, where it is small: written in the transaction of its arrival, so that one write to the disk
    keeps both, and those of all that came in the same moment. What is larger stands in the content store (channels/raws.py)."""

    arrival = models.OneToOneField(Arrival, primary_key=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    def timelines(self) -> dict[str, int | None]:
        """It stands on no timeline; the message made of it does."""
        return {}


class MailCursor(models.Model):
    """How far a mailbox folder has been fetched: a UID below a UIDVALIDITY, never "unseen" or a date.

    A provider that is asked for its events has one too: `last_uid` is then its own cursor."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="cursors")
    folder = models.CharField(max_length=200, default="INBOX")
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    history_below = models.BigIntegerField(default=0)  # UIDs below this were there before us: they come in as old mail
    lease_owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "folder"], name="one_cursor_a_folder")]


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("On its way")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Delivered")
    FAILED = "failed", _("Refused")
    UNKNOWN = "unknown", _("Unclear")
    CANCELLED = "cancelled", _("Taken back")


class Reached(models.IntegerChoices):
    """How far a message got, as its provider says; it never goes back."""

    NOWHERE = 0, _("Not sent")
    SENT = 1, _("Sent")
    DELIVERED = 2, _("Delivered")
    READ = 3, _("Read")
    FAILED = 4, _("Refused")


class Delivery(models.Model):
    """A message on its way out. `payload` is a whole adapter.Outgoing, fixed when it was written: what is sent is what was shown."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    dedupe_key = models.CharField(max_length=80, unique=True)  # the composer's own id: sending twice is once (D1)
    message_id = models.CharField(max_length=200, unique=True)
    to_value = models.CharField(max_length=254)
    payload = models.JSONField()
    thread = models.CharField(max_length=40)  # deliveries of one thread leave in order
    is_automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why refused or waiting, a sentence
    code = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reached = models.PositiveSmallIntegerField(choices=Reached.choices, default=Reached.NOWHERE)  # of all its parts; 0 where nobody says
    # While it is unclear: when its provider is asked next, None when a person has to decide.
    ask_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)  # how often a person sent it once more: each time is new to the provider

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="deliveries_to_ask_of"),
            models.Index(fields=["state", "not_before"], name="deliveries_waiting"),
            models.Index(fields=["thread", "id"], name="deliveries_of_thread"),
            models.Index(fields=["is_automatic", "to_value", "-created_at"], name="deliveries_automatic"),
            models.Index(fields=["channel", "to_value", "sent_at"], name="deliveries_to_somebody"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """The room that queued it says where its events stand: `thread` is "case:12", or "case:12:…" for what leaves beside it."""
        name, _colon, rest = self.thread.partition(":")
        number = rest.partition(":")[0]
        return {"case_id": int(number)} if name == "case" and number.isdigit() else {}


class DeliveryPart(models.Model):
    """A part of a delivery as its provider knows it: a long text leaves in several, each file in its own.

    A report may come before our own call has returned (RELIABILITY F6): then the row has no delivery yet."""

    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.CASCADE, related_name="parts")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(default=0)
    reached = models.PositiveSmallIntegerField(choices=Reached.choices, default=Reached.NOWHERE)
    reason = models.TextField(blank=True)
    reference = models.CharField(max_length=40, blank=True)  # our own word for it, where a report brought it back
    at = models.DateTimeField(default=timezone.now)
    ask_at = models.DateTimeField(null=True)  # when the provider is asked how far it got, None for never
    asks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["number", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="parts_to_ask_of"),
            # Reports about what we do not know yet; they stay for a while, and few at a time.
            models.Index(fields=["channel", "reference"], condition=Q(delivery__isnull=True), name="parts_unmatched"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "external_id"], name="a_part_once_a_channel")]


class HeardPart(models.Model):
    """A part of a long message that came by itself, kept until all are there. `told_as` is the id under which its text was told, as a
    whole or as far as it came: then it waits for repeats, and for what is still missing."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=40)
    reference = models.CharField(max_length=12)  # of the text, given by the sender's phone, which soon uses it again
    total = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    coding = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    told_as = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "sender", "reference", "total", "number"], name="a_part_of_a_text_once")]

    def timelines(self) -> dict[str, int | None]:
        """It stands on no timeline; the message made of it does."""
        return {}


class PausedAddress(models.Model):
    """An address that bounced: nothing automatic goes there until `until`; each strike pauses it for longer."""

    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=254)
    strikes = models.PositiveSmallIntegerField(default=1)
    until = models.DateTimeField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="one_pause_an_address")]


class ApprovedText(models.Model):
    """A text that a channel's provider has looked over, see adapter.ApprovedText. Rows are as the provider has them; nobody edits them."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="approved_texts")
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=20)
    text = models.TextField()
    places = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "language"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "name", "language"], name="an_approved_text_once")]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """It stands on no timeline; what was sent by it does."""
        return {}
