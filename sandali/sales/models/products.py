"""What is sold, the lines in which it stands, and the numbers that we give."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sandali.kit.money import BASIS, MOST, Priced


class Product(models.Model):
    """Something that we sell. `price` is of one unit in minor units, `tax` in hundredths of a percent. An archived one is sold no more."""

    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=200, db_index=True)
    code = models.CharField(max_length=40, unique=True)
    unit = models.CharField(max_length=30, blank=True)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["folded", "pk"]
        indexes: ClassVar = [models.Index(fields=["folded", "id"], name="products_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(price__gte=0, price__lte=MOST), name="product_has_a_price"),
            models.CheckConstraint(condition=Q(tax__lte=BASIS), name="product_tax_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A product stands on no customer's timeline."""
        return {}


class SalesNumber(models.Model):
    """The last number that was given, of each kind of paper: numbers of ours have no gaps and come one after the other."""

    kind = models.CharField(max_length=10, primary_key=True)
    last = models.PositiveIntegerField(default=1000)


class Line(models.Model):
    """One line of an order or a quote: everything as it was when it was written, whatever becomes of the product."""

    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=30, blank=True)
    thousandths = models.BigIntegerField()  # of a unit: 1.5 are 1500
    price = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)  # on the line, in minor units
    tax = models.PositiveSmallIntegerField(default=0)  # hundredths of a percent

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    def priced(self) -> Priced:
        """What it is reckoned from."""
        return Priced(self.thousandths, self.price, self.discount, self.tax)
