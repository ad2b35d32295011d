"""Departments, through the pages."""

import pytest
from django.urls import reverse

from sandali.company import actions
from sandali.company.models import Department
from sandali.company.queries import department_stamp

pytestmark = pytest.mark.django_db
PAGE = "/settings/departments/"


def test_a_department_is_added_renamed_archived_and_brought_back(cast, admin):
    assert admin.post(PAGE, {"name": "فروش", "is_private": "on"}).status_code == 303
    made = Department.objects.get(name="فروش")
    assert made.is_private is True
    admin.post(f"{PAGE}{made.pk}/", {"name": "بازرگانی", "was": department_stamp(made)})
    made.refresh_from_db()
    assert (made.name, made.is_private) == ("بازرگانی", False)
    admin.post(reverse("settings_department_archive", args=[made.pk]))
    assert Department.objects.get(pk=made.pk).archived_at is not None
    admin.post(reverse("settings_department_restoration", args=[made.pk]))
    assert Department.objects.get(pk=made.pk).archived_at is None


def test_a_name_that_is_taken_is_refused_on_both_pages(cast, admin):
    assert admin.post(PAGE, {"name": "پشتیبانی"}).status_code == 422
    stamp = department_stamp(cast.accounting)
    assert admin.post(f"{PAGE}{cast.accounting.pk}/", {"name": "پشتیبانی", "was": stamp}).status_code == 422


def test_the_last_one_stays(cast, admin):
    actions.archive_department(cast.accounting, by=cast.admin)
    assert admin.post(reverse("settings_department_archive", args=[cast.support.pk])).status_code == 422
    assert Department.objects.get(pk=cast.support.pk).archived_at is None


def test_whoever_was_overtaken_is_asked(cast, admin):
    old = {"name": "Mine", "was": department_stamp(cast.support)}
    actions.change_department(cast.support, by=cast.admin, name="Theirs", is_private=False)
    assert admin.post(f"{PAGE}{cast.support.pk}/", old).status_code == 409
