"""The page on which two records are compared and put together."""

import pytest
from django.test import Client

from sandali.customers.models import Customer, Merging
from tests.cast import make_case


@pytest.mark.practice("P03")
def test_both_stand_side_by_side_with_what_differs_and_what_goes_along(nahid, cast, twin):
    make_case(cast, customer=twin)
    answer = nahid.get(f"/customers/{cast.mina.pk}/merging/?with={twin.pk}")
    assert answer.status_code == 200
    choices = [(one.name, one.stays, one.goes, one.takes) for one in answer.context["choices"]]
    assert choices == [
        ("name", "مینا کریمی", "خانم مينا كريمي", False), ("city", "", "شیراز", True), ("language", "Persian", "", False),
    ]  # fmt: skip
    assert answer.context["happens"] == ["1 address", "1 case with its messages"]


def whole(cast, twin, **fields):
    """What the page posts, every choice made."""
    return {"with": twin.pk, "keep": cast.mina.pk, "name": "stays", "city": "goes", "language": "stays"} | fields


@pytest.mark.practice("P03")
def test_put_together_and_undone_from_the_toast(nahid, cast, twin):
    answer = nahid.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin))
    assert (answer.status_code, answer["Location"]) == (303, f"/customers/{cast.mina.pk}/")
    made = Merging.objects.get()
    assert (made.source, made.target, Customer.objects.get(pk=cast.mina.pk).city) == (twin, cast.mina, "شیراز")
    moved = nahid.get(f"/customers/{twin.pk}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/customers/{cast.mina.pk}/")
    shown = nahid.get(f"/customers/{cast.mina.pk}/").content.decode()
    assert f"/customers/{cast.mina.pk}/mergings/{made.pk}/undoing/" in shown
    nahid.post(f"/customers/{cast.mina.pk}/mergings/{made.pk}/undoing/")
    assert (Customer.objects.get(pk=twin.pk).merged_into, Customer.objects.get(pk=cast.mina.pk).city) == (None, "")


def test_a_field_of_which_nothing_was_said_is_asked_and_never_settled_silently(nahid, cast, twin):
    posted = whole(cast, twin)
    del posted["city"]
    answer = nahid.post(f"/customers/{cast.mina.pk}/merging/", posted)
    assert (answer.status_code, Merging.objects.count()) == (409, 0)
    assert [(one.name, one.takes) for one in answer.context["choices"]] == [("name", False), ("city", True), ("language", False)]


def test_who_was_faster_is_said_and_nothing_is_done(nahid, cast, twin):
    nahid.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin))
    answer = nahid.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin))
    assert (answer.status_code, Merging.objects.count()) == (422, 1)
    assert answer.context["wrong"] == "This is one and the same customer already."


def test_the_other_one_is_found_by_words_and_a_number_of_nobody_is_said_so(nahid, cast, twin):
    found = nahid.get(f"/customers/{cast.mina.pk}/merging/?q=۰۹۱۲۱۲۳").context["found"]
    assert [side.pk for side in found] == [twin.pk]
    answer = nahid.get(f"/customers/{cast.mina.pk}/merging/?with=99999")
    assert (answer.status_code, answer.context["wrong"]) == (422, "There is no such customer.")


@pytest.mark.reliability("H4")
def test_merging_and_undoing_are_nobodys_who_lacks_the_right(nahid, cast, twin):
    nahid.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin))
    made, sara = Merging.objects.get(), Client()
    sara.force_login(cast.sara)
    assert sara.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin)).status_code == 403
    assert sara.post(f"/customers/{cast.mina.pk}/mergings/{made.pk}/undoing/").status_code == 403
    assert nahid.post(f"/customers/{cast.kaveh.pk}/mergings/{made.pk}/undoing/").status_code == 404  # of another customer
    assert Merging.objects.filter(undone_at=None).count() == 1


def test_the_story_tells_of_both(nahid, cast, twin):
    nahid.post(f"/customers/{cast.mina.pk}/merging/", whole(cast, twin))
    told = nahid.get(f"/customers/{cast.mina.pk}/").content.decode()
    assert told.count("First contact") >= 3  # the line of the card, and one event of each record
