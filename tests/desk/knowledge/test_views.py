"""The list, the page of an entry, writing and changing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.desk.knowledge import views
from sandali.history.models import Event
from sandali.knowledge.actions import archive_entry, change_entry, judge_entry, use_entry, write_entry
from sandali.knowledge.models import Entry
from tests.cast import make_case

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NEW = {"kind": "fact", "title": "نشانی", "text": "ولیعصر ۲۱۱۰", "language": "fa", "check_every": "90", "keywords": "آدرس"}


def titles(answer) -> list[str]:
    """The titles in the list, in order."""
    return [row.title for row in answer.context["rows"]]


def data_of(answer) -> dict[str, str]:
    """What a browser would post from the form that was shown."""
    form = answer.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {f"initial-{name}": form.get_initial_for_field(form.fields[name], name) for name in form.names()}
    return {name: value for name, value in data.items() if value not in (None, False)}


def test_what_changed_last_stands_first(sara, cast, fact, article):
    change_entry(fact, by=cast.sara, version=1, text="تازه")
    assert titles(sara.get("/knowledge/")) == ["شمارهٔ حساب", "تابهٔ چدنی"]


def test_kind_words_department_and_state_narrow_the_list(sara, cast, fact, article):
    of_support = write_entry(by=cast.sara, kind="fact", title="پشتیبانی", text="x", language="fa", department=cast.support)
    Entry.objects.filter(pk=article.pk).update(check_due_at=timezone.now() - timedelta(days=1))
    judge_entry(fact, is_right=False, by=cast.reza)
    archive_entry(write_entry(by=cast.sara, kind="fact", title="کهنه", text="x", language="fa"), by=cast.sara)
    asked = {
        "?kind=article": ["تابهٔ چدنی"], "?q=شبا": ["شمارهٔ حساب"], f"?department={cast.support.pk}": [of_support.title], "?state=stale": ["تابهٔ چدنی"],
        "?state=doubted": ["شمارهٔ حساب"], "?state=archived": ["کهنه"], "?q=تابه&kind=fact": [],
    }  # fmt: skip
    assert {query: titles(sara.get(f"/knowledge/{query}")) for query in asked} == asked


@pytest.mark.parametrize("query", ["?kind=x", "?department=²", "?state=%00", "?after=x", f"?after={10**30}-1", "?case=", "?case=x"])
def test_an_address_that_makes_no_sense_narrows_nothing(sara, fact, query):
    assert titles(sara.get(f"/knowledge/{query}")) == ["شمارهٔ حساب"]


def test_the_next_rows_follow_without_a_gap(sara, cast, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for number in range(5):
        write_entry(by=cast.sara, kind="fact", title=f"f{number}", text="x", language="fa", at=timezone.now() + timedelta(minutes=number))
    seen, url = [], "/knowledge/"
    while url:
        answer = sara.get(url)
        seen += titles(answer)
        url = answer.context["more"]
    assert seen == ["f4", "f3", "f2", "f1", "f0"]


@pytest.mark.parametrize("part", ["knowledge-list", "knowledge-rows"])
def test_a_part_is_a_piece_of_the_whole(sara, fact, part):
    whole = sara.get("/knowledge/").content.decode()
    piece = sara.get("/knowledge/", headers={**HTMX, "HX-Target": f"div#{part}"}).content.decode().strip()
    assert (piece in whole, "<html" in piece, "شمارهٔ حساب" in piece) == (True, False, True)


def test_an_empty_library_says_what_belongs_here(sara, client, cast):
    page = sara.get("/knowledge/").content.decode()
    client.force_login(cast.parvaneh)
    readers = client.get("/knowledge/").content.decode()
    assert ('class="empty"' in page, "/knowledge/new/" in page, 'class="empty"' in readers, "/knowledge/new/" in readers) == (True, True, True, False)


def test_for_a_case_what_fits_it_stands_above(sara, cast, fact, article):
    case = make_case(cast, subject="واریز به کدام حساب")
    answer = sara.get(f"/knowledge/?case={case.pk}")
    assert [(row.title, row.url) for row in answer.context["fits"]] == [("شمارهٔ حساب", f"/knowledge/{fact.pk}/?case={case.pk}")]


def test_a_case_that_one_may_not_see_is_not_told_about(sara, cast, fact):
    case = make_case(cast, department=cast.accounting)
    assert [sara.get(f"{path}?case={case.pk}").status_code for path in ("/knowledge/", f"/knowledge/{fact.pk}/")] == [404, 404]


def test_an_entry_shows_its_text_and_for_a_case_the_filled_one(sara, cast, fact):
    case = make_case(cast)
    plain, filled = (sara.get(f"/knowledge/{fact.pk}/{query}") for query in ("", f"?case={case.pk}"))
    assert ("{{customer}}" in plain.content.decode(), plain.context["filled"]) == (True, "")
    number = "".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in str(case.pk))
    assert filled.context["filled"] == f"مینا کریمی، پروندهٔ {number}: بانک ملت ۱۲۳"


@pytest.mark.reliability("E9")
@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{7*7}}", "${7*7}", "{% debug %}", '"><img src=x onerror=alert(1)>'])
def test_hostile_words_stay_text(sara, cast, hostile):
    for kind in ("fact", "article"):
        made = write_entry(by=cast.sara, kind=kind, title=hostile, text=hostile, keywords=hostile, language="fa")
        judge_entry(made, is_right=False, by=cast.reza, word=hostile)
        for path in (f"/knowledge/{made.pk}/", "/knowledge/", f"/knowledge/{made.pk}/edit/"):
            page = sara.get(path).content.decode()
            assert ("<script>alert" in page, "<img src=x" in page, "49" in page.partition("<main")[2].partition("<form")[0]) == (False, False, False)


def test_a_fact_is_written_down(sara, cast):
    answer = sara.post("/knowledge/new/", NEW)
    made = Entry.objects.get()
    assert (answer.status_code, answer["Location"], made.author, made.kind, made.check_every) == (303, f"/knowledge/{made.pk}/", cast.sara, "fact", 90)


def test_an_article_for_everybody_is_written_down_and_a_fact_never_is(sara):
    sara.post("/knowledge/new/", {**NEW, "kind": "article", "is_public": "on"})
    sara.post("/knowledge/new/", {**NEW, "is_public": "on"})
    assert list(Entry.objects.order_by("pk").values_list("kind", "is_public")) == [("article", True), ("fact", False)]


@pytest.mark.reliability("E9")
def test_a_place_that_nothing_fills_is_refused_with_a_sentence_and_nothing_typed_is_lost(sara):
    answer = sara.post("/knowledge/new/", {**NEW, "text": "سلام {{نام}}"})
    error = answer.context["form"].errors["text"][0]
    assert (answer.status_code, Entry.objects.count(), "{{نام}}" in error, "{{مشتری}}" in error, "سلام {{نام}}" in answer.content.decode()) == (422, 0, True, True, True)


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": " "}, {"language": "xx"}, {"check_every": "7"}, {"department": "999"}, {"title": "x" * 161}])
def test_what_is_wrong_is_said_at_its_field(sara, wrong):
    answer = sara.post("/knowledge/new/", {**NEW, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors), Entry.objects.count()) == (422, list(wrong), 0)


def test_nobody_writes_for_a_private_department_of_others_nor_shows_its_own_to_everybody(sara, client, cast):
    refused = sara.post("/knowledge/new/", {**NEW, "department": cast.accounting.pk})
    client.force_login(cast.omid)
    public = client.post("/knowledge/new/", {**NEW, "kind": "article", "is_public": "on", "department": cast.accounting.pk})
    assert (list(refused.context["form"].errors), list(public.context["form"].errors), Entry.objects.count()) == (["department"], ["is_public"], 0)


@pytest.mark.practice("P18")
def test_a_whole_letter_is_advised_against_and_kept(sara):
    letter = "سلام، وقت بخیر\n" + "سفارش شما در راه است. " * 40 + "\nبا احترام"
    sara.post("/knowledge/new/", {**NEW, "text": letter})
    made = Entry.objects.get()
    assert (made.text, sara.get(f"/knowledge/{made.pk}/").context["is_letter"]) == (letter, True)


def test_an_entry_is_changed(sara, cast, fact):
    shown = sara.get(f"/knowledge/{fact.pk}/edit/")
    answer = sara.post(f"/knowledge/{fact.pk}/edit/", data_of(shown) | {"text": "بانک سپه"})
    now = Entry.objects.get(pk=fact.pk)
    assert (answer.status_code, now.text, now.version, now.keywords) == (303, "بانک سپه", 2, "شبا، واریز")


def test_who_was_overtaken_keeps_their_words_and_what_others_changed(sara, cast, fact):
    typed = data_of(sara.get(f"/knowledge/{fact.pk}/edit/")) | {"text": "نوشتهٔ سارا"}
    change_entry(fact, by=cast.reza, version=1, text="نوشتهٔ رضا", keywords="واژهٔ رضا")
    answer = sara.post(f"/knowledge/{fact.pk}/edit/", typed)
    page = answer.content.decode()
    assert (answer.status_code, "نوشتهٔ سارا" in page, "نوشتهٔ رضا" in page) == (409, True, True)
    shown = answer.context["form"]
    again = {name: value for name, value in shown.data.items()}
    assert sara.post(f"/knowledge/{fact.pk}/edit/", again).status_code == 303
    now = Entry.objects.get(pk=fact.pk)
    assert (now.text, now.keywords, now.version) == ("نوشتهٔ سارا", "واژهٔ رضا", 3)


def test_outsiders_find_nothing_and_readers_are_refused(sara, client, cast, secret, fact):
    for path in ("", "edit/"):
        assert sara.get(f"/knowledge/{secret.pk}/{path}").status_code == 404
    assert "گاوصندوق" not in sara.get("/knowledge/").content.decode()
    assert titles(sara.get("/knowledge/?q=گاوصندوق")) == []
    client.force_login(cast.parvaneh)
    assert [client.get(path).status_code for path in ("/knowledge/new/", f"/knowledge/{fact.pk}/edit/", f"/knowledge/{fact.pk}/")] == [403, 403, 200]
    assert client.get("/knowledge/99999/").status_code == 404


def queries(client, path: str) -> int:
    """How many queries a page costs, after the first page of a minute."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_rows(sara, cast, fact):
    case = make_case(cast, subject="واریز به کدام حساب")
    paths = ["/knowledge/", "/knowledge/?q=شبا", f"/knowledge/?case={case.pk}", f"/knowledge/{fact.pk}/"]
    one = {path: queries(sara, path) for path in paths}
    for number in range(2):
        more = write_entry(by=cast.reza, kind="fact", title=f"حساب {number}", text="شبا", language="fa", keywords="واریز", department=cast.support)
        for entry in (more, fact):
            use_entry(entry, by=cast.reza, case_number=case.pk)
            judge_entry(entry, is_right=True, by=cast.reza)
    change_entry(fact, by=cast.reza, version=1, text="شبا")
    assert {path: queries(sara, path) for path in paths} == one


def test_the_rail_leads_here_and_a_notice_does(sara, cast, fact, client):
    assert '<a class="rail-item" href="/knowledge/"' in sara.get("/customers/").content.decode()
    judge_entry(fact, is_right=False, by=cast.reza)
    assert f'href="/knowledge/{fact.pk}/"' in sara.get("/notices/").content.decode()
    assert Event.objects.filter(kind="entry_doubted").count() == 1
