"""What every settings page does alike: the page with its side list, and the answer when somebody else was quicker."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.desk.settings.side import side
from sandali.kit.htmx import page


def settings_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int | None = None, part: Any = None) -> HttpResponse:
    """A page inside the settings' frame."""
    return page(request, f"desk/settings/{template}", {**side(request), **context}, part, status=status)


def overtaken(form: Form, standing: str) -> int:
    """Say in the form that somebody else changed it meanwhile, and let a second save go through; returns the status, 409."""
    form.data = form.data.copy()
    form.data["was"] = standing
    form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    return 409
