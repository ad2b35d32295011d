"""A small company with cases in which anything may happen, at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.models import Case, Message
from tests.cast import Cast

YES = "بله، حل شد. ممنون از شما."  # whatever ours write, it reads like a yes


class Nothing(LookupError):
    """There is no such row yet."""


@dataclass
class World:
    """A small company with cases, and a source of chance."""

    cast: Cast
    cases: list[Case]
    random: Random
    number: int = 0
    chosen: int = 0
    people: list[Any] = field(default_factory=list)

    def case(self) -> Case:
        """One of the cases, as it stands."""
        self.chosen = self.random.choice(self.cases).pk
        return Case.objects.select_related("customer", "department", "channel").get(pk=self.chosen)

    def row(self, model: str, **narrowed: Any) -> Any:
        """Some row of a model; those of late are as likely as all that went before."""
        found = model_called(model)
        numbers = list(found.objects.filter(**narrowed).order_by("-pk").values_list("pk", flat=True)[:40])
        if not numbers:
            raise Nothing(model)
        number = self.random.choice(numbers[:3] if self.random.random() < 0.5 else numbers)
        row = found.objects.get(pk=number)
        if getattr(row, "case_id", None):
            row.case = Case.objects.select_related("customer", "department", "channel").get(pk=row.case_id)
        return row

    def key(self) -> str:
        """A key that nobody used."""
        self.number += 1
        return f"key {self.number}"

    def send(self, case: Case) -> Callable[[], Message]:
        """What sends an answer."""
        key = self.key()
        return lambda: reply(case, YES, by=self.cast.sara, dedupe_key=key)

    def soon(self) -> Any:
        """A moment of the last days, or of those to come."""
        return timezone.now() + timedelta(days=self.random.choice([-1, 1, 3, 30]), minutes=self.random.randrange(600))


def model_called(name: str) -> Any:
    """The model of this name in the rooms that cases and what hangs on them are in."""
    for app in ("resolution", "team", "automation", "cases", "customers", "company"):
        try:
            return apps.get_model(app, name)
        except LookupError:
            continue
    return None
