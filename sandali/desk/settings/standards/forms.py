"""Forms of service standards: one standard, and who hears of what is late."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Kind, Priority
from sandali.channels.models import Channel
from sandali.company.models import Department
from sandali.company.queries import open_departments
from sandali.customers.models import Customer, Organisation
from sandali.desk.people_forms import NameField
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits, to_ascii
from sandali.resolution.models import ClockRules, Standard, Target
from sandali.resolution.standards.fitting import CONDITIONS

ANY = gettext_lazy("Any")
MOST_HOURS: Final = 2000
MOST_ORGANISATIONS: Final = 500
HOURS = re.compile(r"(\d{1,4})(?:[:٫.,](\d{1,2}))?")


class HoursField(forms.Field):
    """Working time as people write it: 4, 4:30, ۴:۳۰, or 4.5; in minutes, None where nothing is written."""

    def __init__(self, **given: Any) -> None:
        # No max_length: it would count the letters of what to_python gives, and that is a number.
        attributes = {"inputmode": "text", "dir": "ltr", "autocomplete": "off", "maxlength": "8"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attributes), **given)

    def prepare_value(self, value: Any) -> Any:
        """Minutes as hours; what was typed stays as typed."""
        if not isinstance(value, int):
            return value
        hours, minutes = divmod(value, 60)
        return localize_digits(f"{hours}:{minutes:02}" if minutes else str(hours), current_display().language)

    def to_python(self, value: Any) -> Any:
        """Minutes."""
        typed = to_ascii(str(value or "")).strip()
        if not typed:
            return None
        found = HOURS.fullmatch(typed)
        if found is None:
            raise ValidationError(_("Write hours, such as 4, or hours and minutes, such as 4:30."))
        hours, rest = int(found[1]), found[2] or ""
        minutes = int(rest or 0) if ":" in typed else round(60 * float(f"0.{rest or 0}"))
        if minutes >= 60 or hours > MOST_HOURS:
            raise ValidationError(_("Write hours, such as 4, or hours and minutes, such as 4:30."))
        return hours * 60 + minutes


def version_of(form: forms.Form) -> int:
    """The version that a form was opened with; 0 fits none."""
    was = form.cleaned_data["was"]
    return int(was) if was.isascii() and was.isdigit() and len(was) < 10 else 0


class StandardForm(forms.Form):
    """A service standard: of which cases it speaks, and the times that it sets."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", ANY), *Kind.choices])
    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), required=False, coerce=int, empty_value=None, choices=[("", ANY), *Priority.choices])
    channel = forms.ModelChoiceField(Channel.objects.none(), required=False, label=gettext_lazy("Channel"), empty_label=ANY)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=gettext_lazy("Department"), empty_label=ANY)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), required=False, label=gettext_lazy("Organisation"), empty_label=ANY)
    customer = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)  # chosen by desk/customers/choice.html
    first = HoursField(label=gettext_lazy("First reply within"))
    next = HoursField(label=gettext_lazy("Every further reply within"))
    answer = HoursField(label=gettext_lazy("Answer within"))
    confirm = HoursField(label=gettext_lazy("Confirmed by the customer within"))

    def __init__(self, standard: Standard | None = None, data: Any = None, *, typed: Any = None) -> None:
        """`typed`: what was posted to choose a customer, and is shown again without being looked at."""
        standing = {} if standard is None else {name: getattr(standard, name) for name in ("name", *CONDITIONS, *Target.values)} | {"was": str(standard.version)}
        written = {} if typed is None else {name: typed.get(name, "") for name in self.base_fields}
        super().__init__(data, initial={name: getattr(value, "pk", value) for name, value in standing.items()} | written)
        channels, departments = Channel.objects.filter(archived_at=None), open_departments()
        if standard is not None:  # what it names already may stay
            channels |= Channel.objects.filter(pk=standard.channel_id)
            departments |= Department.objects.filter(pk=standard.department_id)
        self.fields["channel"].queryset, self.fields["department"].queryset = channels, departments
        self.fields["organisation"].queryset = Organisation.objects.filter(merged_into=None, removed_at=None).order_by("name", "pk")

    def clean_customer(self) -> Customer | None:
        """The customer of that number."""
        number = self.cleaned_data["customer"]
        if number is None:
            return None
        found = Customer.objects.filter(pk=number).first()
        if found is None:  # said above the form: the field itself is hidden
            self.add_error(None, _("This customer is not there any more. Please choose again."))
        return found

    def values(self) -> dict[str, Any]:
        """What was posted, as the actions take it."""
        return {name: self.cleaned_data[name] for name in ("name", *CONDITIONS, *Target.values)}

    @property
    def version(self) -> int:
        """The version that the form was opened with."""
        return version_of(self)


class TellingForm(forms.Form):
    """After how long the leads, and then the managers, hear of what is late."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    leads_after = HoursField(label=gettext_lazy("The department's leads are told after"), help_text=gettext_lazy("Working hours after the owner was told. Leave it empty for never."))
    managers_after = HoursField(label=gettext_lazy("The managers are told after"), help_text=gettext_lazy("Working hours after the leads were told. Leave it empty for never."))

    def __init__(self, rules: ClockRules, data: Any = None) -> None:
        super().__init__(data, initial={"was": str(rules.version), "leads_after": rules.leads_after or None, "managers_after": rules.managers_after or None})
