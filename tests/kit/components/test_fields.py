"""Form fields: what says that it may stay empty."""

from django import forms
from django.utils import translation

from sandali.kit.components.fields import field


class Choosing(forms.Form):
    """Lists that may stay empty: one whose first choice has a name, one that has dashes there, and a text."""

    named = forms.ChoiceField(required=False, choices=[("", "No department"), ("1", "Sales")])
    dashes = forms.ChoiceField(required=False, choices=[("", "—"), ("1", "Sales")])
    text = forms.CharField(required=False)


def test_a_list_whose_first_choice_names_nothing_need_not_say_that_it_may_stay_empty():
    with translation.override("en"):
        form = Choosing()
        assert {name: "(optional)" in field(form[name]) for name in form.fields} == {"named": False, "dashes": True, "text": True}
