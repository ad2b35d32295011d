"""Macros through the pages: made, shared, changed, removed, and used on a case from its menu."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.automation.macros.actions import add_macro
from sandali.automation.models import Macro
from sandali.cases.models import Case, Draft
from tests.cast import make_case
from tests.desk.automation.test_rules import signed_in, text_of

pytestmark = pytest.mark.django_db


def test_one_is_made_shared_used_changed_and_removed(cast):
    sara = signed_in(cast.sara)
    given = {"name": "To accounting", "do_tag": "فاکتور", "do_priority": "3", "do_state": "waiting", "text": "سلام", "department": cast.support.pk}
    assert sara.post("/macros/new/", given).status_code == 303
    made = Macro.objects.get()
    assert (made.acts, made.state, made.text, made.department, made.owner) == ({"priority": 3, "tag": "فاکتور"}, "waiting", "سلام", cast.support, cast.sara)
    case = make_case(cast, state="open")
    assert f'href="/cases/{case.pk}/macros/' in sara.get(f"/cases/{case.pk}/").content.decode()
    reza = signed_in(cast.reza)
    assert "set its priority to “High”, add the tag “فاکتور”, set its state to “Waiting for the customer”, begin an answer" in text_of(reza.get(f"/cases/{case.pk}/macros/"))
    assert reza.post(f"/cases/{case.pk}/macros/{made.pk}/").status_code == 303
    assert (Case.objects.get().priority, Case.objects.get().state, Draft.objects.get().person) == (3, "waiting", cast.reza)
    assert "You have begun an answer here already." in text_of(reza.post(f"/cases/{case.pk}/macros/{made.pk}/", follow=True))
    assert reza.post(f"/macros/{made.pk}/", given).status_code == 403
    assert sara.post(f"/macros/{made.pk}/", given | {"was": "1", "name": "New name"}).status_code == 303
    assert "New name" in text_of(sara.get("/macros/"))
    assert sara.post(f"/macros/{made.pk}/removal/").status_code == 303
    assert "No macros yet" in text_of(sara.get("/macros/"))


def test_what_is_empty_is_said_and_only_who_may_share_is_asked_about_everybody(cast):
    sara = signed_in(cast.sara)
    answer = sara.post("/macros/new/", {"name": "نام من"})
    assert (answer.status_code, "Say at least one thing that the macro does." in text_of(answer), 'value="نام من"' in text_of(answer)) == (422, True, True)
    assert ["for_everybody" in client.get("/macros/new/").content.decode() for client in (sara, signed_in(cast.nahid))] == [False, True]


@pytest.mark.reliability("H4")
def test_a_case_out_of_reach_is_not_there_and_somebody_elses_macro_neither(cast):
    made = add_macro(by=cast.reza, name="x", acts={"tag": "x"})
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    sara = signed_in(cast.sara)
    assert [sara.post(f"/cases/{case.pk}/macros/{made.pk}/").status_code for case in (near, far)] == [404, 404]
    assert Case.objects.filter(tags__isnull=False).count() == 0


def test_as_many_queries_for_three_as_for_one(cast):
    sara, counts = signed_in(cast.sara), []
    for more in (1, 2):
        for number in range(more):
            add_macro(by=cast.sara, name=f"{more} {number}", acts={"person": cast.reza.pk}, department=cast.support)
        sara.get("/macros/")
        with CaptureQueriesContext(connection) as queries:
            sara.get("/macros/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
