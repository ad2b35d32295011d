"""Segments on the desk: built by plain forms, counted by what their reader sees, taken out of the house by whoever may."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandali.cases.models import Kind
from sandali.customers.actions import tag_customer
from sandali.customers.models import Segment
from sandali.customers.segments.actions import save_segment
from sandali.customers.segments.queries import access_segment, segments_with
from sandali.desk.segments import exports
from sandali.desk.sentences import address_of
from sandali.history import queue
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db
COMPLAINED = {"c0-kind": "cases", "c0-of_kind": "complaint", "c0-how": "at_least", "c0-times": "1"}
KEPT = {"joined": "all", "of": [{"kind": "cases", "not": False, "values": {"how": "at_least", "times": 1, "of_kind": "complaint"}}]}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sara(client, cast):
    """Sara's browser."""
    client.force_login(cast.sara)
    return client


def test_a_segment_is_built_condition_by_condition_without_any_script(sara, cast):
    make_case(cast, kind=Kind.COMPLAINT)
    tag_customer(cast.mina, "دوست", by=cast.sara)
    page = sara.post(reverse("segment_conditions"), {"add": "1", "new": "cases", "name": "ناراضیان"}).content.decode()
    assert [one in page for one in ('name="c0-kind" value="cases"', 'name="c0-times" value="۱"', 'value="ناراضیان"', "مشتریانی که دست‌کم یک بار پرونده داشته‌اند.")] == [True] * 4
    page = sara.post(reverse("segment_conditions"), {**COMPLAINED, "add": "1", "new": "tag"}).content.decode()
    assert [one in page for one in ('name="c0-kind" value="cases"', 'name="c1-kind" value="tag"')] == [True] * 2
    page = sara.post(reverse("segment_conditions"), {**COMPLAINED, "c1-kind": "tag", "c1-tag": "دوست", "remove": "0"}).content.decode()
    assert ('value="cases" ' in page.partition("segment-new")[0], 'name="c0-kind" value="tag"' in page, "برچسب «\u2068دوست\u2069» دارند" in page) == (False, True, True)
    answer = sara.post(reverse("segment_new"), {**COMPLAINED, "name": "ناراضیان", "audience": "me", "joined": "all"})
    made = Segment.objects.get()
    assert (answer.status_code, answer["Location"], made.asked) == (303, reverse("segment", args=[made.pk]), KEPT)
    page = sara.get(reverse("segment", args=[made.pk])).content.decode()
    assert [one in page for one in ("مشتریانی که دست‌کم یک بار شکایت کرده‌اند.", "مینا کریمی", "کاوه", "خروجی CSV")] == [True, True, False, False]


def test_the_sentence_and_the_count_follow_while_one_builds(sara, cast):
    make_case(cast, kind=Kind.COMPLAINT)
    headers = HTMX | {"HX-Target": "div#segment-said"}
    said = sara.post(reverse("segment_conditions"), COMPLAINED, headers=headers).content.decode()
    assert ("مشتریانی که دست‌کم یک بار شکایت کرده‌اند." in said, "۱" in said, "segment-form" in said) == (True, True, False)
    unsaid = sara.post(reverse("segment_conditions"), COMPLAINED | {"c0-times": ""}, headers=headers).content.decode()
    assert "شکایت کرده‌اند" not in unsaid


def test_what_is_wrong_stays_typed_and_says_why(sara):
    answer = sara.post(reverse("segment_new"), {**COMPLAINED, "c0-times": "بسیار", "c0-since": "۳۲ مهر ۱۴۰۵", "name": "x", "audience": "me"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="بسیار"' in page, 'value="۳۲ مهر ۱۴۰۵"' in page, Segment.objects.exists()) == (422, True, True, False)
    assert sara.post(reverse("segment_new"), {"name": "x", "audience": "me"}).status_code == 422


def test_the_filter_of_the_customers_list_becomes_a_segment(sara, cast):
    tag = tag_customer(cast.mina, "دوست", by=cast.sara)
    page = sara.get(reverse("customers"), {"stage": "lead", "tag": tag.pk}).content.decode()
    keep = f"{reverse('segment_new')}?stage=lead&amp;tag={tag.pk}"
    assert keep in page
    built = sara.get(keep.replace("&amp;", "&")).content.decode()
    assert "مشتریانی که در مرحلهٔ «مشتری بالقوه» هستند و برچسب «\u2068دوست\u2069» دارند." in built


@pytest.mark.reliability("H3")
def test_a_shared_segment_counts_for_everybody_what_they_may_see(client, cast):
    make_case(cast, kind=Kind.COMPLAINT, department=cast.accounting, assignee=cast.omid)
    shared = save_segment("ناراضیان", KEPT, by=cast.admin, for_everybody=True)
    seen = {}
    for person in (cast.sara, cast.omid, cast.nahid, cast.admin):
        client.force_login(person)
        pages = [client.get(reverse("segment", args=[shared.pk])), client.get(reverse("segment_count", args=[shared.pk]), headers=HTMX), client.get(reverse("segments"))]
        seen[person.name] = ["مینا کریمی" in pages[0].content.decode(), "۱ مشتری" in pages[1].content.decode(), "۱ مشتری" in pages[2].content.decode()]
    assert seen == {"Sara": [False] * 3, "Omid": [True] * 3, "Nahid": [False] * 3, "Ladan": [True] * 3}


def test_somebody_else_s_own_segment_is_not_there_and_everybody_s_is_changed_by_few(client, cast):
    own, shared = save_segment("من", KEPT, by=cast.reza), save_segment("همه", KEPT, by=cast.admin, for_everybody=True)
    client.force_login(cast.sara)
    found = [client.get(reverse(name, args=[one.pk])).status_code for one in (own, shared) for name in ("segment", "segment_edit")]
    assert found == [404, 404, 200, 403]


def test_a_removed_segment_comes_back(sara, cast):
    made = save_segment("من", KEPT, by=cast.sara)
    sara.post(reverse("segment_removal", args=[made.pk]))
    with pytest.raises(Segment.DoesNotExist):
        access_segment(cast.sara, made.pk)
    sara.post(reverse("segment_return", args=[made.pk]))
    assert access_segment(cast.sara, made.pk).name == "من"


@pytest.mark.reliability("K4")
def test_an_export_is_written_down_and_is_for_who_may_take_customers_along(client, cast):
    make_case(cast, kind=Kind.COMPLAINT)
    type(cast.mina).objects.filter(pk=cast.mina.pk).update(name="=1+1")
    shared = save_segment("ناراضیان", KEPT, by=cast.admin, for_everybody=True)
    address = reverse("segment_exports", args=[shared.pk])
    client.force_login(cast.sara)
    assert client.post(address).status_code == 403
    client.force_login(cast.admin)
    text = b"".join(client.post(address, {"format": "csv"}).streaming_content).decode()
    lines = text.splitlines()
    assert (len(lines), lines[1].split(",")[:2]) == (2, [str(cast.mina.pk), "'=1+1"])
    book = ZipFile(BytesIO(b"".join(client.post(address, {"format": "xlsx"}).streaming_content)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ("<t>=1+1</t>" in sheet, "<f>" in sheet) == (True, False)
    assert [event.data["count"] for event in Event.objects.filter(kind="segment_exported")] == [1, 1]


@pytest.mark.reliability("K7")
def test_a_large_segment_is_written_by_a_job_and_a_notice_leads_to_it(client, cast, monkeypatch, settings, tmp_path):
    settings.FILES = tmp_path
    make_case(cast, kind=Kind.COMPLAINT)
    shared = save_segment("ناراضیان", KEPT, by=cast.admin, for_everybody=True)
    address = reverse("segment_exports", args=[shared.pk])
    client.force_login(cast.admin)
    at_once = b"".join(client.post(address, {"format": "csv"}).streaming_content)
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 0)
    assert client.post(address, {"format": "csv"}).status_code == 303
    queue.drain()
    page = address_of(Event.objects.get(kind="segment_export_ready"))
    assert b"".join(client.get(page).streaming_content) == at_once
    client.force_login(cast.sara)
    assert client.get(page).status_code == 403


def test_the_list_asks_the_same_for_one_segment_and_for_three(client, cast):
    tag_customer(cast.mina, "دوست", by=cast.sara)
    client.force_login(cast.sara)
    kept = {"joined": "all", "of": [*KEPT["of"], {"kind": "tag", "not": False, "values": {"tag": 1}}]}
    counts = []
    for round_of in range(3):
        save_segment(f"دسته {round_of}", kept, by=cast.sara)
        client.get(reverse("segments"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("segments"))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_a_customers_page_says_in_which_of_its_readers_segments_they_are_in_as_many_questions_for_one_as_for_ten(client, cast):
    case, stage = {**KEPT}, {"joined": "all", "of": [{"kind": "stage", "not": False, "values": {"stage": "former"}}]}
    make_case(cast, kind=Kind.COMPLAINT)
    save_segment("ناراضیان", case, by=cast.nahid, for_everybody=True)
    save_segment("رفته‌ها", stage, by=cast.nahid, for_everybody=True)
    save_segment("تنها برای نیلوفر", case, by=cast.nahid)
    client.force_login(cast.sara)
    page = client.get(reverse("customer_segments", args=[cast.mina.pk])).content.decode()
    assert [name in page for name in ("ناراضیان", "رفته‌ها", "تنها برای نیلوفر")] == [True, False, False]
    assert f'hx-get="{reverse("customer_segments", args=[cast.mina.pk])}"' in client.get(reverse("customer", args=[cast.mina.pk])).content.decode()
    asked = []
    segments_with(cast.sara, cast.mina.pk)  # which departments are hers is known from now on
    for count in (0, 7):
        for number in range(count):
            save_segment(f"دستهٔ {number}", stage, by=cast.sara)
        with CaptureQueriesContext(connection) as questions:
            found = segments_with(cast.sara, cast.mina.pk)
        asked.append((len(questions), [one.name for one in found.segments], found.more))
    assert asked == [(asked[0][0], ["ناراضیان"], False)] * 2
