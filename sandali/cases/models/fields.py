"""What a company writes down of each case by itself (customers/fields): its values, beside those of customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sandali.cases.models.case import Case
from sandali.customers.models.fields import TYPED, TypedValue, by_value


class CaseValue(TypedValue):
    """A case's value of one field. A table of its own: customers know no cases."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="field_values", db_index=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "field"], name="case_values_of_case"),
            *(by_value(column, "case", "case_values") for column in TYPED),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "field", "choice"], condition=Q(choice__isnull=False), name="a_choice_once_a_case"),
            models.UniqueConstraint(fields=["case", "field"], condition=Q(choice__isnull=True), name="a_value_once_a_case"),
        ]
