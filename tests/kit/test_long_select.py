"""The quick select says what Django's says."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from sandali.kit.long_select import LongSelect

CHOICES = [("", "–"), ("IR", "Iran & <friends>"), (5, "five")]


@pytest.mark.parametrize("value", [None, "", "IR", "5", 5, "unknown"])
def test_it_renders_as_django_s_own_select_does(value):
    ours = LongSelect(choices=CHOICES).render("place", value, {"id": "id_place", "required": True})
    own = forms.Select(choices=CHOICES).render("place", value, {"id": "id_place", "required": True})
    assertHTMLEqual(ours, own)
