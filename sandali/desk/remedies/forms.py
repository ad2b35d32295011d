"""Forms: giving something, making an exception, telling the story of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case
from sandali.company.queries import current_company
from sandali.kit.fields import MoneyField
from sandali.resolution.exceptions.queries import policies_in_use
from sandali.resolution.models import Policy, Remedy, RemedyKind
from sandali.resolution.remedies.stories import LONGEST_TEXT, LONGEST_TITLE, LONGEST_WORDS, words_offered

GIVEN_AS = [choice for choice in RemedyKind.choices if choice[0] != RemedyKind.EXCEPTION]


def amount_field(**options: Any) -> MoneyField:
    """An amount in the company's currency, in toman where it is shown so."""
    company = current_company()
    currency, toman = (company.currency, company.show_toman) if company is not None else ("IRR", True)
    return MoneyField(currency=currency, toman=toman, **options)


def unit_words() -> str:
    """In which unit amounts are typed."""
    company = current_company()
    if company is None or (company.currency == "IRR" and company.show_toman):
        return str(_("Amount in tomans"))
    return str(_("Amount in rials")) if company.currency == "IRR" else str(_("Amount in %(currency)s")) % {"currency": company.currency}


def depend(*fields: forms.Field) -> None:
    """Whether these are needed is decided by another field: their help says when, and the label does not call them optional."""
    for field in fields:
        field.depends = True  # type: ignore[attr-defined]


class KeyedForm(forms.Form):
    """A form with a key of its own, so that sending it twice does it once."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial={"key": uuid4().hex} | options.pop("initial", {}), **options)


class RemedyForm(KeyedForm):
    """What is given to put it right."""

    kind = forms.ChoiceField(label=_("What"), choices=GIVEN_AS, initial=RemedyKind.REFUND)
    what = forms.CharField(
        label=_("In a few words"), max_length=500, required=False, help_text=_("What it is. Needed for everything except a refund or a discount."), widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["amount"] = amount_field(label=unit_words(), required=False, min_value=1, help_text=_("Needed for a refund or a discount."))
        depend(self.fields["amount"], self.fields["what"])
        self.order_fields(["kind", "amount", "what"])


class ExceptionForm(KeyedForm):
    """Which policy does not hold here, and why."""

    policy = forms.ModelChoiceField(Policy.objects.none(), label=_("Policy"), empty_label=_("Which policy"))
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("The policy learns from it. If a situation relaxes the policy, no reason is needed."), widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, case: Case, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["policy"].queryset = policies_in_use(case)
        depend(self.fields["reason"])
        self.fields["amount"] = amount_field(label=_("What it costs, if known"), required=False, min_value=1)
        self.order_fields(["policy", "reason", "amount"])


class StoryForm(forms.Form):
    """A good act in somebody's own words, and the customer's."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(label=_("What happened"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
    message = forms.TypedChoiceField(label=_("Where the customer said it"), coerce=int, required=False, empty_value=None)
    words = forms.CharField(
        label=_("The customer's own words"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Copied as they wrote it; leave it empty to tell the story without a quotation."),
    )  # fmt: skip

    def __init__(self, remedy: Remedy, data: Any = None) -> None:
        story = getattr(remedy, "story", None)
        offered = words_offered(remedy)
        usual = {"message": offered[0][0], "words": beginning(offered[0][1])} if offered else {}
        standing = {"title": story.title, "text": story.text, "message": story.message_id, "words": story.words} if story is not None else usual
        super().__init__(data, initial=standing)
        self.fields["message"].choices = [("", _("No quotation")), *((number, preview_of(text)) for number, text in offered)]


def beginning(text: str, most: int = 300) -> str:
    """The first words of what was said, as they stand there."""
    said = text.strip()
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0]
