"""Rules for tests, and everything that stands in the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from sandali.automation.models import Rule
from sandali.automation.rules.actions import add_rule


def rule(cast: Any, trigger: str = "wrote", *, name: str = "قاعده", when: dict[str, Any] | None = None, amount: int | None = None, by: Any = None, **acts: Any) -> Rule:
    """A rule of Nahid's, who manages: set off by `trigger`, asking `when`, doing the rest."""
    return add_rule(by=by or cast.nahid, name=name, trigger=trigger, amount=amount, conditions=when or {}, acts=acts)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models() if model.__module__.startswith("sandali.")
    }  # fmt: skip
