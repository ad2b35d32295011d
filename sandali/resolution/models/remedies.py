"""What was given to put a matter right, what each of us may give without asking, and the stories that are told of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandali.cases.models import Case, Message
from sandali.company.permissions import Role
from sandali.customers.models import Customer


class RemedyKind(models.TextChoices):
    REFUND = "refund", _("Refund")
    REPLACEMENT = "replacement", _("Replacement")
    DISCOUNT = "discount", _("Discount")
    GIFT = "gift", _("Gift")
    EXCEPTION = "exception", _("Exception to a policy")
    TIME = "time", _("More time")


class RemedyState(models.TextChoices):
    """How a remedy stands. Given is inside an allowance, granted by whoever was asked."""

    ASKED = "asked", _("Asked for")
    GIVEN = "given", _("Given")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    DONE = "done", _("With the customer")


# It stands: the customer has it or will.
IN_FORCE = (RemedyState.GIVEN, RemedyState.GRANTED, RemedyState.DONE)


class Remedy(models.Model):
    """Something given to put a matter right. Amounts are integer minor units; without one nothing is counted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=11, choices=RemedyKind.choices)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=RemedyState.choices)
    from_allowance = models.BooleanField(default=False)  # it counts in the month and the case of whoever gave it
    due_at = models.DateTimeField(null=True)  # when an answer is owed to whoever asked
    escalated_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)  # why not
    done_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=40, unique=True)  # of the form: sent twice is given once
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="remedies_of_case"),
            models.Index(fields=["by", "from_allowance", "at"], name="remedies_of_allowance"),
            models.Index(fields=["state", "due_at"], name="remedies_due"),
            models.Index(fields=["-at", "-id"], name="remedies_latest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="a_remedy_costs_something_or_nothing_known"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="a_refusal_has_a_word"),
            models.CheckConstraint(condition=~Q(state__in=["granted", "refused"]) | Q(answered_by__isnull=False), name="answered_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def timelines(self) -> dict[str, int | None]:
        """A remedy stands on its case's and its customer's timelines."""
        return {"case_id": self.case_id, "customer_id": self.customer_id}


class Allowance(models.Model):
    """What a role, or one person, may give without asking. No limit is null; a person's own row comes before their role's."""

    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="allowance")
    per_case = models.BigIntegerField(null=True)
    per_month = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role"], condition=~Q(role=""), name="one_allowance_a_role"),
            models.CheckConstraint(condition=Q(role="", person__isnull=False) | (~Q(role="") & Q(person__isnull=True)), name="of_a_role_or_a_person"),
            models.CheckConstraint(
                condition=(Q(per_case__isnull=True) | Q(per_case__gte=0)) & (Q(per_month__isnull=True) | Q(per_month__gte=0)), name="allowances_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.role or f"{self.person_id}"


class AuthorityRules(models.Model):
    """How the company answers what is asked, and when exceptions speak against a policy. One row, made when somebody changes it."""

    answer_within = models.PositiveIntegerField(default=120)  # working minutes
    recurring = models.PositiveSmallIntegerField(default=3)  # so many exceptions …
    recurring_days = models.PositiveSmallIntegerField(default=30)  # … within this many days propose a change of the policy

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_authority_rules")]

    def __str__(self) -> str:
        return f"{self.answer_within} {self.recurring} {self.recurring_days}"


class Story(models.Model):
    """A good act as it is told to everybody who may see its case, with the customer's own words."""

    remedy = models.OneToOneField(Remedy, on_delete=models.CASCADE, related_name="story")
    title = models.CharField(max_length=120)
    text = models.TextField()
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")  # in which the customer said it
    words = models.TextField(blank=True)  # what of it is told, as they wrote it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withheld_at = models.DateTimeField(null=True)
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="stories_latest")]

    def __str__(self) -> str:
        return self.title

    def timelines(self) -> dict[str, int | None]:
        """A story is told of a case."""
        return self.remedy.timelines()
