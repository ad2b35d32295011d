"""kit/page_addresses.py: addresses put together once are those of Django, and what has none raises as there."""

import pytest
from django import urls
from django.urls import NoReverseMatch, set_script_prefix

from sandali.kit.page_addresses import reverse


@pytest.mark.parametrize(("name", "args"), [("cases", ()), ("case", (7,)), ("case", [10**15]), ("case", (0,)), ("case_kind", (7,)), ("hook", ("a-word",))])
def test_an_address_is_what_django_says(name, args):
    assert reverse(name, args) == urls.reverse(name, args=args)


@pytest.mark.parametrize(("name", "args"), [("case", ()), ("case", (-1,)), ("case", (1, 2)), ("case", ("x",)), ("no such page", ())])
def test_what_has_no_address_raises(name, args):
    with pytest.raises(NoReverseMatch):
        reverse(name, args)


def test_an_installation_below_a_path_has_its_own_addresses():
    plain = reverse("case", (7,))
    set_script_prefix("/desk/")
    try:
        assert reverse("case", (7,)) == f"/desk{plain}"
    finally:
        set_script_prefix("/")
