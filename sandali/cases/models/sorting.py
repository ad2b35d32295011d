"""Where cases go and how they are found: views, routing rules, senders kept out, merges and splits, and the waits that are measured."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models.case import Case, Priority, Skill
from sandali.channels.models import Channel
from sandali.company.models import Department


class SavedView(models.Model):
    """A list that somebody named. `asked` holds the filter as the query string's fields; it is read by an allow-list.

    Shared with a department or with everybody, it still shows each reader only what they may see."""

    name = models.CharField(max_length=60)
    asked = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    for_everybody = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "name", "pk"]

    def timelines(self) -> dict[str, int | None]:
        """A view belongs to no case."""
        return {}


class RoutingWay(models.TextChoices):
    PULL = "pull", _("Everybody picks what they can take on")
    TURN = "turn", _("In turn")
    LEAST = "least", _("To whoever has the fewest")


class Routing(models.Model):
    """How a department's new cases find an owner. `ceiling` is the most that is given to one person; 0 is no ceiling."""

    department = models.OneToOneField(Department, on_delete=models.CASCADE, related_name="routing")
    way = models.CharField(max_length=5, choices=RoutingWay.choices, default=RoutingWay.PULL)
    ceiling = models.PositiveSmallIntegerField(default=0)
    last_person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def timelines(self) -> dict[str, int | None]:
        """How a department works belongs to no case."""
        return {}


class RoutingRule(models.Model):
    """When a new case looks like this, it goes there. Rules are asked in order; the first that fits decides."""

    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)  # one a line; any of them in subject or text
    sender = models.CharField(max_length=254, blank=True)  # an address, or "@domain"
    language = models.CharField(max_length=2, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, null=True, blank=True)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def timelines(self) -> dict[str, int | None]:
        """A rule belongs to no case."""
        return {}


class BlockedSender(models.Model):
    """An address, or a whole domain ("@example.com"), whose mail goes to spam. Never deleted: `lifted_at` is the way back."""

    value = models.CharField(max_length=254)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["value"], condition=Q(lifted_at__isnull=True), name="blocked_once")]

    def timelines(self) -> dict[str, int | None]:
        """A sender that is kept out belongs to no case."""
        return {}


class Regrouping(models.Model):
    """A merge of two cases or a split of one, with all that is needed to undo it exactly."""

    class Way(models.TextChoices):
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")

    way = models.CharField(max_length=5, choices=Way.choices)
    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")  # whose messages went
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")  # where they are now
    messages = models.JSONField(default=list)  # ids of the messages that went
    before = models.JSONField(default=dict)  # both cases' columns as they stood
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "-id"], name="regrouped_from"),
            models.Index(fields=["target", "-id"], name="regrouped_to"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """It stands where the messages are now."""
        return {"case_id": self.target_id, "customer_id": self.target.customer_id}


class Wait(models.Model):
    """One stretch in which a customer waited for our word: from their message (or a reopening) to our answer.

    `seconds` are those of the clock, `working_seconds` those in our opening hours; both null while the wait runs."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="waits")
    is_first = models.BooleanField(default=False)  # the one that the first reply ended
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    working_seconds = models.PositiveIntegerField(null=True)
    by_answer = models.BooleanField(default=False)  # false: it ended by a state set by hand, a merge, spam
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_wait_at_a_time"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_first=True), name="one_first_wait"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ended_at", "id"], name="waits_by_end"),
            models.Index(fields=["case", "id"], name="waits_of_case"),
        ]
