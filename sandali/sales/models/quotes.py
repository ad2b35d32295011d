"""Quotes: what we offer a customer at which price, until when, and what they said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from sandali.kit.money import MOST
from sandali.sales.models.deals import Deal
from sandali.sales.models.products import Line


class QuoteState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a quote", "Draft")
    SENT = "sent", pgettext_lazy("a quote", "With the customer")
    ACCEPTED = "accepted", pgettext_lazy("a quote", "Accepted")
    DECLINED = "declined", pgettext_lazy("a quote", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a quote", "Taken back")


class Quote(models.Model):
    """An offer of a deal. It is a draft until it goes to the customer; then it stays as they have it, and a new one is written.

    `case` and `message` say where its link stands. `answered_at` and `word` are the customer's own."""

    number = models.PositiveIntegerField(unique=True)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="quotes")
    state = models.CharField(max_length=9, choices=QuoteState.choices, default=QuoteState.DRAFT)
    currency = models.CharField(max_length=3)
    discount = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    valid_until = models.DateField()
    terms = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    case = models.BigIntegerField(null=True, blank=True)
    message = models.BigIntegerField(null=True, blank=True, unique=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=QuoteState.values), name="quote_has_a_state"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=MOST, discount__gte=0), name="quote_sums_are_sound"),
            models.CheckConstraint(condition=~Q(state__in=["accepted", "declined"]) | Q(answered_at__isnull=False), name="answered_quote_says_when"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """A quote stands on its customer's timeline."""
        return {"customer_id": self.deal.customer_id}


class QuoteLine(Line):
    """A line of a quote."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")

    class Meta(Line.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "position"], name="one_quote_line_a_place"),
            models.CheckConstraint(condition=Q(thousandths__gt=0, price__gte=0, discount__gte=0), name="quote_line_is_sound"),
        ]


class SalesRules(models.Model):
    """What stands on every quote: one row, none until somebody writes it. `head` is the company's address and its like."""

    head = models.TextField(blank=True)
    terms = models.TextField(blank=True)  # the usual ones, which each new quote begins with
    days = models.PositiveSmallIntegerField(default=14)  # for which a new quote holds
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_sales_rules")]

    def timelines(self) -> dict[str, int | None]:
        """Rules stand on no customer's timeline."""
        return {}
