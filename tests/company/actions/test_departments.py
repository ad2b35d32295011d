"""Departments."""

import pytest

from sandali.company import actions
from sandali.company.models import Department
from sandali.company.queries import department_stamp, departments_with_size, open_departments

pytestmark = pytest.mark.django_db


def test_two_departments_never_share_a_name(cast):
    with pytest.raises(actions.NameTaken):
        actions.add_department(" پشتیبانی ", by=cast.admin)
    with pytest.raises(actions.NameTaken):
        actions.change_department(cast.accounting, by=cast.admin, name="پشتیبانی", is_private=True)
    assert actions.change_department(cast.support, by=cast.admin, name="پشتیبانی", is_private=True).is_private


def test_the_last_department_is_never_archived(cast):
    actions.archive_department(cast.accounting, by=cast.admin)
    assert list(open_departments()) == [cast.support]
    with pytest.raises(actions.LastDepartment):
        actions.archive_department(cast.support, by=cast.admin)
    actions.restore_department(cast.accounting, by=cast.admin)
    assert open_departments().count() == 2


def test_a_change_from_an_old_form_is_refused(cast):
    was = department_stamp(cast.support)
    actions.change_department(cast.support, by=cast.admin, name="Help", is_private=False, was=was)
    with pytest.raises(actions.Overtaken):
        actions.change_department(cast.support, by=cast.admin, name="Aid", is_private=False, was=was)
    assert Department.objects.get(pk=cast.support.pk).name == "Help"


def test_the_size_counts_active_people_only(cast):
    sizes = {department.name: department.members for department in departments_with_size()}
    actions.deactivate_person(cast.sara, by=cast.admin)
    after = {department.name: department.members for department in departments_with_size()}
    assert (sizes["پشتیبانی"] - after["پشتیبانی"], after["حسابداری"]) == (1, 1)
