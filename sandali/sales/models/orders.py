"""Orders: what was bought at which price, what became of it, and what was paid."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandali.kit.money import MOST
from sandali.sales.models.products import Line


class OrderState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("an order", "Draft")
    PLACED = "placed", pgettext_lazy("an order", "Placed")
    SENT = "sent", pgettext_lazy("an order", "On its way")
    DELIVERED = "delivered", pgettext_lazy("an order", "Delivered")
    CANCELLED = "cancelled", pgettext_lazy("an order", "Cancelled")
    RETURNED = "returned", pgettext_lazy("an order", "Returned")


BOUGHT: Final = (OrderState.PLACED, OrderState.SENT, OrderState.DELIVERED)  # what counts as bought


class PaymentWay(models.TextChoices):
    CARD = "card", _("Card to card")
    TRANSFER = "transfer", _("Bank transfer")
    GATEWAY = "gateway", _("Online payment")
    CHEQUE = "cheque", _("Cheque")
    CASH = "cash", _("Cash")
    OTHER = "other", _("Another way")


class Order(models.Model):
    """What a customer bought. `total` is what its lines come to, `discount` is on the whole; both in minor units of `currency`.

    `case` and `deal` say out of what it came. The moment of its first placing stays, whatever became of it."""

    number = models.PositiveIntegerField(unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="orders")
    department = models.ForeignKey("company.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deal = models.ForeignKey("sales.Deal", null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    quote = models.OneToOneField("sales.Quote", null=True, blank=True, on_delete=models.PROTECT, related_name="order")
    state = models.CharField(max_length=9, choices=OrderState.choices, default=OrderState.DRAFT)
    state_at = models.DateTimeField(default=timezone.now)
    placed_at = models.DateTimeField(null=True, blank=True)
    bought_at = models.DateTimeField(null=True, blank=True)  # placed_at while it counts as bought: who bought is one walk along this
    currency = models.CharField(max_length=3)
    discount = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    invoice = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)  # what whoever packs and sends should know
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="orders_latest"),
            models.Index(fields=["state", "-created_at", "-id"], name="orders_by_state"),
            models.Index(fields=["customer", "-created_at", "-id"], name="orders_of_customer"),
            models.Index(fields=["invoice"], name="orders_by_invoice"),  # the unique one is a part of them, which no bound value finds
            models.Index(fields=["bought_at", "customer"], name="orders_bought", condition=Q(bought_at__isnull=False)),
            models.Index(
                fields=["customer", "bought_at", "currency", "total", "department", "owner"], name="orders_for_segments", condition=Q(bought_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_has_a_state"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=MOST, discount__gte=0), name="order_sums_are_sound"),
            models.CheckConstraint(
                condition=Q(state__in=["placed", "sent", "delivered"], bought_at__isnull=False) | (~Q(state__in=["placed", "sent", "delivered"]) & Q(bought_at__isnull=True)),
                name="bought_order_says_when",
            ),
            models.UniqueConstraint(fields=["invoice"], condition=~Q(invoice=""), name="one_order_an_invoice"),
        ]

    def timelines(self) -> dict[str, int | None]:
        """An order stands on its customer's timeline."""
        return {"customer_id": self.customer_id}


class OrderLine(Line):
    """A line of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")

    class Meta(Line.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "position"], name="one_order_line_a_place"),
            models.CheckConstraint(condition=Q(thousandths__gt=0, price__gte=0, discount__gte=0), name="order_line_is_sound"),
        ]


class OrderStep(models.Model):
    """One change of an order's state: who, when, and why where that was asked."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=9, blank=True)
    state = models.CharField(max_length=9, choices=OrderState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    word = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Payment(models.Model):
    """A fact: so much came on that day by that way. Below zero it is what we paid back. One written wrongly is taken back and kept."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    day = models.DateField()
    way = models.CharField(max_length=8, choices=PaymentWay.choices)
    reference = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, unique=True)  # of the form: sent twice, it is one payment
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="payment_is_something")]
