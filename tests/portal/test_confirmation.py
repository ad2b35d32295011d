"""The page on which a customer says whether their matter is settled."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from sandali.cases.actions import write_note
from sandali.cases.models import Aside, Case
from sandali.company.models import Person
from sandali.customers.actions import Taken, add_identity, recognise
from sandali.customers.models import Customer, Tag
from sandali.history.models import Job
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.confirmation.question import link_of
from sandali.resolution.models import Asked, Asking
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make_case(cast, kind="question", state="open", assignee=cast.sara, subject="<b>سفارش</b>")


@pytest.fixture
def asking(cast, case):
    cache.clear()
    answer_case(case, "بسته **امروز** می‌رسد.", by=cast.sara, dedupe_key="1")
    return Asking.objects.get()


def path_of(asking):
    return link_of(asking).partition("localhost:8000")[2]


def token_of(html):
    return re.search(r'name="page" value="([^"]+)"', html)[1]


def says(client, asking, what, word="", **more):
    page = token_of(client.get(path_of(asking)).content.decode())
    return client.post(path_of(asking), {"says": what, "word": word, "page": page, **more})


def stands(case):
    case.refresh_from_db()
    return case.state


def test_it_shows_our_answer_and_the_question_in_the_customers_language(client, asking):
    page = client.get(path_of(asking))
    html = page.content.decode()
    assert (page.status_code, page["Content-Language"], "<strong>امروز</strong>" in html, "&lt;b&gt;سفارش" in html) == (200, "fa", True, True)
    assert "آیا موضوع شما حل شد؟" in html


def test_a_customer_who_reads_english_is_asked_in_english(client, cast, case):
    cast.mina.language = "en"
    cast.mina.save()
    answer_case(Case.objects.get(pk=case.pk), "It comes today.", by=cast.sara, dedupe_key="2")
    page = client.get(path_of(Asking.objects.get()))
    assert (page["Content-Language"], "Is your matter settled?" in page.content.decode()) == ("en", True)


@pytest.mark.practice("P10")
def test_yes_confirms_and_the_page_thanks(client, case, asking):
    answer = says(client, asking, "yes")
    assert (answer.status_code, stands(case)) == (303, "confirmed")
    assert "سپاس که به ما گفتید" in client.get(path_of(asking)).content.decode()


@pytest.mark.practice("P09")
def test_not_yet_opens_the_case_with_the_word(client, case, asking):
    says(client, asking, "no", "هنوز نرسیده")
    asking.refresh_from_db()
    assert (stands(case), asking.state, asking.said.text) == ("open", Asked.NO, "هنوز نرسیده")


def test_a_customer_may_change_their_mind_after_a_yes(client, case, asking):
    says(client, asking, "yes")
    says(client, asking, "no", "برگشت")
    assert (stands(case), case.reopened) == ("open", 1)


@pytest.mark.reliability("I4")
def test_opening_the_page_changes_nothing_and_neither_does_a_post_without_having_read_it(client, case, asking):
    for method in (client.get, client.head, client.options):
        method(path_of(asking))
    answer = client.post(path_of(asking), {"says": "yes"})
    asking.refresh_from_db()
    assert (answer.status_code, stands(case), asking.state) == (422, "answered", Asked.OPEN)


def test_the_page_needs_no_cookie(asking, case):
    strict = Client(enforce_csrf_checks=True)
    html = strict.get(path_of(asking)).content.decode()
    strict.cookies.clear()
    assert strict.post(path_of(asking), {"says": "yes", "page": token_of(html)}).status_code == 303
    assert stands(case) == "confirmed"


@pytest.mark.practice("P10")
def test_nobody_of_ours_can_say_it_for_them(client, cast, case, asking):
    page = token_of(client.get(path_of(asking)).content.decode())
    for person in (cast.sara, cast.nahid, cast.admin):
        client.force_login(person)
        answer = client.post(path_of(asking), {"says": "yes", "page": page})
        assert (answer.status_code, stands(case)) == (403, "answered")


def test_a_word_that_cannot_be_sent_stays_in_the_form(client, case, asking):
    answer = says(client, asking, "maybe", "چیزی که نوشته بودم")
    assert (answer.status_code, "چیزی که نوشته بودم" in answer.content.decode(), stands(case)) == (422, True, "answered")


@pytest.mark.reliability("I11")
def test_a_page_token_of_another_question_is_none(client, cast, case, asking):
    other = make_case(cast, customer=cast.kaveh, state="open")
    answer_case(other, "x", by=cast.sara, dedupe_key="3")
    foreign = token_of(client.get(path_of(Asking.objects.get(case=other))).content.decode())
    assert client.post(path_of(asking), {"says": "yes", "page": foreign}).status_code == 422
    assert stands(case) == "answered"


def test_of_spam_there_is_no_page_and_of_a_merged_case_it_shows_where_it_lives_on(client, cast, case, asking):
    other = make_case(cast, state="open")
    Case.objects.filter(pk=case.pk).update(aside=Aside.MERGED, merged_into=other)
    assert "دوباره روی آن کار می‌کنیم" in client.get(path_of(asking)).content.decode()
    Case.objects.filter(pk=case.pk).update(aside=Aside.SPAM)
    assert client.get(path_of(asking)).status_code == 404


@pytest.mark.reliability("H12")
def test_nothing_of_ours_alone_is_on_the_customers_page(client, cast, case, asking):
    write_note(Case.objects.get(pk=case.pk), "این را فقط خودمان می‌دانیم", by=cast.sara)
    Case.objects.get(pk=case.pk).tags.add(Tag.objects.create(name="برچسب خودمان"))
    html = client.get(path_of(asking)).content.decode()
    assert [word in html for word in ("خودمان", "/cases/", cast.sara.email)] == [False] * 3


@pytest.mark.reliability("I10")
def test_a_customer_with_a_colleagues_address_becomes_nobody_by_a_link(client, cast):
    cache.clear()
    case = make_case(cast, customer=recognise("email", cast.admin.email, name="Ladan"), kind="question", state="open", assignee=cast.sara)
    answer_case(case, "فردا می‌رسد.", by=cast.sara, dedupe_key="9")
    people = Person.objects.count()
    assert says(client, Asking.objects.get(), "yes").status_code in (200, 303)
    assert stands(case) == "confirmed"
    assert (client.get("/cases/").status_code, "sid" in client.cookies, Person.objects.count()) == (302, False, people)


@pytest.mark.reliability("I10")
def test_an_address_that_a_customer_is_given_neither_merges_nor_leads_into_an_account(client, cast):
    add_identity(cast.mina, kind="email", value=cast.admin.email, by=cast.sara)
    with pytest.raises(Taken):
        add_identity(cast.kaveh, kind="email", value="mina@example.com", by=cast.sara)
    assert Customer.objects.filter(pk__in=[cast.mina.pk, cast.kaveh.pk]).count() == 2
    client.post("/account/password/reset/", {"email": "mina@example.com"})
    assert (Job.objects.filter(task__endswith="send_password_link").count(), Person.objects.filter(email="mina@example.com").count()) == (0, 0)


@pytest.mark.reliability("I10")
@pytest.mark.parametrize(("what", "proof"), [("yes", "link"), ("no", "link"), ("", "")])
def test_who_says_something_by_the_link_has_shown_that_the_address_is_theirs(client, cast, asking, what, proof):
    says(client, asking, what)
    assert [(one.value, one.proof) for one in cast.mina.identities.all()] == [("mina@example.com", proof)]
