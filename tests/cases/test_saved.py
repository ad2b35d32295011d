"""Which views a person has, may change, and what they count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions.saved_views import save_view
from sandali.cases.models import SavedView
from sandali.cases.queries import newest_event
from sandali.cases.saved import access_view, read_view, view_count, views_for
from sandali.company.models import Membership, Person
from sandali.company.permissions import NotAllowed
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def names(person):
    return sorted(views_for(Person.objects.get(pk=person.pk)).values_list("name", flat=True))


def test_ones_own_ones_departments_and_everybodys(cast):
    save_view("sara", {}, by=cast.sara)
    save_view("reza", {}, by=cast.reza)
    save_view("support", {}, by=cast.sara, department=cast.support)
    save_view("accounting", {}, by=cast.omid, department=cast.accounting)
    save_view("all", {}, by=cast.nahid, for_everybody=True)
    assert {name: names(getattr(cast, name)) for name in ("sara", "reza", "omid", "parvaneh")} == {
        "sara": ["all", "sara", "support"], "reza": ["all", "reza", "support"], "omid": ["accounting", "all"], "parvaneh": ["all", "support"],
    }  # fmt: skip


def test_whoever_left_the_department_has_its_views_no_more_even_their_own(cast):
    view = save_view("support", {}, by=cast.sara, department=cast.support)
    Membership.objects.filter(person=cast.sara).delete()
    sara = Person.objects.get(pk=cast.sara.pk)
    assert names(sara) == []
    with pytest.raises(SavedView.DoesNotExist):
        access_view(sara, view.pk)


def test_who_may_change_a_view(cast):
    own, near = save_view("own", {}, by=cast.sara), save_view("near", {}, by=cast.sara, department=cast.support)
    everybodys = save_view("all", {}, by=cast.nahid, for_everybody=True)

    def may(person, view):
        try:
            return access_view(person, view.pk, to="change").pk == view.pk
        except NotAllowed:
            return False
        except SavedView.DoesNotExist:
            return None

    table = {name: [may(getattr(cast, name), view) for view in (own, near, everybodys)] for name in ("sara", "reza", "nahid", "omid")}
    assert table == {
        "sara": [True, True, False], "reza": [None, False, False], "nahid": [None, True, True], "omid": [None, None, False],
    }  # fmt: skip


@pytest.mark.reliability("H7")
def test_a_filter_is_stored_by_an_allow_list():
    given = {"box": "all", "state": ["every"], "sort": "id", "kind": ["complaint", "x"], "pk__in": [1], "password": "x", "waits": 3}
    assert read_view(given) == {"box": "all", "state": "every", "kind": ["complaint"], "waits": ["3"]}


def test_a_shared_view_counts_for_each_reader_what_they_may_see(cast):
    view = save_view("all", {"box": "all", "kind": "complaint"}, by=cast.nahid, for_everybody=True)
    for place in (cast.support, cast.support, cast.accounting):
        make_case(cast, department=place, kind="complaint")
    make_case(cast, kind="complaint", aside="spam")
    make_case(cast)
    counts = {name: view_count(getattr(cast, name), view, None, box="all", what="us") for name in ("sara", "omid", "admin")}
    assert counts == {"sara": 2, "omid": 1, "admin": 3}


def test_a_count_is_one_query_and_none_while_nothing_happens(cast):
    view = save_view("x", {"tag": "1", "words": ""}, by=cast.sara)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            view_count(cast.sara, view, newest := newest_event(), box="all", what="us")
    assert len(asked) == 1 and newest is not None  # the newest event alone
