"""What counts as a fault, and having everything counted now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.entering import staff
from sandali.health.actions import LookingAlready, begin_look, change_rules
from sandali.health.checks import CHECKS, Group
from sandali.health.rules import LEAST_DAYS, MOST_DAYS, Rules, check_rules
from sandali.kit.components.pieces import number
from sandali.kit.digits import parse_number
from sandali.kit.htmx import cleaned, done, page


class RulesForm(forms.Form):
    """A switch for each check, and its limit in days, in any digits."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in CHECKS.values():
            self.fields[f"on-{check.code}"] = forms.BooleanField(label=check.name, required=False, initial=check.code not in rules.off)
            if check.days:
                typed = forms.TextInput(attrs={"inputmode": "numeric"})
                self.fields[f"days-{check.code}"] = forms.CharField(
                    label=_("%(rule)s (days)") % {"rule": check.rule}, max_length=6, widget=typed, initial=number(rules.days_of(check))
                )
        self.initial["was"] = str(rules.version)

    def clean(self) -> dict[str, Any]:
        """Limits are whole days."""
        values = super().clean() or {}
        for name in [name for name in values if name.startswith("days-")]:
            try:
                limit = int(parse_number(values[name].strip()))
            except ValueError:
                self.add_error(name, _("Please write a number."))
                continue
            if not LEAST_DAYS <= limit <= MOST_DAYS:
                self.add_error(name, _("Please write a number from %(least)s to %(most)s.") % {"least": number(LEAST_DAYS), "most": number(MOST_DAYS)})
            values[name] = limit
        return values

    @property
    def groups(self) -> list[tuple[str, list[tuple[Any, Any, Any]]]]:
        """(what is wrong, [(check, switch, limit or None)]) in their order."""
        return [
            (
                str(group.label),
                [
                    (check, self[f"on-{check.code}"], self[f"days-{check.code}"] if check.days else None)
                    for check in CHECKS.values()
                    if check.group == group
                ],
            )
            for group in Group
        ]


@staff("keep_records", methods=("GET", "POST"))
def report_record_rules(request: HttpRequest) -> HttpResponse:
    """Which checks are made, and from when on."""
    form = RulesForm(request.POST if request.method == "POST" else None, rules=check_rules())
    values, status = cleaned(form, request), None
    if values is not None:
        off = [code for code in CHECKS if not values[f"on-{code}"]]
        days = {code: values[f"days-{code}"] for code, check in CHECKS.items() if check.days}
        try:
            change_rules(by=request.user, off=off, days=days, was=values["was"])
            return done(request, reverse("report_records"), _("Saved. The figures follow with the next count, the lists at once."), leave=True)
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["was"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            status = 409
    return page(request, "desk/health/rules.html", {"form": form}, status=status)


@staff("keep_records", methods=("POST",))
def report_record_looks(request: HttpRequest) -> HttpResponse:
    """Have everything counted now, by a job; one count at a time."""
    try:
        begin_look(by=request.user)
    except LookingAlready:
        return done(request, reverse("report_records"), _("We are counting already."))
    return done(request, reverse("report_records"), _("We are counting. You can go on working."))
