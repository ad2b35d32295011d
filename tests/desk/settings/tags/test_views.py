"""The page of tags: what uses each, and putting them in order with a way back."""

import re

import pytest
from django.urls import reverse

from sandali.customers.actions import named_tag
from sandali.customers.models import Tag, TagChange
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def nahid(client, cast):
    client.force_login(cast.nahid)
    return client


def test_a_tag_is_found_renamed_put_together_and_brought_back_from_the_message(nahid, cast):
    late, delay = named_tag("دیرکرد"), named_tag("تاخير")
    make_case(cast).tags.add(late)
    listed = nahid.get(reverse("settings_tags"), {"q": "دیر"}).content.decode()
    assert (f'href="{reverse("settings_tag", args=[late.pk])}"' in listed, "تاخير" in listed, f"tag={late.pk}" in listed) == (True, False, True)
    wrong = nahid.post(reverse("settings_tag", args=[late.pk]), {"name": "تاخیر"})
    missing = nahid.post(reverse("settings_tag_merging", args=[late.pk]), {"into": "نیست"})
    assert (wrong.status_code, missing.status_code, "نیست" in missing.content.decode()) == (422, 422, True)
    nahid.post(reverse("settings_tag_merging", args=[late.pk]), {"into": "تاخیر"})
    undo = reverse("settings_tag_undoing", args=[TagChange.objects.get().pk])
    assert (Tag.objects.get(), re.search(undo, nahid.get(reverse("settings_tags")).content.decode()) is not None) == (delay, True)
    nahid.post(undo)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["تاخير", "دیرکرد"]
    nahid.post(reverse("settings_tag_removal", args=[late.pk]))
    assert list(Tag.objects.all()) == [delay]
