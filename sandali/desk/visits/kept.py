"""The page that browsers keep for writing down visits and calls where there is no connection."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from sandali.desk.cases.forms import VisitForm
from sandali.kit.dates import displayed

KEPT = "desk/visits/kept.html"


def visits_page(language: str, *, company: Any = None) -> str:
    """The page's HTML: made without a request, so that nothing of a person can come into it."""
    with translation.override(language), displayed(language, "UTC"):
        return render_to_string(KEPT, {"company": company, "csrf_token": "", "language_post": "", "form": VisitForm(), "key": ""})
