"""What segments may ask of our word: promises that we broke, and promises that we owe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.segments import CASES, seen_by
from sandali.customers.segments.conditions import (
    HOW_OFTEN,
    NEVER,
    PERIOD,
    Asking,
    Condition,
    Counting,
    Known,
    in_period,
    times_words,
)
from sandali.resolution.models import Promise
from sandali.resolution.models.promises import STANDING


class PromiseBroken(Counting):
    """So many promises to them whose time passed before we kept them, whatever came of it later."""

    name, label, group, right, column = "promise_broken", gettext_lazy("Promises that we broke"), CASES, "see_cases", "broken_at"
    parts = (*HOW_OFTEN, *PERIOD)

    def rows(self, values: Mapping[str, Any], asking: Asking) -> QuerySet[Any]:
        return Promise.objects.filter(broken_at__isnull=False, case__in=seen_by(asking))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        words = _("to whom we never broke a promise") if values["how"] == NEVER else _("to whom we broke a promise %(times)s")
        return in_period(words % {"times": times_words(values)}, values)


class PromiseOwed(Condition):
    """We owe them something that we promised."""

    name, label, group, right = "promise_owed", gettext_lazy("A promise that we owe"), CASES, "see_cases"

    def holds(self, values: Mapping[str, Any], asking: Asking) -> Q:
        rows = Promise.objects.filter(state__in=STANDING, case__in=seen_by(asking))
        return Q(pk__in=asking.near(rows).values("customer_id"))

    def words(self, values: Mapping[str, Any], known: Known) -> str:
        return _("to whom we owe a promise")


CONDITIONS: Final = (PromiseBroken(), PromiseOwed())
