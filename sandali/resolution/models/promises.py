"""What we told a customer that we would do, by when, and whose word it is; and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message
from sandali.customers.models import Customer


class Promised(models.TextChoices):
    """How a promise stands."""

    OFFERED = "offered", _("Found in what we wrote")  # a person says whether it is one
    REFUSED = "refused", _("Not a promise of ours")
    OPEN = "open", _("Promised")
    BROKEN = "broken", _("Broken")  # its time is over and it is owed still
    KEPT = "kept", _("Kept")
    REPLACED = "replaced", _("Given a new date")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STANDING = (Promised.OPEN, Promised.BROKEN)  # what we owe
SHOWN = (Promised.OFFERED, *STANDING)  # what asks something of us


class Promise(models.Model):
    """A promise with its date. `broken_at` stays once its time has passed, whatever comes of it: late is never on time.

    `told_at` is when the customer heard of it: with the message that says it, or on the telephone; None while nobody told them."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="promises")
    what = models.CharField(max_length=300)
    words = models.CharField(max_length=120, blank=True)  # as they stand in the message, where its time was read from it
    due_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promises")
    given_at = models.DateTimeField(null=True)  # handed to its owner by itself: then it does not follow the case's owner
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="promises")
    told_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=Promised.choices, default=Promised.OPEN)
    broken_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    reason = models.CharField(max_length=500, blank=True)  # why it was moved (on the later one) or withdrawn
    next_at = models.DateTimeField(null=True)  # when it is looked at again: to warn, to see it broken, to tell of that
    warned_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    moved_by = models.JSONField(default=list)  # the merges and splits that carried it to its case, the last one at the end
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "state"], name="promises_of_case"),
            models.Index(fields=["customer", "state"], name="promises_of_customer"),
            models.Index(fields=["state", "due_at", "id"], name="promises_by_due"),
            models.Index(fields=["owner", "state", "due_at", "id"], name="promises_of_owner"),
            models.Index(fields=["next_at"], name="promises_to_look_at", condition=Q(next_at__isnull=False)),
            models.Index(fields=["due_at"], name="promises_counted"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state="kept", kept_at__isnull=False) | (~Q(state="kept") & Q(kept_at__isnull=True)), name="a_kept_promise_knows_when"),
            models.CheckConstraint(condition=~Q(state="broken") | Q(broken_at__isnull=False), name="a_broken_promise_knows_when"),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.state})"

    def timelines(self) -> dict[str, int | None]:
        """Its events show on the case and on the customer."""
        return {"case_id": self.case_id, "customer_id": self.customer_id}

    @property
    def stands(self) -> bool:
        """Whether we owe it."""
        return self.state in STANDING
