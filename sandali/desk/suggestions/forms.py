"""What people fill in about suggestions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.company.models import Person
from sandali.desk.customers.paging import MOST
from sandali.desk.recovery.forms import words
from sandali.kit.fields import DigitsIntegerField
from sandali.team.actions import LEAST_DAYS, LONGEST, LONGEST_WORD, MOST_DAYS
from sandali.team.models import Suggestion
from sandali.team.queries import managers

VERDICTS = (("taken_up", gettext_lazy("Take it up")), ("declined", gettext_lazy("Decline")))


class SaidForm(forms.Form):
    """A form whose `text` holds words that can be seen."""

    def clean_text(self) -> str:
        """Words."""
        return words(self.cleaned_data["text"])


class CaseForm(forms.Form):
    """A form that may name a case which the person sees; `found_case` is it, or None."""

    case = DigitsIntegerField(label=gettext_lazy("Case number"), required=False, min_value=1, max_value=MOST)
    found_case: Case | None = None

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_case(self) -> int | None:
        """The number, when there is such a case for this person."""
        number = self.cleaned_data["case"]
        if number is None:
            return None
        self.found_case = cases_for(self.person).filter(pk=number).first()
        if self.found_case is None:
            raise ValidationError(_("You see no case of this number."))
        return int(number)


class SuggestionForm(SaidForm, CaseForm):
    """A new suggestion; `to` is empty for all managers."""

    text = forms.CharField(
        label=gettext_lazy("What would help customers"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )
    to = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)
    field_order = ("text", "to", "case")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in managers() if one.pk != self.person.pk}
        self.fields["to"].choices = [("", _("The managers")), *((key, one.name) for key, one in self.people.items())]  # type: ignore[attr-defined]

    def receiver(self) -> Person | None:
        """To whom; None for all managers."""
        return self.people.get(self.cleaned_data["to"])


class WordingForm(SaidForm):
    """How a suggestion is worded; the version that was read travels along."""

    text = forms.CharField(
        label=gettext_lazy("What would help customers"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class AnswerForm(SaidForm):
    """The answer that is owed. To decline needs a reason as much as to take up needs a word."""

    verdict = forms.ChoiceField(choices=VERDICTS, required=True)
    text = forms.CharField(label=gettext_lazy("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class OutcomeForm(SaidForm):
    """What is different now."""

    text = forms.CharField(label=gettext_lazy("What is different for customers now"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class VoiceForm(CaseForm):
    """Who else ran into it, in a word, with their case."""

    word = forms.CharField(label=gettext_lazy("In a word"), required=False, max_length=LONGEST_WORD, widget=forms.TextInput(attrs={"dir": "auto"}))
    field_order = ("word", "case")


class RulesForm(forms.Form):
    """Within how many working days an answer is owed."""

    days = DigitsIntegerField(label=gettext_lazy("Working days until an answer is owed"), min_value=LEAST_DAYS, max_value=MOST_DAYS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)


def standing_of(found: Suggestion) -> dict[str, Any]:
    """How a suggestion stands, for WordingForm."""
    return {"text": found.text, "version": found.version}
