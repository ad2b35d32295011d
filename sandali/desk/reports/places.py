"""Which reports there are, as the tabs above each of them: those that the person may enter."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sandali.company.permissions import may

# Address → (what it is called, the right that it takes)
PLACES: Final = {
    "reports": (gettext_lazy("Answers"), "see_measures"),
    "report_causes": (gettext_lazy("Causes"), "see_measures"),
    "report_sales": (gettext_lazy("Sales"), "see_sales"),
    "report_records": (gettext_lazy("Health of the records"), "see_measures"),
}


def places(person: Any, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this one) of each."""
    return [(str(label), reverse(name), name == here) for name, (label, right) in PLACES.items() if may(person, right)]
