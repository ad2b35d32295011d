"""The pages of imports, for tools/pages_of.py: each is private to whoever brought the file in, so they are looked at as that person."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from sandali.company.models import Person
from sandali.transfer.models import Import, ImportLine, ImportState


def who_brought() -> Person | None:
    """Whoever brought the newest file in."""
    return Person.objects.filter(pk__in=Import.objects.order_by("-pk").values("by")[:1]).first()


def brought() -> list[tuple[str, str]]:
    """The list of imports, one at each step that there is, and the rows of people: to decide on, and as they were decided on."""
    mine = Import.objects.filter(by=who_brought()).order_by("pk")
    found: dict[str, QuerySet[Import]] = {f"settings-import-{state}": mine.filter(state=state) for state in ImportState.values}
    ones = [(name, rows.first()) for name, rows in found.items()]
    pages = [("settings-imports-own", reverse("settings_imports")), *((name, reverse("settings_import", args=[one.pk])) for name, one in ones if one is not None)]
    lines = ImportLine.objects.filter(of__in=mine).exclude(number=None)
    for state in (ImportState.CHECKED, ImportState.DONE):
        line = lines.filter(of__state=state).order_by("pk").first()
        if line is not None:
            people = reverse("settings_import_people", args=[line.of_id])
            pages += [(f"settings-import-{state}-{show}", f"{people}?show={show}") for show in ("alike", "known", *(("chosen",) if state == ImportState.DONE else ()))]
    return pages
