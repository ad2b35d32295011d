"""A customer's own page: GET changes nothing, POST is theirs alone, and what they say binds at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.contact import may_we
from sandali.customers.models import Consent, Wishes
from sandali.customers.wishing import keep_wishes, page_of, say_consent
from sandali.kit.secrets import mac
from sandali.kit.signed_links import make_link
from sandali.portal.wishes import PAGE
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def path(customer):
    return "/p/" + page_of(customer).partition("/p/")[2]


def typed(customer, **fields):
    """The form as it stands for somebody who said nothing, with what they change."""
    return {"page": mac(PAGE, customer.pk), "version": "0", "agrees_service": "on", "agrees_listening": "on"} | fields


@pytest.mark.practice("P07")
@pytest.mark.reliability("I4")
def test_looking_changes_nothing_and_shows_nothing_of_their_matters(client, cast):
    make_case(cast, subject="سفارش محرمانه")
    for method in ("get", "head"):
        answer = getattr(client, method)(path(cast.mina))
        assert (answer.status_code, answer["Referrer-Policy"], answer["Cache-Control"]) == (200, "no-referrer", "no-store")
    page = client.get(path(cast.mina)).content.decode()
    assert [word for word in ("محرمانه", "mina@example.com", "مینا") if word in page] == []
    assert (Wishes.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.practice("P06", "P07")
def test_what_they_say_is_kept_in_their_name_and_holds_at_once(client, cast):
    case = make_case(cast)
    said = typed(cast.mina, language="en", called="Dr Karimi", way="email", never=["phone"], hours_from="10", hours_until="16:00", days=["0", "1"])
    del said["agrees_service"]
    assert client.post(path(cast.mina), said | {"hours_from": "10:00"}).status_code == 303
    row = Wishes.objects.get()
    assert (row.language, row.called, row.never, row.days, row.changed_by) == ("en", "Dr Karimi", ["phone"], [0, 1], None)
    assert list(Consent.objects.values_list("purpose", "is_given", "how", "by")) == [("service", False, "page", None)]
    case.customer.refresh_from_db()
    assert (may_we(case, purpose="service", now=timezone.now()).leave.why, case.customer.language) == ("withdrawn", "en")
    assert 'lang="en"' in client.get(path(cast.mina)).content.decode()


@pytest.mark.practice("P07")
def test_a_yes_can_be_taken_back_and_given_again_and_each_word_stays(client, cast):
    client.post(path(cast.mina), typed(cast.mina, agrees_survey="on"))
    client.post(path(cast.mina), typed(cast.mina))
    client.post(path(cast.mina), typed(cast.mina))  # the same again is no new word
    assert list(Consent.objects.order_by("pk").values_list("purpose", "is_given")) == [("survey", True), ("survey", False)]


def test_what_we_know_for_ourselves_and_the_address_they_named_stay_as_they_were(client, cast):
    keep_wishes(cast.mina, by=cast.sara, version=0, way="email", identity=cast.mina.identities.get(), likes="گفتگو", never_words="زنگ نزنید")
    page = client.get(path(cast.mina)).content.decode()
    client.post(path(cast.mina), typed(cast.mina, version="1", way="email", called="مینا"))
    row = Wishes.objects.get()
    assert ("زنگ نزنید" in page, row.likes, row.never_words, row.identity_id, row.called) == (False, "گفتگو", "زنگ نزنید", cast.mina.identities.get().pk, "مینا")


def test_what_makes_no_sense_is_said_and_nothing_typed_is_lost(client, cast):
    answer = client.post(path(cast.mina), typed(cast.mina, hours_from="10:00", called="دکتر"))
    assert (answer.status_code, "هر دو" in answer.content.decode(), "دکتر" in answer.content.decode(), Wishes.objects.count()) == (422, True, True, 0)


def test_whoever_was_overtaken_sees_how_it_stands(client, cast):
    keep_wishes(cast.mina, by=cast.sara, version=0, called="خانم دکتر")
    answer = client.post(path(cast.mina), typed(cast.mina, called="مینا"))
    assert (answer.status_code, "خانم دکتر" in answer.content.decode(), Wishes.objects.get().called) == (409, True, "خانم دکتر")


@pytest.mark.reliability("I11")
def test_the_link_is_for_one_customer_and_one_purpose_and_ends(client, cast):
    token = path(cast.mina).split("/")[3]
    number, until, code = token.split("-")
    wrong = [
        f"/p/wishes/{cast.kaveh.pk}-{until}-{code}/", f"/p/confirmation/{token}/", f"/p/wishes/{number}-{until}-{code[:-1]}{'y' if code[-1] == 'x' else 'x'}/", f"/p/wishes/{number}-{int(until) + 86400}-{code}/",
        "/p/" + make_link("wishes", cast.mina.pk, lasts=timedelta(days=-2)).partition("/p/")[2], "/p/" + make_link("wishes", 999_999, lasts=timedelta(days=2)).partition("/p/")[2],
    ]  # fmt: skip
    assert [client.get(one).status_code for one in wrong] == [404] * 6


def test_whoever_posts_without_the_page_and_one_of_us_change_nothing(client, cast):
    without = client.post(path(cast.mina), {"version": "0"})
    other = client.post(path(cast.mina), typed(cast.mina) | {"page": mac(PAGE, cast.kaveh.pk)})
    client.force_login(cast.sara)
    ours = client.post(path(cast.mina), typed(cast.mina))
    assert ([one.status_code for one in (without, other, ours)], Wishes.objects.count(), Consent.objects.count()) == ([422, 422, 403], 0, 0)


def test_there_are_no_latin_digits_on_a_persian_page(client, cast):
    keep_wishes(cast.mina, by=None, version=0, hours_from="09:00", hours_until="17:00")
    say_consent(cast.mina, "survey", is_given=True, how="page", by=None)
    page = client.get(path(cast.mina)).content.decode()
    assert ('value="۰۹:۰۰"' in page, re.findall(r">[^<]*\d[^<]*<", page[page.index("<main") :])) == (True, [])
