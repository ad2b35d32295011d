"""The command `sandali demo`."""

import pytest

from sandali.company.models import Person
from sandali.demo import command
from sandali.demo.build import Filled
from sandali.demo.company import make_house
from sandali.demo.rhythm import six_months_before
from tests.demo.test_rhythm import NOW, TEHRAN


@pytest.mark.django_db
def test_the_end_says_who_may_sign_in_and_with_which_password():
    house = make_house("fa", "a demo password 1", six_months_before(NOW, TEHRAN), NOW)
    said = command.told(Filled(house, 200, 400, 1300), "a demo password 1").splitlines()
    assert said[0] == "The demo is ready: 200 customers, 400 cases, 1300 messages."
    assert "  admin      ladan@baharkhab.example" in said
    assert said[-1] == "Password for all of them: a demo password 1"
    assert {person.check_password("a demo password 1") for person in Person.objects.all()} == {True}


def test_a_company_that_stands_is_not_touched(cast, capsys):
    before = Person.objects.count()
    assert command.main(["--language", "en"]) == 2
    assert "a company is set up here already" in capsys.readouterr().err
    assert Person.objects.count() == before
