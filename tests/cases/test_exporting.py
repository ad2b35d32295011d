"""Cases leave the house row by row, for whom it is allowed, and it is written down."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sandali.cases import exporting
from sandali.cases.exporting import (
    access_export,
    export_for_later,
    forget_old,
    header,
    heard,
    note_export,
    path_of,
    rows_of,
    said,
)
from sandali.cases.figures import Asked
from sandali.cases.jobs import forget_exports, write_export
from sandali.cases.measures import cases_behind
from sandali.cases.models import Case
from sandali.company.permissions import NotAllowed
from sandali.customers.models import Organisation, Tag
from sandali.history.models import Event, Notice
from sandali.history.queue import drain
from tests.measured import TEHRAN, local, measured_week

pytestmark = pytest.mark.django_db
WEEK = Asked(local(14, 0), local(21, 0))


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def wall(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute)


def test_a_row_tells_the_whole_case(cast):
    case = measured_week(cast)[0]
    cast.mina.organisation = Organisation.objects.create(name="آوین")
    cast.mina.save()
    case.tags.add(Tag.objects.create(name="فوری", folded="فوری"), Tag.objects.create(name="بسته", folded="بسته"))
    Case.objects.filter(pk=case.pk).update(state="confirmed", state_at=local(19, 9, 0), reopened=1, repeats=2)
    with translation.override("fa"):
        row = next(rows_of(Case.objects.filter(pk=case.pk), TEHRAN))
        named = dict(zip(header(), row, strict=True))
    assert row == [
        case.pk, "سفارش نرسیده", "پرسش", "تأییدشده از سوی مشتری", "مینا کریمی", "آوین", "Support", "پشتیبانی", "Sara", wall(14, 10),
        wall(14, 11, 30), 1.5, 1.5, 2, 1, 2, "بسته, فوری", wall(19, 9),
    ]  # fmt: skip
    assert len(named) == len(exporting.WIDTHS) == 18


def test_a_case_without_an_answer_has_empty_places(cast):
    case = measured_week(cast)[1]
    case.waits.all().delete()
    Case.objects.filter(pk=case.pk).update(assignee=None, kind="", channel=None, department=None)
    row = next(rows_of(Case.objects.filter(pk=case.pk), TEHRAN))
    assert (row[2], row[6:9], row[10:14], row[17]) == ("", ["", "", ""], [None, None, None, 0], None)


def test_rows_take_the_same_queries_for_one_case_and_for_ten(cast):
    cases = measured_week(cast)
    counts = []
    for number in (1, 10):
        with CaptureQueriesContext(connection) as queries:
            assert len(list(rows_of(Case.objects.filter(pk__in=[case.pk for case in cases[:number]]), TEHRAN))) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_question_comes_back_from_what_is_written_of_it():
    asked = Asked(local(14, 0), local(21, 0), person=3, kind="complaint", working=False, within=3600)
    assert heard(said(asked, "late")) == (asked, "late")


def test_who_took_what_is_written_down(cast):
    event = note_export(cast.nahid, WEEK, "opened", format="csv", count=12)
    assert (event.kind, event.by, event.data["count"], event.data["format"], event.data["asked"]["figure"]) == (
        "cases_exported", cast.nahid, 12, "CSV", "opened",
    )  # fmt: skip


@pytest.mark.reliability("H4")
def test_who_may_not_export_takes_nothing(cast):
    with pytest.raises(NotAllowed):
        note_export(cast.sara, WEEK, "opened", format="csv", count=12)
    with pytest.raises(ValueError, match="pdf"):
        note_export(cast.nahid, WEEK, "opened", format="pdf", count=12)
    assert export_for_later(cast.sara, said(WEEK, "opened"), format="csv", name="a.csv") is None
    assert Event.objects.filter(kind__startswith="export").count() == 0


@pytest.mark.reliability("K7")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_large_export_comes_by_notice_to_whoever_asked_and_to_nobody_else(cast, format):
    measured_week(cast)
    write_export.enqueue(cast.nahid.pk, said(WEEK, "opened"), format=format, name=f"a.{format}")
    drain()
    event = Event.objects.get(kind="export_ready")
    assert list(Notice.objects.filter(event=event).values_list("person__name", flat=True)) == ["Nahid"]
    assert (event.data["count"], access_export(cast.nahid, event.pk)) == (12, event)
    assert path_of(event).stat().st_size > 500
    assert [path.name for path in path_of(event).parent.iterdir()] == [f"a.{format}"]
    with pytest.raises(Event.DoesNotExist):
        access_export(cast.admin, event.pk)


def test_an_export_is_forgotten_after_a_week(cast, monkeypatch):
    measured_week(cast)
    event = export_for_later(cast.nahid, said(WEEK, "opened"), format="csv", name="a.csv")
    assert (forget_exports.func(), path_of(event).is_file()) == (0, True)
    monkeypatch.setattr(exporting, "KEPT_FOR", timedelta(seconds=-5))
    assert (forget_old(), path_of(event).exists()) == (1, False)
    monkeypatch.setattr(exporting, "KEPT_FOR", timedelta(days=7))
    with pytest.raises(Event.DoesNotExist):
        access_export(cast.nahid, event.pk)


def test_somebody_who_has_left_gets_no_export(cast):
    cast.nahid.is_active = False
    cast.nahid.save()
    write_export.func(cast.nahid.pk, said(WEEK, "opened"), format="csv", name="a.csv")
    assert Event.objects.filter(kind="export_ready").count() == 0


@pytest.mark.reliability("K6")
def test_memory_is_flat_as_rows_are_read_a_part_at_a_time(cast, monkeypatch):
    measured_week(cast)
    monkeypatch.setattr(exporting, "CHUNK", 5)
    with CaptureQueriesContext(connection) as queries:
        rows = rows_of(cases_behind(cast.nahid, WEEK, "opened"), TEHRAN)
        next(rows)
        first = len(queries)
        assert len(list(rows)) == 11
    assert len(queries) > 2 * first
