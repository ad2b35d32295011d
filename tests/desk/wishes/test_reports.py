"""Answers against a wish are counted, and each count opens its cases with the reasons."""

import pytest

from sandali.customers.wishing import note_against
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast):
    """Two in support, one in the private department."""
    made = [make_case(cast), make_case(cast, department=None), make_case(cast, department=cast.accounting)]
    for case, what, way in zip(made, (("never",), ("never", "hours"), ("hours",)), ("email", "phone", "email"), strict=True):
        note_against(case.customer, what, way=way, reason=f"چون {case.pk}", by=cast.sara, case=case.pk, message=None)
    return made


def figures(client):
    answer = client.get("/reports/wishes/?period=year")
    return [cell.value for _name, cell in answer.context["whole"]], {line.name: [cell.value for cell in line.cells] for line in answer.context["departments_table"].lines}


@pytest.mark.practice("P06")
def test_counts_are_of_the_cases_that_the_reader_sees_by_what_was_wished_and_department(client, cast, cases):
    client.force_login(cast.nahid)
    assert figures(client) == (["2", "2", "1"], {"پشتیبانی": ["1", "1", "0"], "بدون بخش": ["1", "1", "1"]})
    client.force_login(cast.admin)
    assert figures(client)[0] == ["3", "2", "2"]


@pytest.mark.practice("P06")
def test_each_count_opens_its_cases_with_the_reasons(client, cast, cases):
    client.force_login(cast.nahid)
    url = client.get("/reports/wishes/?period=year").context["whole"][2][1].url
    rows = client.get(url).context["rows"]
    assert [(one["case"], one["row"].reason, one["way"], one["what"]) for one in rows] == [
        (cases[1], f"چون {cases[1].pk}", "تماس تلفنی", "راهی که هرگز نمی‌خواهند، بیرون از ساعت‌هایشان")
    ]
    everything = client.get("/reports/wishes/cases/?period=year")
    assert [one["case"] for one in everything.context["rows"]] == [cases[1], cases[0]]


def test_a_period_without_any_says_so(client, cast):
    client.force_login(cast.nahid)
    answer = client.get("/reports/wishes/")
    assert (answer.status_code, bool(answer.context["sentence"])) == (200, True)
    assert client.get("/reports/wishes/cases/?what=nonsense&after=x").status_code == 200
