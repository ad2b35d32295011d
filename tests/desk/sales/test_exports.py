"""Exports of the lists of sales: a file that keeps to the list's filter, and a form that says what is wrong with its days."""

import csv
import io
import zipfile

import pytest

from sandali.desk.sales import exports
from sandali.desk.sentences import address_of
from sandali.history import queue
from sandali.history.models import Event, Notice
from sandali.sales.actions.deals import win_deal
from sandali.sales.actions.orders import note_payment
from tests.cast import person
from tests.desk.browsing import browser
from tests.sales.things import DAY, make_deal, make_order, placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast):
    return browser(cast.admin)


def read(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_file_keeps_to_the_box_of_the_list_and_is_written_down(cast, admin):
    make_order(cast)
    order = placed(cast)
    answer = admin.post("/orders/exports/", {"box": "placed", "table": "orders", "format": "csv"})
    table = read(answer)
    assert (answer["Content-Disposition"].split(";")[1], answer["Cache-Control"]) == (' filename="orders-placed.csv"', "private, no-store")
    assert (table[0][0], [row[0] for row in table[1:]]) == ("شماره سفارش", [str(order.number)])
    event = Event.objects.get(kind="orders_exported")
    assert (event.by, event.data) == (cast.admin, {"format": "CSV", "count": 1, "asked": {"box": "placed", "first": "", "last": ""}})


def test_days_are_typed_in_the_readers_calendar(cast, admin):
    order = placed(cast)
    note_payment(order, 1000, by=cast.sara, day=DAY, way="cash", key="!")
    asked = {"table": "payments", "format": "csv", "first": "۱۴۰۵/۰۸/۳۰", "last": "۱۴۰۵/۰۸/۳۰"}
    assert [row[3:5] for row in read(admin.post("/orders/exports/", asked))[1:]] == [["۱۴۰۵/۰۸/۳۰", "1000"]]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"first": "روزی", "last": "۱۴۰۵/۰۸/۳۰"}, 'aria-invalid="true"'),
        ({"first": "۱۴۰۵/۰۸/۳۰", "last": "۱۴۰۵/۰۸/۰۱"}, "روز پایان پیش از روز آغاز است"),
        ({"first": "۱۳۸۰/۰۱/۰۱", "last": "۱۳۸۰/۰۱/۰۲"}, "در این روزها چیزی نیست"),
    ],
)
def test_what_cannot_be_given_says_why_and_keeps_what_was_typed(cast, admin, days, said):
    placed(cast)
    for address in ("/orders/exports/", "/deals/exports/"):
        answer = admin.post(address, {"table": "lines", "box": "placed", "state": "won", "format": "xlsx", **days})
        page = answer.content.decode()
        assert (answer.status_code, said in page, f'value="{days["first"]}"' in page) == (422, True, True)
    assert Event.objects.filter(kind__endswith="_exported").count() == 0


@pytest.mark.reliability("K7")
@pytest.mark.parametrize(
    ("address", "asked"),
    [("/orders/exports/", {"box": "placed", "table": "lines"}), ("/deals/exports/", {"state": "open", "from": "2026-01-01", "to": "2099-12-31", "department": "0", "first": "۱۴۰۵/۰۱/۰۱"})],
)
def test_a_large_one_is_written_by_a_job_as_it_would_have_been_at_once_and_a_notice_leads_whoever_asked_to_it(cast, admin, monkeypatch, settings, tmp_path, address, asked):
    settings.FILES = tmp_path
    for _each in range(2):
        placed(cast)
        make_deal(cast, department=None)
    make_deal(cast)
    at_once = read(admin.post(address, {**asked, "format": "csv"}))
    assert len(at_once) == 3
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 1)
    answer = admin.post(address, {**asked, "format": "csv"})
    assert (answer.status_code, Event.objects.filter(kind="sales_export_ready").exists()) == (303, False)
    queue.drain()
    event = Event.objects.get(kind="sales_export_ready")
    page = f"/deals/exports/{event.pk}/"
    assert (address_of(event), list(Notice.objects.filter(event=event).values_list("person__name", flat=True))) == (page, ["Ladan"])
    assert read(admin.get(page)) == at_once
    boss = person("Arman", "admin", cast.support)
    assert [browser(who).get(page).status_code for who in (boss, cast.sara)] == [404, 403]
    (tmp_path / "exports" / event.data["file"]).unlink()
    assert admin.get(page).status_code == 404


def test_deals_go_by_the_state_of_their_list_and_a_workbook_runs_from_right_to_left(cast, admin):
    make_deal(cast)
    win_deal(make_deal(cast), by=cast.sara, version=None)
    answer = admin.post("/deals/exports/", {"state": "won", "format": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet, sheet.count("<row ")) == (True, 2)
    assert Event.objects.get(kind="deals_exported").data["asked"] == {"state": "won", "first": "", "last": ""}


@pytest.mark.reliability("H4")
def test_only_who_may_take_customers_along_is_offered_it_and_gets_it(cast, admin):
    placed(cast)
    make_deal(cast)
    for who, offered, status in ((admin, True, 200), (browser(cast.sara), False, 403)):
        assert ["exports/" in who.get(address).content.decode() for address in ("/orders/", "/deals/list/")] == [offered] * 2
        assert [who.post(address, {"table": "orders"}).status_code for address in ("/orders/exports/", "/deals/exports/")] == [status] * 2
