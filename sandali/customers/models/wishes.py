"""How a customer wants to be reached, what they agreed to, what we began by ourselves, and where we went against a wish."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a message that we begin is for. There is none for promotion, and no tool that would need one."""

    SERVICE = "service", _("Their own matters")
    LISTENING = "listening", _("Asking later how it went")
    SURVEY = "survey", _("Surveys")


class Given(models.TextChoices):
    """How a word about consent came to us."""

    SAID = "said", _("They said so")
    WROTE = "wrote", _("They wrote so")
    PAGE = "page", _("On their own page")
    MERGED = "merged", _("One of two records that were put together said so")


class Wishes(models.Model):
    """A customer's wishes, which bind whoever writes to them. Empty is no wish.

    `way` and `never` are kinds of channel, `days` weekdays (Monday 0 … Sunday 6, none is every day). The language that they
    chose stands before the one in which they wrote last."""

    customer = models.OneToOneField("customers.Customer", on_delete=models.CASCADE, related_name="wishes")
    way = models.CharField(max_length=20, blank=True)
    identity = models.ForeignKey("customers.Identity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    called = models.CharField(max_length=120, blank=True)  # how they want to be addressed
    language = models.CharField(max_length=2, blank=True)
    days: "models.JSONField[list[int], list[int]]" = models.JSONField(default=list, blank=True)
    hours_from = models.TimeField(null=True, blank=True)  # on the wall of their zone; until a time not after it passes midnight
    hours_until = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True)  # "" is the company's
    never: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    never_words = models.CharField(max_length=300, blank=True)
    likes = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True, hours_until__isnull=True) | Q(hours_from__isnull=False, hours_until__isnull=False),
                name="hours_have_both_ends",
            ),
        ]

    def timelines(self) -> dict[str, int | None]:
        """Wishes stand on their customer's timeline."""
        return {"customer_id": self.customer_id}


class Consent(models.Model):
    """A customer's word for or against one purpose on one kind of channel ("" is all of them). Never changed: the newest holds.

    The proof is how it came, in whose words, and the case and message where it stands (rooms above know these numbers)."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    way = models.CharField(max_length=20, blank=True)
    is_given = models.BooleanField()
    how = models.CharField(max_length=6, choices=Given.choices)
    words = models.CharField(max_length=500, blank=True)
    case = models.BigIntegerField(null=True, blank=True)
    message = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_for_a_purpose"),
            models.CheckConstraint(condition=Q(how=Given.PAGE) | Q(by__isnull=False), name="consent_has_a_witness"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """Consent stands on its customer's timeline."""
        return {"customer_id": self.customer_id}


class Begun(models.Model):
    """A message to a customer that we began by ourselves, for the ceiling on them. An answer is none."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="begun")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    way = models.CharField(max_length=20)
    case = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-at"], name="begun_with_customer")]


class AgainstWish(models.Model):
    """Somebody answered against a customer's wish, and says why. `what` are codes of customers.contact."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    case = models.BigIntegerField()
    message = models.BigIntegerField(null=True)
    what: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    way = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="against_wishes_by_time"),
            models.Index(fields=["case"], name="against_wishes_of_case"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="against_a_wish_with_a_reason")]

    def timelines(self) -> dict[str, int | None]:
        """It stands with its case and customer."""
        return {"case_id": self.case, "customer_id": self.customer_id}


class ContactRules(models.Model):
    """How the company reaches customers by itself: one row, none until somebody changes what is usual (customers.contact.USUAL)."""

    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    most = models.PositiveSmallIntegerField()  # messages that we begin, to one customer
    days = models.PositiveSmallIntegerField()  # within this many days
    asks_first: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)  # purposes that need a yes before
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_contact_rules")]

    def timelines(self) -> dict[str, int | None]:
        """Rules stand on no timeline of a customer."""
        return {}
