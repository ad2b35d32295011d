"""One's own pages: profile, look, language, presence, notices."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.events import CASE_ASSIGNED, MESSAGE_RECEIVED
from sandali.history.events import record
from sandali.history.models import Notice
from sandali.history.notices import choices_of, choose_notices
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


def test_who_does_not_want_a_kind_is_not_told_of_it(sara, client, case):
    shown = [kind for kind in choices_of(sara) if not kind.startswith("quiet")]
    client.post("/notices/choices/", {kind: "on" for kind in shown if kind != MESSAGE_RECEIVED.name})
    told(case)
    record(CASE_ASSIGNED, case, by=None, to="Sara")
    assert [notice.event.kind for notice in Notice.objects.filter(person=sara)] == [CASE_ASSIGNED.name]


def test_half_of_the_quiet_hours_is_422_and_keeps_what_was_typed(sara, client):
    answer = client.post("/notices/choices/", {"quiet_from": "22:00", "quiet_until": ""})
    assert answer.status_code == 422
    assert 'value="22:00"' in answer.content.decode()
    assert choices_of(sara)["quiet_from"] is None


def test_quiet_hours_are_typed_in_any_digits_and_shown_in_the_readers(sara, client):
    assert client.post("/notices/choices/", {"quiet_from": "۲۲:۰۰", "quiet_until": "7:30"}).status_code == 303
    chosen = choices_of(sara)
    assert (chosen["quiet_from"], chosen["quiet_until"]) == (time(22), time(7, 30))
    text = client.get("/notices/").content.decode()
    assert 'value="۲۲:۰۰"' in text and 'value="۰۷:۳۰"' in text


def test_in_quiet_hours_the_bell_does_not_count_what_is_new_and_nothing_is_lost(sara, cast, client, case):
    told(case)
    Notice.objects.update(at=timezone.now() - timedelta(hours=3))
    now = datetime.now(ZoneInfo("Asia/Tehran"))
    around = (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time()
    choose_notices(sara, wanted={}, quiet=around)
    told(make_case(cast, assignee=sara))
    page = client.get("/notices/")
    assert (page.context["shell"].notices, len(page.context["rows"])) == (1, 2)
    choose_notices(sara, wanted={}, quiet=(None, None))
    assert client.get("/notices/").context["shell"].notices == 2


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
