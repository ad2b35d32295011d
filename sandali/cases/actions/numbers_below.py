"""Rooms below cases keep the number of a case as a plain number: a deal, out of which it came; a quote, where its link stands.

Every such column has a line in settings.CASE_COLUMNS: "app.Model.column" → "moves" (it goes along when the case is merged into another
one), "message" (so too, and when a case is split with the message that the row names in its column of that name), or "stays" (it says
where something happened; whoever follows the number is led on). A test fails for a column without a line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from sandali.cases.actions.journal import Journal, alter
from sandali.cases.models import Case

WITH_MESSAGE, STAYS = "message", "stays"
CHUNK: Final = 500


def columns_that(*ways: str) -> list[tuple[type[Model], str]]:
    """(model, column) of all that go one of these ways."""
    found = [column.rpartition(".") for column, way in settings.CASE_COLUMNS.items() if way in ways]
    return [(apps.get_model(model), name) for model, _dot, name in found]


def models_below() -> dict[str, type[Model]]:
    """The models of rows that may stand in a journal because of it, by their names."""
    return {model._meta.model_name or "": model for model, _name in columns_that("moves", WITH_MESSAGE)}


def carry_numbers(journal: Journal, source: Case, target: Case) -> None:
    """What named the case that goes names the one in which it lives on."""
    for model, name in columns_that("moves", WITH_MESSAGE):
        for row in model._default_manager.filter(**{name: source.pk}).order_by("pk"):
            alter(journal, row, **{name: target.pk})


def carry_with_messages(journal: Journal, numbers: Collection[int], source: Case, target: Case) -> None:
    """What belongs to one of these messages goes where the message goes."""
    moved = list(numbers)
    for model, name in columns_that(WITH_MESSAGE):
        for start in range(0, len(moved), CHUNK):
            for row in model._default_manager.filter(**{name: source.pk, "message__in": moved[start : start + CHUNK]}).order_by("pk"):
                alter(journal, row, **{name: target.pk})
