"""What people fill in about public matters and plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.kit.fields import DigitsIntegerField
from sandali.resolution.models import PublicMatter, PublicPlace, PublicPlan
from sandali.resolution.public.actions import LONGEST, LONGEST_LINK, web_address
from sandali.resolution.public.plans import LEAST_MINUTES, LONGEST_STEPS, MOST_MINUTES
from sandali.resolution.public.queries import plans

MINUTES_AN_HOUR = 60


class LinkField(forms.CharField):
    """An address of the web."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_LINK, widget=forms.URLInput, **options)

    def clean(self, value: Any) -> str:
        """The address, without what could be clicked by mistake."""
        try:
            return web_address(super().clean(value))
        except ValueError as wrong:
            raise ValidationError(_("Please give the whole link, beginning with https://")) from wrong


class MatterForm(forms.Form):
    """Where it is said in public; the version that was read travels along."""

    where = forms.ChoiceField(label=gettext_lazy("Where it was said"), choices=PublicPlace.choices, widget=forms.RadioSelect)
    link = LinkField(label=gettext_lazy("Link"), required=False)
    answers_show = forms.BooleanField(label=gettext_lazy("Our answers in this case are public there"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)


def standing_of(matter: PublicMatter | None) -> dict[str, Any]:
    """How a matter stands, for MatterForm."""
    if matter is None:
        return {"where": PublicPlace.NETWORK}
    return {"where": matter.where, "link": matter.link, "answers_show": matter.answers_show, "version": matter.version}


class PlanChoice(forms.Form):
    """By which plan a matter is answered; none is a choice too."""

    plan = forms.ChoiceField(label=gettext_lazy("The plan"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plans = {str(one.pk): one for one in plans()}
        self.fields["plan"].choices = [("", _("No plan")), *((key, one.name) for key, one in self.plans.items())]  # type: ignore[attr-defined]

    def chosen(self) -> PublicPlan | None:
        """The plan."""
        return self.plans.get(self.cleaned_data["plan"])


class AnsweredForm(forms.Form):
    """A public answer that was given elsewhere: its words, and where they stand."""

    words = forms.CharField(label=gettext_lazy("What we wrote there"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    link = LinkField(label=gettext_lazy("Link to our answer"))


class ThankedForm(forms.Form):
    """How the customer was thanked, where nobody could read it."""

    words = forms.CharField(label=gettext_lazy("How we thanked them"), max_length=500, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


class PlanForm(forms.Form):
    """A plan as the company writes it; `minutes` is given in working hours."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    fits = forms.CharField(label=gettext_lazy("When it fits"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    steps = forms.CharField(label=gettext_lazy("Steps"), max_length=LONGEST_STEPS, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))
    who = forms.CharField(label=gettext_lazy("Who does it"), max_length=120, required=False)
    hours = DigitsIntegerField(
        label=gettext_lazy("Working hours until the public answer"), min_value=max(LEAST_MINUTES // MINUTES_AN_HOUR, 1), max_value=MOST_MINUTES // MINUTES_AN_HOUR
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def values(self) -> dict[str, Any]:
        """The fields as the room takes them."""
        given = self.cleaned_data
        return {**{name: given[name] for name in ("name", "fits", "steps", "who")}, "minutes": given["hours"] * MINUTES_AN_HOUR}


def standing_plan(plan: PublicPlan | None) -> dict[str, Any]:
    """How a plan stands, for PlanForm."""
    if plan is None:
        return {"hours": 4}
    fields = {name: getattr(plan, name) for name in ("name", "fits", "steps", "who", "version")}
    return {**fields, "hours": plan.hours}
