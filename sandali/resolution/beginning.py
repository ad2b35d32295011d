"""The first run of a company, with what it begins with in this room besides its usual standards."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sandali.cases.actions.example import begin
from sandali.company.models import Person
from sandali.resolution.recovery.planting import plant_causes


@transaction.atomic
def begin_company(*, name: str, language: str, **rest: Any) -> Person:
    """As `cases.actions.example.begin`, and with the usual causes in the company's language: to choose among beats an empty tree, and
    each can be renamed, moved or retired."""
    person = begin(name=name, language=language, **rest)
    plant_causes(language, by=person)
    return person
