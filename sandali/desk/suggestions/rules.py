"""Settings: within how many working days a suggestion is answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.entering import staff
from sandali.desk.settings.saving import settings_page
from sandali.desk.suggestions.forms import RulesForm
from sandali.kit.htmx import cleaned, done
from sandali.team.actions import change_rules
from sandali.team.models import SuggestionRules


@staff("manage_company", methods=("GET", "POST"))
def suggestion_rules(request: HttpRequest) -> HttpResponse:
    """How long an answer may take, for what is suggested from now on."""
    row = SuggestionRules.objects.filter(pk=1).first() or SuggestionRules()
    form = RulesForm(request.POST or None, initial={"days": row.days, "version": row.version})
    values = cleaned(form, request)
    status = None
    if values is not None:
        try:
            change_rules(values["days"], by=request.user, version=values["version"])
            return done(request, reverse("settings_suggestions"), _("Saved."), leave=True)
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            status = 409
    return settings_page(request, "suggestions.html", {"form": form}, status=status)
