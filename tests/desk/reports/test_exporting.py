"""Exports of a report."""

import csv
import io
import zipfile

import pytest

from sandali.cases.models import Case
from sandali.desk.reports import exporting
from sandali.history.models import Event, Notice
from sandali.history.queue import drain
from tests.measured import measured_week

pytestmark = pytest.mark.django_db
WEEK = {"period": "days", "from": "2026-11-14", "to": "2026-11-20"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def asks(client, person, **more):
    client.force_login(person)
    return client.post("/reports/exports/", WEEK | more)


def read(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.reliability("K4")
def test_a_plain_table_has_a_row_a_case_and_no_formula(cast, client):
    cases = measured_week(cast)
    Case.objects.filter(pk=cases[0].pk).update(subject='=HYPERLINK("x")')
    answer = asks(client, cast.nahid, figure="first", format="csv")
    table = read(answer)
    assert answer["Content-Disposition"].startswith('attachment; filename="cases-2026-11-14-2026-11-20.csv"')
    assert [int(row[0]) for row in table[1:]] == [case.pk for case in cases[:9]]
    assert (table[0][0], table[1][1], table[1][9], table[1][11]) == ("شماره", '\'=HYPERLINK("x")', "2026-11-14 10:00", "1.5")


def test_a_workbook_runs_from_right_to_left_in_persian(cast, client):
    measured_week(cast)
    answer = asks(client, cast.nahid, figure="opened", format="xlsx")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet, sheet.count("<row ")) == (True, 13)


def test_the_filter_is_written_down_with_who_took_it(cast, client):
    measured_week(cast)
    asks(client, cast.nahid, figure="first", format="csv", kind="complaint")
    event = Event.objects.get(kind="cases_exported")
    assert (event.by, event.data["count"], event.data["asked"]["kind"], event.data["asked"]["figure"]) == (cast.nahid, 2, "complaint", "first")


@pytest.mark.reliability("H4")
def test_only_those_who_may_export_and_only_what_they_see(cast, client):
    measured_week(cast)
    Case.objects.update(department=cast.accounting, assignee=cast.omid)
    assert [asks(client, person, figure="opened", format="csv").status_code for person in (cast.sara, cast.omid)] == [403, 403]
    assert len(read(asks(client, cast.nahid, figure="opened", format="csv"))) == 1
    assert len(read(asks(client, cast.admin, figure="opened", format="csv"))) == 13


@pytest.mark.reliability("K6", "K7")
def test_a_large_export_is_fetched_by_its_notice(cast, client, monkeypatch):
    measured_week(cast)
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 5)
    answer = asks(client, cast.nahid, figure="opened", format="csv")
    assert (answer.status_code, answer["Location"].startswith("/reports/?period=days")) == (303, True)
    drain()
    notice = Notice.objects.get(person=cast.nahid, event__kind="export_ready")
    address = f"/reports/exports/{notice.event_id}/"
    assert address in client.get("/notices/").content.decode()
    answer = client.get(address)
    assert (answer.status_code, len(read(answer))) == (200, 13)
    client.force_login(cast.admin)
    assert client.get(address).status_code == 404


def test_get_asks_for_nothing_and_a_wrong_number_is_nothing(cast, client):
    client.force_login(cast.nahid)
    assert [client.get("/reports/exports/").status_code, client.get("/reports/exports/99/").status_code] == [405, 404]
