"""What people may give without asking, and how soon those above them answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.desk.entering import staff
from sandali.desk.settings.authority.forms import AuthorityForm
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.htmx import done
from sandali.resolution.remedies.authority import change_authority


@staff("manage_company", methods=("GET", "POST"))
def authority(request: HttpRequest) -> HttpResponse:
    """The table of allowances, by role and person."""
    form = AuthorityForm(request.POST or None)
    status = save(request, form, lambda: change_authority(by=request.user, **form.values()))
    if status == SAVED:
        return done(request, reverse("settings_authority"), _("Saved."), leave=True)
    return settings_page(request, "authority.html", {"form": form}, status=status)
