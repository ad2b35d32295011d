"""Forms about tokens and webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.automation.models import Webhook
from sandali.company.scopes import READ, SCOPES, SUBJECTS
from sandali.desk.people_forms import NameField
from sandali.history.kinds import KINDS

DAYS = ((30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("One year")))
MOST_KINDS = 100


def scope_choices() -> list[tuple[str, str]]:
    """Every scope in words."""
    found = []
    for scope in SCOPES:
        subject, _colon, verb = scope.partition(":")
        words = {"what": SUBJECTS[subject][0]}
        found.append((scope, _("Read: %(what)s") % words if verb == READ else _("Write: %(what)s") % words))
    return found


class TokenForm(forms.Form):
    """What a new token is for."""

    name = NameField(label=gettext_lazy("What is it for?"), max_length=80, help_text=gettext_lazy("A name by which you will know it again, such as that of the program."))
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What may the program do?"), choices=scope_choices, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=gettext_lazy("How long does it hold?"), choices=DAYS, coerce=int, initial=90)


class WebhookForm(forms.Form):
    """An address, and what it is told."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    url = forms.CharField(label=gettext_lazy("Address"), max_length=500, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off", "placeholder": "https://"}))
    kinds = forms.CharField(
        label=gettext_lazy("Kinds of events"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"dir": "ltr", "rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, by its code. Left empty, everything is told."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, webhook: Webhook | None = None) -> None:
        standing = {} if webhook is None else {"name": webhook.name, "url": webhook.url, "kinds": "\n".join(webhook.kinds), "version": webhook.version}
        super().__init__(data, initial=standing)

    def clean_kinds(self) -> list[str]:
        """The codes, all of which there are."""
        codes = list(dict.fromkeys(self.cleaned_data["kinds"].replace(",", " ").split()))
        unknown = [code for code in codes if code not in KINDS]
        if unknown:
            raise forms.ValidationError(_("There is no such kind of event: %(codes)s") % {"codes": " ".join(unknown[:5])})
        if len(codes) > MOST_KINDS:
            raise forms.ValidationError(_("These are very many. Leave the field empty to be told everything."))
        return codes
