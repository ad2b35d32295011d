"""What becomes of an open hand-over when the case finds an owner by another way."""

import pytest

from sandali.cases.actions.handover import offer_case
from sandali.cases.actions.offers import close_offer, end_offer, name_of_receiver
from sandali.cases.models import Handover
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_an_offer_ends_once(cast):
    offer = offer_case(make_case(cast, assignee=cast.sara), "x", by=cast.sara, person=cast.reza)
    assert [end_offer(offer, state, by=cast.reza) for state in ("declined", "accepted")] == [True, False]
    assert Handover.objects.get().state == "declined"


def test_a_case_without_an_offer_is_left_alone(cast, django_assert_num_queries):
    case = make_case(cast)
    with django_assert_num_queries(1):
        close_offer(case, cast.reza, by=cast.reza)


def test_a_case_put_back_for_anybody_is_not_handed_to_anybody(cast):
    case = make_case(cast, assignee=cast.sara)
    offer_case(case, "x", by=cast.sara, person=cast.reza)
    close_offer(case, None, by=cast.sara)
    assert Handover.objects.get().state == "withdrawn"


def test_the_receivers_name(cast):
    assert [name_of_receiver(Handover(to_person=cast.reza)), name_of_receiver(Handover(to_department=cast.support))] == ["Reza", "پشتیبانی"]
