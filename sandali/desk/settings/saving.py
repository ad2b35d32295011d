"""What every settings page does alike: the page with its side list, and saving a form that two people may have open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.settings.side import side
from sandali.kit.htmx import cleaned, page


def settings_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int | None = None, part: Any = None) -> HttpResponse:
    """A page inside the settings' frame."""
    return page(request, f"desk/settings/{template}", {**side(request), **context}, part, status=status)


SAVED = 303


def save(request: HttpRequest, form: Form, keep: Callable[[], Any], wrong: Mapping[type[Exception], str | None] | None = None) -> int:
    """Save what was posted by calling `keep`; returns SAVED, or the status of the page that shows the form again.

    200 where nothing was posted, 422 where something is wrong, 409 where somebody else changed it meanwhile: a second save
    then goes through. `wrong` lists what `keep` may raise besides Overtaken, each with the field that is to blame."""
    if cleaned(form, request) is None:
        return 422 if form.is_bound else 200
    faults = wrong or {}
    try:
        keep()
    except Overtaken as other:
        form.data = form.data.copy()
        form.data["was"] = other.stamp
        form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
        return 409
    except tuple(faults) as problem:
        form.add_error(faults[type(problem)], str(problem))
        return 422
    return SAVED
