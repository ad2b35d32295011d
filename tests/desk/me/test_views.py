"""One's own pages: profile, look, language, presence, notices."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.events import MESSAGE_RECEIVED
from sandali.history.events import record
from sandali.history.models import Notice
from sandali.history.ways import change_settings
from tests.cast import make_case

PROFILE = {"name": "سارا", "job_title": "پشتیبان", "language": "", "calendar": "", "zone": "", "theme": "auto", "letter_keys": "on"}


@pytest.fixture
def sara(cast, client):
    """Sara, signed in."""
    client.force_login(cast.sara)
    client.get("/me/")
    return cast.sara


@pytest.fixture
def case(cast, sara):
    """A case of hers."""
    return make_case(cast, assignee=sara)


def told(case, *, by=None, count=1):
    """Notices for the owner of the case."""
    for _ in range(count):
        record(MESSAGE_RECEIVED, case, by=by)


@pytest.mark.parametrize(("wanted", "goes"), [("/customers/", "/customers/"), ("//evil.test", "/cases/"), ("https://evil.test", "/cases/"), ("", "/cases/")])
@pytest.mark.reliability("I7")
@pytest.mark.parametrize("path", ["/me/theme/", "/me/language/", "/me/presence/"])
def test_small_choices_lead_back_and_never_away(sara, client, path, wanted, goes):
    answer = client.post(path, {"next": wanted, "theme": "dark", "language": "en", "presence": "away"})
    assert (answer.status_code, answer["Location"]) == (303, goes)


def test_look_language_and_presence_are_kept(sara, client):
    for path, values in (("theme", {"theme": "dark"}), ("language", {"language": "en"}), ("presence", {"presence": "away"})):
        client.post(f"/me/{path}/", values)
    sara.refresh_from_db()
    assert (sara.theme, sara.language, sara.presence) == ("dark", "en", "away")
    assert 'data-theme="dark"' in client.get("/me/").content.decode()


def test_the_bell_alone_is_counted_anew_for_both_its_places(case, client):
    told(case)
    Notice.objects.update(about="x")  # two that do not fold
    told(case)
    headers = {"HX-Request": "true", "HX-Target": "a#bell"}
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/notices/bell/", headers=headers).content.decode()
    assert [part.partition('"')[0] for part in html.split('hx-target="#')[1:]] == ["bell", "bell-small"]
    assert html.count('<span class="count bad">۲</span>') == 2
    assert len([one for one in asked if "history_notice" in one["sql"]]) == 1
    assert client.get("/notices/bell/")["Location"] == "/notices/"


def test_opening_a_case_that_one_was_told_of_brings_the_bell(case, client):
    told(case)
    headers = {"HX-Request": "true", "HX-Target": "main#main"}
    first, again = (client.get(f"/cases/{case.pk}/", headers=headers).content.decode() for _ in range(2))
    assert ['hx-target="#bell"' in first, 'class="count bad"' in first.partition('hx-target="#bell"')[2]] == [True, False]
    assert 'hx-target="#bell"' not in again


def test_invented_choices_change_nothing(sara, client):
    for path, values in (("theme", {"theme": "x"}), ("language", {"language": "xx"}), ("presence", {"presence": "x"})):
        assert client.post(f"/me/{path}/", values).status_code == 303
    sara.refresh_from_db()
    assert (sara.theme, sara.language, sara.presence) == ("auto", "fa", "here")


def test_the_profile_is_saved_and_says_so_in_the_new_language(sara, client):
    answer = client.post("/me/", PROFILE | {"language": "en", "zone": "Europe/Berlin"}, follow=True)
    sara.refresh_from_db()
    assert (sara.name, sara.language, sara.zone, sara.letter_keys) == ("سارا", "en", "Europe/Berlin", True)
    assert "Saved." in answer.content.decode()


@pytest.mark.reliability("H6")
def test_the_profile_takes_no_role_nor_address(sara, client):
    client.post("/me/", PROFILE | {"role": "admin", "email": "evil@example.ir", "is_active": "", "password": "x", "id": "1"})
    sara.refresh_from_db()
    assert (sara.role, sara.email, sara.is_active) == ("agent", "sara@example.ir", True)


@pytest.mark.parametrize(("name", "value"), [("name", ""), ("zone", "Mars/Olympus"), ("theme", "pink"), ("language", "de")])
def test_a_wrong_profile_is_422_and_keeps_nothing(sara, client, name, value):
    answer = client.post("/me/", PROFILE | {name: value})
    sara.refresh_from_db()
    assert (answer.status_code, sara.job_title) == (422, "")


def test_notices_stand_newest_first_with_the_cases_number(sara, client, case):
    told(case)
    text = client.get("/notices/").content.decode()
    assert "۱" in text and f'href="/cases/{case.pk}/"' in text and text.count('class="unread"') == 1


def test_a_sentence_that_begins_with_a_latin_name_stands_in_the_readers_direction(sara, client, case):
    told(case)
    row = client.get("/notices/").content.decode().split('class="unread"')[1].split("</li>")[0]
    assert 'dir="auto"' not in row


def test_repeats_about_one_case_fold(sara, client, case):
    told(case, count=3)
    notice = Notice.objects.get(person=sara)
    assert notice.count == 3
    assert client.get("/notices/").context["rows"][0].count == 3


def test_the_bell_counts_until_all_are_marked_read(sara, client, case):
    told(case)
    assert client.get("/me/").context["shell"].notices == 1
    assert client.get("/notices/read/").status_code == 405
    client.post("/notices/read/")
    assert client.get("/me/").context["shell"].notices == 0


def test_marking_read_touches_nobody_elses(sara, cast, client, case):
    other = make_case(cast, assignee=cast.reza)
    told(other)
    client.post("/notices/read/")
    assert Notice.objects.get(person=cast.reza).read_at is None


def test_in_quiet_hours_the_bell_counts_on(sara, cast, client, case):
    local = datetime.now(ZoneInfo("Asia/Tehran"))
    change_settings(sara, quiet_from=(local - timedelta(hours=1)).time(), quiet_until=(local + timedelta(hours=1)).time())
    told(case)
    assert client.get("/notices/").context["shell"].notices == 1


def test_more_than_a_page_pages_on(sara, cast, client):
    for _ in range(32):
        told(make_case(cast, assignee=sara))
    first = client.get("/notices/")
    second = client.get(first.context["more"])
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["more"]) == (30, 2, "")


def test_three_notices_cost_as_many_queries_as_one(sara, cast, client):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            told(make_case(cast, assignee=sara), by=cast.reza)
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_alone_is_what_the_page_shows(sara, client, case):
    told(case)
    part = client.get("/notices/", headers={"HX-Request": "true", "HX-Target": "div#notice-list", "HX-Request-Type": "partial"})
    assert part.content.decode().strip() in client.get("/notices/").content.decode()
