"""Forms of policies and situations."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Kind
from sandali.channels.models import Channel
from sandali.company.models import Department, Person
from sandali.company.queries import open_departments
from sandali.customers.models import Organisation, Tag
from sandali.desk.people_forms import NameField
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.fields import ClockField, DateInput, JalaliDateField
from sandali.resolution.exceptions.affected import LONGEST_CITY, read_affects
from sandali.resolution.models import Policy, Situation


class PolicyForm(forms.Form):
    """A policy: its name, what it says, whose it is."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=120)
    says = forms.CharField(label=gettext_lazy("What it says"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    department = forms.ModelChoiceField(
        Department.objects.none(), required=False, label=gettext_lazy("Department"), empty_label=gettext_lazy("All departments")
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), required=False, label=gettext_lazy("Who decides about it"), empty_label=gettext_lazy("Whoever keeps policies"),
        help_text=gettext_lazy("Is asked whether it should change when exceptions recur."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("In force"), required=False)

    def __init__(self, policy: Policy | None, data: Any = None) -> None:
        standing: dict[str, Any] = {"is_active": True}
        departments, people = open_departments(), Person.objects.filter(is_active=True)
        if policy is not None:
            standing = {name: getattr(policy, name) for name in ("name", "says", "department", "owner", "is_active")} | {"was": str(policy.version)}
            departments |= Department.objects.filter(pk=policy.department_id)
            people |= Person.objects.filter(pk=policy.owner_id)
        super().__init__(data, initial=standing)
        self.fields["department"].queryset, self.fields["owner"].queryset = departments, people

    def values(self) -> dict[str, Any]:
        """What was posted, as the action takes it."""
        return {name: self.cleaned_data[name] for name in ("name", "says", "department", "owner", "is_active")}


def version_of(form: forms.Form) -> int | None:
    """The version that a form was opened with; 0 fits none."""
    was = form.cleaned_data["was"]
    return int(was) if was.isascii() and was.isdigit() and len(was) < 10 else 0


def several(label: Any, rows: Any) -> forms.ModelMultipleChoiceField:
    """A field of boxes to tick."""
    return forms.ModelMultipleChoiceField(rows, label=label, required=False, widget=forms.CheckboxSelectMultiple)


class SituationForm(forms.Form):
    """A situation: what happened, from when to when, which policies are relaxed, and who is affected."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("The name everybody will use; it appears on each case."))
    what = forms.CharField(
        label=gettext_lazy("What happened, and what we do"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    begins_day = JalaliDateField(label=gettext_lazy("Begins"), widget=DateInput())
    begins_clock = ClockField(label=gettext_lazy("Time"), required=False)
    ends_day = JalaliDateField(label=gettext_lazy("Ends"), required=False, widget=DateInput(), help_text=gettext_lazy("Leave it empty to run until somebody ends it."))
    ends_clock = ClockField(label=gettext_lazy("Time"), required=False)
    city = forms.CharField(label=gettext_lazy("Customers of the city"), required=False, max_length=LONGEST_CITY, widget=forms.TextInput(attrs={"dir": "auto"}))
    words = forms.CharField(
        label=gettext_lazy("Cases containing these words"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=gettext_lazy("Customers of the organisation"), empty_label=gettext_lazy("Any")
    )
    kind = forms.MultipleChoiceField(label=gettext_lazy("Kind"), required=False, choices=Kind.choices, widget=forms.CheckboxSelectMultiple)
    cases = forms.CharField(
        label=gettext_lazy("And these cases"), required=False, max_length=4000, help_text=gettext_lazy("Their numbers, with spaces between."),
    )  # fmt: skip

    def __init__(self, situation: Situation | None, data: Any = None) -> None:
        super().__init__(data, initial=standing_of(situation), auto_id="situation-%s")
        self.fields["policies"] = several(gettext_lazy("Policies that are relaxed"), Policy.objects.filter(is_active=True))
        self.fields["tag"] = several(gettext_lazy("Tag"), Tag.objects.none())
        self.fields["channel"] = several(gettext_lazy("Channel"), Channel.objects.filter(archived_at=None))
        self.fields["department"] = several(gettext_lazy("Department"), open_departments())
        self.fields["tag"].queryset = Tag.objects.filter(cases__isnull=False).distinct()
        self.fields["organisation"].queryset = Organisation.objects.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Adds `begins_at`, `ends_at` and `affects`."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        begins = moment_of(values["begins_day"], values["begins_clock"]) or timezone.now()
        ends = moment_of(values["ends_day"], values["ends_clock"])
        if ends is not None and ends <= begins:
            raise forms.ValidationError(_("It ends before it begins."))
        given = {name: [str(one.pk) for one in values[name]] for name in ("tag", "channel", "department")}
        chosen = values["organisation"]
        affects = read_affects(
            given | {"kind": values["kind"], "organisation": str(chosen.pk) if chosen else "", "words": values["words"], "city": values["city"], "cases": values["cases"]}
        )
        if not affects:
            raise forms.ValidationError(_("Say who is affected: a city, a tag, a channel, words, or cases."))
        return values | {"begins_at": begins, "ends_at": ends, "affects": affects}

    def values(self) -> dict[str, Any]:
        """What was posted, as the action takes it."""
        found = {name: self.cleaned_data[name] for name in ("name", "what", "begins_at", "ends_at", "affects")}
        return found | {"policies": list(self.cleaned_data["policies"])}


def clock_of(moment: datetime) -> str:
    """A time of day in the reader's digits."""
    return localize_digits(moment.strftime("%H:%M"), current_display().language)


def moment_of(day: Any, clock: Any) -> datetime | None:
    """A day and a time of the reader's; without a time its first moment."""
    return None if day is None else datetime.combine(day, clock or time(), current_display().zone)


def standing_of(situation: Situation | None) -> dict[str, Any]:
    """A situation as the form shows it."""
    zone = current_display().zone
    if situation is None:
        now = timezone.now().astimezone(zone)
        return {"begins_day": now.date(), "begins_clock": clock_of(now)}
    begins, ends, affects = situation.begins_at.astimezone(zone), situation.ends_at and situation.ends_at.astimezone(zone), situation.affects
    numbers = {name: [int(one) for one in affects.get(name, [])] for name in ("tag", "channel", "department")}
    return {
        "was": str(situation.version), "name": situation.name, "what": situation.what, "begins_day": begins.date(), "begins_clock": clock_of(begins),
        "ends_day": ends.date() if ends else None, "ends_clock": clock_of(ends) if ends else "", "city": affects.get("city", ""),
        "words": " ".join(affects.get("words", [])), "organisation": next(iter(affects.get("organisation", [])), None), "kind": affects.get("kind", []),
        "cases": " ".join(str(one) for one in affects.get("cases", [])), "policies": list(situation.policies.values_list("pk", flat=True)), **numbers,
    }  # fmt: skip
