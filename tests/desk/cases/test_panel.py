"""The customer beside a case."""

import re

import pytest

from sandali.cases.actions import classify_case, reply, withdraw_reply
from sandali.customers.actions import add_identity, tag_customer
from sandali.desk.cases.beside import happened_lately
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def test_tags_and_notes_are_added_and_removed_in_place(sara, cast):
    case = make_case(cast)
    headers = {"HX-Request": "true", "HX-Target": "form"}
    html = sara.post(f"/cases/{case.pk}/customer/tags/", {"tag": "وفادار"}, headers=headers).content.decode()
    assert ('hx-target="#panel"' in html, "وفادار" in html) == (True, True)
    sara.post(f"/cases/{case.pk}/customer/notes/", {"text": "عصرها زنگ بزنیم"})
    assert [note.text for note in cast.mina.notes.all()] == ["عصرها زنگ بزنیم"]
    sara.post(f"/cases/{case.pk}/customer/tags/{cast.mina.tags.get().pk}/removal/")
    assert cast.mina.tags.count() == 0


def test_an_empty_note_is_none(sara, cast):
    sara.post(f"/cases/{make_case(cast).pk}/customer/notes/", {"text": "  "})
    assert cast.mina.notes.count() == 0


@pytest.mark.parametrize("act", ["tags", "notes"])
@pytest.mark.parametrize("who, status", [("parvaneh", 403), ("omid", 404)])
def test_who_may_change_the_customer_from_a_case(client, cast, act, who, status):
    case = make_case(cast)
    client.force_login(getattr(cast, who))
    assert client.post(f"/cases/{case.pk}/customer/{act}/", {"tag": "x", "text": "x"}).status_code == status
    assert client.get(f"/cases/{case.pk}/customer/{act}/").status_code == 405


@pytest.mark.reliability("H3")
def test_the_other_cases_are_those_that_may_be_seen(sara, cast):
    case, other = make_case(cast), make_case(cast, subject="دیدنی")
    make_case(cast, subject="نادیدنی", department=cast.accounting)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (f'<a href="/cases/{other.pk}/">' in html, "نادیدنی" in html) == (True, False)


def test_an_answer_that_was_taken_back_is_not_told_as_given(sara, cast):
    case = make_case(cast)
    reply(case, "سلام", by=cast.reza, dedupe_key="1")
    gone = reply(case, "نه", by=cast.reza, dedupe_key="2")
    assert happened_lately(cast.mina.pk, cast.sara).count("به مشتری پاسخ داد") == 2
    assert withdraw_reply(gone, by=cast.reza) is True
    assert happened_lately(cast.mina.pk, cast.sara).count("به مشتری پاسخ داد") == 1


def test_what_happened_lately_follows_news_of_the_case(sara, cast):
    case = make_case(cast)
    tag_customer(cast.mina, "VIP", by=cast.reza)
    html = sara.get(f"/cases/{case.pk}/", headers={"HX-Request": "true", "HX-Target": "div#case-thread"}).content.decode()
    happened = html.partition('hx-target="#panel-happened"')[2].partition("</hx-partial>")[0]
    assert "\u2068VIP\u2069" in happened


@pytest.mark.reliability("H3")
def test_what_happened_in_cases_that_one_may_not_see_is_not_told_beside_another(cast):
    seen, hidden = make_case(cast), make_case(cast, department=cast.accounting)
    classify_case(seen, by=cast.reza, kind="praise")
    classify_case(hidden, by=cast.omid, kind="complaint")
    told = {person.name: ("Reza" in happened_lately(cast.mina.pk, person), "Omid" in happened_lately(cast.mina.pk, person)) for person in (cast.sara, cast.omid)}
    assert told == {"Sara": (True, False), "Omid": (False, True)}


def test_what_happened_lately_is_told_in_sentences(sara, cast):
    case = make_case(cast)
    tag_customer(cast.mina, "VIP", by=cast.reza)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert "customer_tagged" not in html
    assert "\u2068Reza\u2069" in html and "\u2068VIP\u2069" in html


def test_merged_cases_and_spam_are_no_other_cases_and_spam_is_counted(sara, cast):
    case, other = make_case(cast), make_case(cast)
    make_case(cast, aside="spam")
    make_case(cast, aside="merged", merged_into=other)
    html = sara.get(f"/cases/{case.pk}/?box=all").content.decode()
    listed = html.partition('<ul class="other-cases">')[2].partition("</ul>")[0]
    assert (re.findall(r'href="/cases/(\d+)/"', listed), html.count("?aside=spam")) == ([str(other.pk)], 1)


def test_a_telephone_number_can_be_dialled_and_mail_is_answered_here(sara, cast):
    add_identity(cast.mina, kind="phone", value="09121234567", by=cast.sara)
    html = sara.get(f"/cases/{make_case(cast).pk}/").content.decode()
    assert (html.count('href="tel:+989121234567"'), html.count("mailto:")) == (1, 0)
