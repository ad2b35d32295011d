"""What people fill in on the recovery path."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import could_own
from sandali.cases.models import Case
from sandali.company.queries import people_who_may
from sandali.kit.dates import current_display
from sandali.kit.fields import JalaliDateField
from sandali.kit.text import clean, isolate
from sandali.resolution.recovery.actions import LONGEST_TEXT

BEGINS: Final = time(8)  # of our day: on a day without a time something is looked at in the morning
ENDS: Final = time(17)


def area(rows: int) -> forms.Textarea:
    """A box for words in any direction."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def words(text: str) -> str:
    """What was typed, when anything of it can be seen: the rooms keep no empty words. Raises ValidationError."""
    if not isolate(text):
        raise ValidationError(_("This field is required."))
    return clean(text)


def moment_on(day: Any, clock: time) -> datetime:
    """That time of a day in the reader's zone."""
    return datetime.combine(day, clock, current_display().zone)


class OwnForm(forms.Form):
    """Who stands for what went wrong."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who owns it"), coerce=int)

    def __init__(self, *args: Any, case: Case, me: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [one for one in people_who_may("handle_cases") if could_own(one, case.department_id)]
        people.sort(key=lambda one: one.pk != me.pk)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (one.pk, _("%(name)s (me)") % {"name": one.name} if one.pk == me.pk else one.name) for one in people
        ]


class WordsForm(forms.Form):
    """A step that is done in words."""

    text = forms.CharField(label="", max_length=LONGEST_TEXT, widget=area(4))

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class LessonForm(forms.Form):
    """What we learnt."""

    text = forms.CharField(label=gettext_lazy("What we learn from it"), max_length=LONGEST_TEXT, widget=area(3))

    def clean_text(self) -> str:
        """Words."""
        return words(self.cleaned_data["text"])


class LookForm(forms.Form):
    """A cause that is not known yet: when to look again."""

    day = JalaliDateField(label=gettext_lazy("Check again on"))


class SignerForm(forms.Form):
    """An apology, and who is to sign it."""

    text = forms.CharField(label=gettext_lazy("The apology"), max_length=200_000, widget=area(9))
    signer = forms.TypedChoiceField(label=gettext_lazy("Who signs it"), coerce=int, required=False, empty_value=0)

    def clean_text(self) -> str:
        """Words."""
        return words(self.cleaned_data["text"])

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["signer"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]


class SignForm(forms.Form):
    """An apology that one is asked to sign."""

    text = forms.CharField(label=gettext_lazy("The apology"), max_length=200_000, widget=area(10))

    def clean_text(self) -> str:
        """Words."""
        return words(self.cleaned_data["text"])


class WordForm(forms.Form):
    """A word that goes back to somebody."""

    word = forms.CharField(label=gettext_lazy("Why not, in a word"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}))
