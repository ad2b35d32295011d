"""What people fill in about deals and pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Person
from sandali.company.queries import people_who_may
from sandali.desk.remedies.forms import depend
from sandali.desk.sales.forms import today, version_field
from sandali.desk.sales.lines import money_field
from sandali.kit.fields import DigitsIntegerField, JalaliDateField
from sandali.sales.actions.pipelines import MOST_STAGES, WantedStage
from sandali.sales.board import lost_reasons, stages_offered
from sandali.sales.models import Deal, LostReason, Pipeline, PipelineStage

FAR = timedelta(days=3650)


def stage_choices(stages: Sequence[PipelineStage]) -> list[tuple[str, str]]:
    """Stages to choose from; with several pipelines each says whose it is."""
    several = len({stage.pipeline_id for stage in stages}) > 1
    said = _("%(pipeline)s: %(stage)s")
    return [(str(one.pk), said % {"pipeline": one.pipeline.name, "stage": one.name} if several else one.name) for one in stages]


class DealForm(forms.Form):
    """What stands of a deal."""

    title = forms.CharField(label=gettext_lazy("What may be sold"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    probability = DigitsIntegerField(
        label=gettext_lazy("Probability %"), required=False, min_value=0, max_value=100, help_text=gettext_lazy("Your own word; without it the stage's holds.")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    version = version_field()

    def __init__(self, data: Any = None, *, currency: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["amount"] = money_field(currency, label=_("Amount"), required=False)
        self.fields["expected_on"] = JalaliDateField(label=_("Expected on"), required=False, earliest=today() - FAR, latest=today() + FAR)
        self.order_fields(["title", "amount", "expected_on", "probability", "note"])

    def values(self) -> dict[str, Any]:
        """What `change_deal` takes."""
        return {**self.cleaned_data, "amount": self.cleaned_data["amount"] or 0}

    @classmethod
    def of(cls, deal: Deal, data: Any = None) -> DealForm:
        """As it stands, or as typed."""
        first = {name: getattr(deal, name) for name in ("title", "probability", "note", "version", "amount", "expected_on")}
        return cls(data, currency=deal.currency, initial=first)


class NewDealForm(DealForm):
    """A new deal: besides, in which stage it begins."""

    customer = forms.IntegerField(widget=forms.HiddenInput)
    case = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.stages = {str(one.pk): one for one in stages_offered()}
        self.fields["stage"] = forms.ChoiceField(label=_("Stage"), choices=stage_choices(list(self.stages.values())))

    def stage(self) -> PipelineStage:
        """The stage that was chosen."""
        return self.stages[self.cleaned_data["stage"]]


class StepForm(forms.Form):
    """What is done next, and when."""

    step = forms.CharField(label=gettext_lazy("Next step"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    version = version_field()

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="step-%s", **options)
        self.fields["on"] = JalaliDateField(label=_("On which day"), earliest=today(), latest=today() + FAR)


class LossForm(forms.Form):
    """Why it was lost."""

    words = forms.CharField(label=gettext_lazy("In a word"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    version = version_field()

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="loss-%s", **options)
        self.reasons = {str(one.pk): one for one in lost_reasons()}
        self.fields["reason"] = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose a reason")), *((key, one.name) for key, one in self.reasons.items())])
        self.order_fields(["reason", "words"])

    def reason(self) -> LostReason:
        """The reason that was chosen."""
        return self.reasons[self.cleaned_data["reason"]]


class OwnerForm(forms.Form):
    """Whose a deal is."""

    version = version_field()

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="owner-%s", **options)
        self.people: dict[str, Person] = {str(one.pk): one for one in people_who_may("sell")}
        self.fields["person"] = forms.ChoiceField(label=_("Whose it is"), choices=[(key, one.name) for key, one in self.people.items()])

    def person(self) -> Person:
        """Who was chosen."""
        return self.people[self.cleaned_data["person"]]


# --- Settings --------------------------------------------------------------------------------------------------------
class StageForm(forms.Form):
    """One stage; without a name it goes."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = DigitsIntegerField(label=gettext_lazy("Place"), required=False, min_value=1, max_value=99)
    name = forms.CharField(label=gettext_lazy("Stage"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    probability = DigitsIntegerField(label=gettext_lazy("Probability %"), required=False, min_value=0, max_value=100)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        depend(*self.fields.values())


StageSet = forms.formset_factory(StageForm, extra=3, max_num=MOST_STAGES + 3, absolute_max=MOST_STAGES + 6)


class PipelineForm(forms.Form):
    """A pipeline's name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    version = version_field()


def stages_of(pipeline: Pipeline | None) -> list[dict[str, Any]]:
    """The stages as they stand, for StageSet."""
    rows = pipeline.stages.all() if pipeline is not None else ()
    return [{"number": one.pk, "place": at, "name": one.name, "probability": one.probability} for at, one in enumerate(rows, 1)]


def wanted_stages(rows: Any) -> list[WantedStage]:
    """The stages of a right StageSet in the order of their places; where a place is missing, after what stands before it."""
    named = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("name", "").strip()]
    ordered = sorted(enumerate(named), key=lambda pair: (pair[1].get("place") or pair[0] + 1, pair[0]))
    return [WantedStage(one["name"], one.get("probability") or 0, one.get("number")) for _at, one in ordered]


class QuoteRulesForm(forms.Form):
    """What stands on every quote."""

    head = forms.CharField(
        label=gettext_lazy("At the head of a quote"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Address, telephone, registration number: below the company's name."),
    )  # fmt: skip
    terms = forms.CharField(label=gettext_lazy("Usual terms"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    days = DigitsIntegerField(label=gettext_lazy("Days for which a quote holds"), min_value=1, max_value=365)
    version = version_field()


class ReasonsForm(forms.Form):
    """Why deals are lost, a line each."""

    reasons = forms.CharField(label=gettext_lazy("Reasons, one on each line"), max_length=3000, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}))

    def clean_reasons(self) -> list[str]:
        """The reasons."""
        found = [line.strip() for line in self.cleaned_data["reasons"].splitlines() if line.strip()]
        if len(found) > 40:
            raise ValidationError(_("So many reasons nobody reads. Please keep forty at most."))
        return found
