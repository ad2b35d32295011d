"""The form for how the company works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Calendar, Company, Language, Weekend
from sandali.company.queries import COMPANY_SETTINGS, company_stamp
from sandali.desk.people_forms import NameField
from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.countries import country_choices
from sandali.kit.long_select import LongSelect
from sandali.kit.text import clean
from sandali.kit.zones import zone_choices

CURRENCIES = (
    ("IRR", _("Iranian rial")),
    ("USD", _("US dollar")),
    ("EUR", _("Euro")),
    ("GBP", _("British pound")),
    ("AED", _("UAE dirham")),
    ("TRY", _("Turkish lira")),
    ("AFN", _("Afghani")),
    ("IQD", _("Iraqi dinar")),
    ("CAD", _("Canadian dollar")),
    ("AUD", _("Australian dollar")),
    ("CHF", _("Swiss franc")),
    ("SEK", _("Swedish krona")),
)


class CompanyForm(forms.Form):
    """Every setting of the company; `was` says how they stood when the page was opened."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    name = NameField(label=_("Name of the company"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("For people who have not chosen their own.")
    )
    country = forms.ChoiceField(label=_("Country"), widget=LongSelect)
    zone = forms.ChoiceField(label=_("Time zone"), widget=LongSelect)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices)
    week_start = forms.TypedChoiceField(label=_("The week begins on"), coerce=int)
    weekend = forms.ChoiceField(label=_("Weekend"), choices=Weekend.choices)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    show_toman = forms.BooleanField(
        label=_("Show rials as toman"), required=False, help_text=_("Amounts are stored in rials either way.")
    )
    signature = forms.CharField(
        label=_("Signature under answers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The company's name, telephone number and opening hours."),
    )  # fmt: skip

    def __init__(self, company: Company, data: Any = None) -> None:
        values = {name: getattr(company, name) for name in COMPANY_SETTINGS}
        super().__init__(data, initial={**values, "was": company_stamp(company)})
        language = "fa" if (get_language() or "fa").startswith("fa") else "en"
        self.fields["country"].choices = country_choices(language)
        zones = zone_choices(language)
        own = [] if company.zone in dict(zones) else [(company.zone, company.zone)]
        self.fields["zone"].choices = [*zones, *own]
        days = WEEKDAYS[language]
        self.fields["week_start"].choices = [(day, days[day]) for day in (5, 6, 0)]
        if company.currency not in dict(CURRENCIES):
            self.fields["currency"].choices = [(company.currency, company.currency), *CURRENCIES]

    def clean_signature(self) -> str:
        """Without characters that no mail should carry."""
        return clean(self.cleaned_data["signature"]).strip()
