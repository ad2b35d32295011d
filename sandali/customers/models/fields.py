"""Fields that a company defines by itself, and their values: typed columns, each with an index of its own, rather than JSON."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What a field is about."""

    CUSTOMER = "customer", _("Customers")
    ORGANISATION = "organisation", _("Organisations")
    CASE = "case", _("Cases")


class FieldKind(models.TextChoices):
    """What a field's value is."""

    TEXT = "text", pgettext_lazy("kind of field", "Short text")
    LONG = "long", pgettext_lazy("kind of field", "Long text")
    NUMBER = "number", pgettext_lazy("kind of field", "Number")
    DATE = "date", pgettext_lazy("kind of field", "Date")
    YES_NO = "yes_no", pgettext_lazy("kind of field", "Yes or no")
    CHOICE = "choice", pgettext_lazy("kind of field", "One of several")
    CHOICES = "choices", pgettext_lazy("kind of field", "Several of several")
    LINK = "link", pgettext_lazy("kind of field", "Link")
    PHONE = "phone", pgettext_lazy("kind of field", "Phone")
    MONEY = "money", pgettext_lazy("kind of field", "Money")


class CustomField(models.Model):
    """A field by its name, one a subject however typed. Its kind never changes: values would have to be guessed anew."""

    subject = models.CharField(max_length=12, choices=Subject.choices)
    kind = models.CharField(max_length=8, choices=FieldKind.choices)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=90)
    hint = models.CharField(max_length=160, blank=True)
    currency = models.CharField(max_length=3, blank=True)  # of money: the company's when the field was defined, so that amounts compare
    is_required = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "folded"], name="one_field_a_name")]

    def __str__(self) -> str:
        return self.name

    def timelines(self) -> dict[str, int | None]:
        """A field belongs to no customer."""
        return {}


class FieldChoice(models.Model):
    """One of the answers to a field. One that is out of use is offered no more; whoever has it keeps it."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="choices")
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=120)
    place = models.PositiveIntegerField(default=0)
    is_out = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["field", "folded"], name="one_choice_a_name")]

    def __str__(self) -> str:
        return self.name


TYPED: Final = ("folded", "number", "day", "yes", "choice", "amount")


def by_value(column: str, subject: str, table: str) -> models.Index:
    """By value, for lists and segments: only rows that have one of this type stand in it."""
    return models.Index(fields=["field", column, subject], condition=Q(**{f"{column}__isnull": False}), name=f"{table}_by_{column}")


class TypedValue(models.Model):
    """A value of one field, in the column of its type; several choices are several rows. `text` is it as written. Whose it is, is said
    by the table: rooms above have one of their own."""

    field = models.ForeignKey(CustomField, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(blank=True)
    folded = models.CharField(max_length=120, null=True)  # of short texts, links and phones: what they are found and compared by
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    day = models.DateField(null=True)
    yes = models.BooleanField(null=True)
    choice = models.ForeignKey(FieldChoice, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField(null=True)  # minor units of the field's currency

    class Meta:
        abstract = True


class FieldValue(TypedValue):
    """A customer's or an organisation's value of one field."""

    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="field_values", db_index=False)
    organisation = models.ForeignKey("customers.Organisation", null=True, on_delete=models.CASCADE, related_name="field_values", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "field"], condition=Q(customer__isnull=False), name="field_values_of_customer"),
            models.Index(fields=["organisation", "field"], condition=Q(organisation__isnull=False), name="field_values_of_company"),
            *(by_value(column, "customer", "field_values") for column in TYPED),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(customer__isnull=False) ^ Q(organisation__isnull=False), name="a_value_of_one_subject"),
            models.UniqueConstraint(fields=["customer", "field", "choice"], condition=Q(choice__isnull=False), name="a_choice_once_a_customer"),
            models.UniqueConstraint(fields=["organisation", "field", "choice"], condition=Q(choice__isnull=False), name="a_choice_once_a_company"),
        ]
