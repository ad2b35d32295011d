"""The company's set-up and its settings."""

import pytest

from sandali.company import actions
from sandali.company.models import Company, Person
from sandali.company.queries import company_stamp
from sandali.history.models import Event
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.reliability("I14")
def test_a_company_is_set_up_once(cast):
    with pytest.raises(actions.AlreadySetUp):
        actions.set_up_company(
            name="Second", language="en", zone="UTC", weekend="sat-sun", person_name="Eve", email="eve@example.com",
            password=PASSWORD, department="Support",
        )  # fmt: skip
    assert (Company.objects.count(), Person.objects.filter(email="eve@example.com").count()) == (1, 0)


def test_a_change_is_written_down_with_what_changed(cast):
    actions.change_company(cast.company, by=cast.admin, name="Simorgh Co", zone=cast.company.zone)
    assert Company.objects.get().name == "Simorgh Co"
    event = Event.objects.get(kind="company_changed")
    assert (event.by, event.data) == (cast.admin, {"changed": ["name"]})


def test_saving_without_a_change_says_nothing(cast):
    actions.change_company(cast.company, by=cast.admin, name=cast.company.name)
    assert not Event.objects.filter(kind="company_changed").exists()


def test_a_change_from_an_old_form_is_refused(cast):
    was = company_stamp(cast.company)
    actions.change_company(cast.company, by=cast.admin, name="First")
    with pytest.raises(actions.Overtaken) as other:
        actions.change_company(cast.company, by=cast.admin, name="Second", was=was)
    assert other.value.current.name == "First"


@pytest.mark.reliability("H6")
def test_what_is_not_a_setting_cannot_be_changed(cast):
    with pytest.raises(ValueError, match="set_up_at"):
        actions.change_company(cast.company, by=cast.admin, set_up_at=None)
