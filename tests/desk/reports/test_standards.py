"""The report of service standards opens the cases behind each of its figures."""

import re
from datetime import UTC, datetime

import pytest

from sandali.resolution.models import Clock, Excuse, Outcome, Standard
from tests.cast import make_case

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 18, 12, 30, tzinfo=UTC)
WEEK = "period=days&from=2026-11-14&to=2026-11-20"


@pytest.fixture
def missed(cast):
    case = make_case(cast, messages=1, subject="A cracked teapot")
    standard = Standard.objects.order_by("pk").first()
    return Clock.objects.create(
        case=case, target="first", standard=standard, department=case.department, minutes=60, began_at=DUE, due_at=DUE,
        outcome=Outcome.MISSED, ended_at=DUE,
    )  # fmt: skip


def page(client, person, url):
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_cases_behind_a_figure_are_listed_with_the_moment_each_was_due(client, cast, missed):
    html = page(client, cast.nahid, f"/reports/standards/cases/?{WEEK}&figure=missed")
    assert re.findall(r'class="row-link" href="([^"]+)">([^<]+)', html) == [(f"/cases/{missed.case_id}/clocks/", "A cracked teapot")]
    assert re.findall(r'<time datetime="([^"]+)"', html)[:1] == [DUE.isoformat()]


def test_what_has_no_department_opens_to_its_cases_too(client, cast, missed):
    html = page(client, cast.nahid, f"/reports/standards/?{WEEK}")
    Clock.objects.filter(pk=missed.pk).update(department=None)
    html = page(client, cast.nahid, f"/reports/standards/?{WEEK}")
    address = re.findall(r'href="(/reports/standards/cases/[^"]*department=0[^"]*figure=missed[^"]*)"', html)[0].replace("&amp;", "&")
    assert f"/cases/{missed.case_id}/clocks/" in page(client, cast.nahid, address)
    Clock.objects.filter(pk=missed.pk).update(department=cast.support)
    assert f"/cases/{missed.case_id}/clocks/" not in page(client, cast.nahid, address)


def test_each_table_says_what_its_lines_are(client, cast, missed):
    html = page(client, cast.nahid, f"/reports/standards/?{WEEK}")
    heads = re.findall(r'<thead><tr><th scope="col">([^<]+)', html)
    assert len(set(heads)) == len(heads) == 3


def test_the_reason_of_a_miss_says_who_wrote_it(client, cast, missed):
    Excuse.objects.create(clock=missed, reason="The road was closed", by=cast.nahid)
    html = page(client, cast.nahid, f"/cases/{missed.case_id}/clocks/")
    assert re.findall(r'<b dir="auto">([^<]+)</b> <span dir="auto">([^<]+)', html) == [("Nahid", "The road was closed")]
