"""The help page: public articles alone, the same for everybody, and a count of whom they helped."""

import pytest
from django.core.cache import cache
from django.test import Client

from sandali.company.models import Company
from sandali.knowledge.actions import archive_entry, write_entry
from sandali.knowledge.models import Verdict


@pytest.fixture
def article(cast):
    """An article for everybody."""
    return write_entry(by=cast.sara, kind="article", title="تابهٔ چدنی", text="بار اول **چرب** کنید.\n\n<script>alert(1)</script>", keywords="فقط برای ما", language="fa", is_public=True)


@pytest.fixture
def inner(cast):
    """What is not for everybody, by what it is."""
    fields = {"by": cast.sara, "text": "راز", "language": "fa"}
    made = {
        "fact": write_entry(kind="fact", title="دانسته", **fields), "ours": write_entry(kind="article", title="درونی", **fields),
        "private": write_entry(kind="article", title="محرمانه", is_public=True, department=cast.accounting, **fields),
        "archived": write_entry(kind="article", title="کهنه", is_public=True, **fields),
    }  # fmt: skip
    archive_entry(made["archived"], by=cast.sara)
    return made


def test_public_articles_are_listed_found_and_read_without_signing_in(client, article):
    pages = [client.get(path) for path in ("/help/", "/help/?q=چدن", f"/help/{article.pk}/")]
    assert [page.status_code for page in pages] == [200] * 3
    assert ["تابهٔ چدنی" in page.content.decode() for page in pages] == [True] * 3
    assert "<strong>چرب</strong>" in pages[2].content.decode()
    assert "<script>alert" not in pages[2].content.decode()


def test_nothing_of_ours_alone_is_listed_found_or_read(client, inner):
    for path in ("/help/", "/help/?q=راز"):
        assert [title for title in ("دانسته", "درونی", "محرمانه", "کهنه") if title in client.get(path).content.decode().partition("<main")[2]] == []
    assert {what: client.get(f"/help/{entry.pk}/").status_code for what, entry in inner.items()} == dict.fromkeys(inner, 404)
    assert {what: client.post(f"/help/{entry.pk}/verdicts/", {"helped": "yes"}).status_code for what, entry in inner.items()} == dict.fromkeys(inner, 404)


def test_no_names_of_staff_and_no_words_for_us_stand_there(client, cast, article):
    page = client.get(f"/help/{article.pk}/").content.decode()
    assert [word for word in ("Sara", "فقط برای ما", cast.sara.email) if word in page] == []


def test_the_page_is_the_same_for_everybody_and_caches_may_keep_it(client, cast, article):
    strangers = client.get("/help/")
    client.force_login(cast.sara)
    saras = client.get("/help/", headers={"Accept-Language": "en"})
    assert (strangers.content, strangers["Cache-Control"], strangers.cookies) == (saras.content, "public, max-age=300", {})
    assert "csrfmiddlewaretoken" not in strangers.content.decode()


def test_it_is_in_the_companys_language_whatever_the_visitor_chose(client, cast, article):
    client.cookies["lang"] = "en"
    answer = client.get("/help/")
    assert (answer["Content-Language"], '<html lang="fa" dir="rtl"' in answer.content.decode()) == ("fa", True)
    Company.objects.update(language="en")
    assert '<html lang="en" dir="ltr"' in client.get("/help/").content.decode()
    assert client.get(f"/help/{article.pk}/").status_code == 404


def test_an_empty_help_page_is_kind(client, cast):
    assert ['class="empty"' in client.get(path).content.decode() for path in ("/help/", "/help/?q=x")] == [True, True]


def test_readers_say_whether_it_helped_without_a_session(article):
    reader = Client(enforce_csrf_checks=True)
    answer = reader.post(f"/help/{article.pk}/verdicts/", {"helped": "no", "word": "عکس نداشت"})
    assert (answer.status_code, answer["Location"]) == (303, f"/help/{article.pk}/?said=1#said")
    assert list(Verdict.objects.values_list("is_right", "word", "person")) == [(False, "عکس نداشت", None)]
    assert "<form" not in reader.get(answer["Location"].partition("#")[0]).content.decode()


@pytest.mark.parametrize("helped", ["", "maybe"])
def test_what_is_no_answer_is_not_counted(client, article, helped):
    assert (client.post(f"/help/{article.pk}/verdicts/", {"helped": helped}).status_code, Verdict.objects.count()) == (303, 0)


def test_an_address_is_counted_up_to_a_limit(client, article):
    cache.clear()
    answers = {client.post(f"/help/{article.pk}/verdicts/", {"helped": "yes"}).status_code for _time in range(33)}
    assert (answers, Verdict.objects.count()) == ({303}, 30)
    cache.clear()


def test_reading_is_reading_and_saying_is_saying(client, article):
    assert [client.post("/help/").status_code, client.post(f"/help/{article.pk}/").status_code, client.get(f"/help/{article.pk}/verdicts/").status_code] == [405, 405, 405]
