"""Wishes are kept for whom nobody overtook, consent is a history with its proof, and a reason stands behind what goes against them."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from sandali.company.actions import Overtaken
from sandali.customers.actions import recognise
from sandali.customers.contact import Rules, contact_rules, wishes_of
from sandali.customers.models import AgainstWish, Consent, Customer, Wishes
from sandali.customers.wishing import (
    change_contact_rules,
    keep_wishes,
    note_against,
    page_of,
    rules_version,
    say_consent,
)
from sandali.history.models import Event

pytestmark = pytest.mark.django_db


def kinds():
    return list(Event.objects.filter(customer_id__isnull=False).order_by("pk").values_list("kind", "by__name"))


@pytest.mark.practice("P06")
def test_wishes_are_kept_with_who_wrote_them_down_and_the_second_of_two_is_asked(cast):
    row = keep_wishes(cast.mina, by=cast.sara, version=0, called="خانم دکتر", way="email")
    assert (row.version, row.changed_by, cast.mina.has_wishes) == (1, cast.sara, True)
    with pytest.raises(Overtaken):
        keep_wishes(cast.mina, by=cast.reza, version=0, called="مینا")
    assert keep_wishes(cast.mina, by=cast.reza, version=1, called="خانم دکتر", way="email").version == 1  # nothing is new
    keep_wishes(cast.mina, by=None, version=1, likes="پاسخ کوتاه")
    assert kinds()[-2:] == [("wishes_changed", "Sara"), ("wishes_changed_by_customer", None)]


def test_an_address_of_somebody_else_and_half_hours_are_refused(cast):
    with pytest.raises(ValueError, match="somebody else"):
        keep_wishes(cast.mina, by=cast.sara, version=0, identity=cast.kaveh.identities.get())
    with pytest.raises(ValueError, match="both ends"):
        keep_wishes(cast.mina, by=cast.sara, version=0, hours_from=time(9), hours_until=None)
    with pytest.raises(ValueError, match="no wishes"):
        keep_wishes(cast.mina, by=cast.sara, version=0, discount=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wishes.objects.create(customer=cast.mina, hours_from=time(9))


def test_another_way_forgets_the_address_of_the_one_before(cast):
    keep_wishes(cast.mina, by=cast.sara, version=0, way="email", identity=cast.mina.identities.get())
    assert keep_wishes(cast.mina, by=None, version=1, way="telegram").identity is None


@pytest.mark.practice("P06")
def test_a_language_that_was_chosen_stands_before_the_one_in_which_they_write(cast):
    keep_wishes(cast.mina, by=cast.sara, version=0, language="fa")
    recognise("email", "mina@example.com", language="en")
    recognise("email", "kaveh@example.com", language="en")
    assert list(Customer.objects.order_by("pk").values_list("language", flat=True)) == ["fa", "en"]


@pytest.mark.practice("P07")
def test_consent_needs_its_proof_and_what_was_said_before_stays(cast):
    say_consent(cast.mina, "survey", is_given=True, how="said", by=cast.sara, words="تلفنی، ۱ آذر: بله بپرسید", case=7)
    say_consent(cast.mina, "survey", is_given=False, how="page", by=None)
    rows = list(Consent.objects.order_by("pk").values_list("is_given", "how", "words", "case", "by__name"))
    assert rows == [(True, "said", "تلفنی، ۱ آذر: بله بپرسید", 7, "Sara"), (False, "page", "", None, None)]
    assert kinds()[-2:] == [("consent_given", "Sara"), ("consent_withdrawn", None)]
    for wrong in ({"how": "said", "by": cast.sara}, {"how": "said", "by": None, "words": "!"}, {"how": "dreamt", "by": cast.sara, "words": "!"}):
        with pytest.raises(ValueError, match="a word of a customer's|no purpose"):
            say_consent(cast.mina, "survey", is_given=True, **wrong)
    with pytest.raises(ValueError, match="no purpose"):
        say_consent(cast.mina, "promotion", is_given=True, how="page", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(customer=cast.mina, purpose="promotion", is_given=True, how="page")


def test_against_a_wish_only_with_a_reason_which_stands_on_both_timelines(cast):
    with pytest.raises(ValueError, match="reason"):
        note_against(cast.mina, ("never",), way="email", reason="  ", by=cast.sara, case=3, message=None)
    note_against(cast.mina, ("never",), way="email", reason="فاکتور رسمی", by=cast.sara, case=3, message=9)
    event = Event.objects.get(kind="wish_overruled")
    assert (event.case_id, event.customer_id, event.data) == (3, cast.mina.pk, {"reason": "فاکتور رسمی", "what": ["never"], "way": "email"})
    with pytest.raises(IntegrityError), transaction.atomic():
        AgainstWish.objects.create(customer=cast.mina, case=3, way="email", reason="", by=cast.sara)


def test_the_companys_rules_are_one_row_that_the_second_writer_does_not_overwrite(cast):
    rules = Rules(time(22), time(7), 2, 14, ("listening", "survey"))
    change_contact_rules(rules, by=cast.admin, was="0")
    assert (contact_rules(), rules_version()) == (rules, 1)
    with pytest.raises(Overtaken):
        change_contact_rules(Rules(), by=cast.nahid, was="0")
    change_contact_rules(Rules(None, None, 5, 7), by=cast.nahid, was="1")
    assert (contact_rules(), rules_version()) == (Rules(None, None, 5, 7), 2)
    for wrong in (Rules(time(22), None), Rules(most=0), Rules(days=0), Rules(asks_first=("promotion",))):
        with pytest.raises(ValueError, match="quiet hours"):
            change_contact_rules(wrong, by=cast.admin)


def test_the_link_to_their_own_page_is_theirs_alone_and_holds_130_bits(cast):
    mina, kaveh = (page_of(one).rpartition("/p/wishes/")[2].strip("/").split("-") for one in (cast.mina, cast.kaveh))
    assert (mina[0], kaveh[0], mina[2] != kaveh[2], len(mina[2]) * 5) == (str(cast.mina.pk), str(cast.kaveh.pk), True, 130)


def test_nothing_is_asked_for_somebody_who_said_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert wishes_of(cast.mina) is None
