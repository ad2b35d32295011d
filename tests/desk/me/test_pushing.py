"""Notices leave by web push: a real push service on loopback; what it took is decrypted as a browser would."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from sandali.company.models import Person
from sandali.desk.me import jobs
from sandali.desk.me.pushing import wait_of
from sandali.history import queue
from sandali.history.models import Job, Notice, Outgoing, PushSubscription
from sandali.history.ways import change_settings
from tests.attention import later, said, send, subscribed, try_again
from tests.browser_push import Browser
from tests.cast import make_case

pytestmark = pytest.mark.reliability("D9")


def test_quiet_hours_hold_mail_and_push_but_never_the_bell(cast, case, smtp, service):
    browser = Browser()
    subscribed(cast.sara, f"{service.url}/x", browser)
    local = timezone.now().astimezone(jobs.find_zone("Asia/Tehran"))
    change_settings(cast.sara, quiet_from=(local - timedelta(hours=1)).time(), quiet_until=(local + timedelta(hours=1)).time())
    for _ in range(3):
        said(case)
        later(minutes=6)
        send()
    assert (smtp.taken, service.asked, Notice.objects.get(person=cast.sara).count) == ([], [], 3)
    change_settings(cast.sara, quiet_from=None, quiet_until=None)
    Outgoing.objects.update(due_at=timezone.now())
    send()
    assert (len(smtp.taken), [one["title"] for one in service.read(browser)]) == (1, [f"پروندهٔ \u2068{fa(case.pk)}\u2069: {three()}"])


def fa(number):
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def three():
    with translation.override("fa"):
        return translation.ngettext("%(count)s new message", "%(count)s new messages", 3) % {"count": "۳"}


@pytest.fixture
def phone(cast, service):
    """Sara's phone."""
    browser = Browser()
    browser.row = subscribed(cast.sara, f"{service.url}/phone", browser)
    return browser


def pushed(case, **fields):
    said(case, **fields)
    later(seconds=30)
    send()


def test_a_push_says_what_happened_and_where_but_no_word_of_the_message(cast, case, service, phone, smtp):
    Person.objects.filter(pk=cast.sara.pk).update(language="en")
    pushed(case)
    (shown,) = service.read(phone)
    assert (shown["title"], shown["body"], shown["url"], shown["tag"]) == (
        f"Case \u2068{case.pk}\u2069: The customer wrote", "Simorgh", f"http://localhost:8000/cases/{case.pk}/", f"case:{case.pk}"
    )  # fmt: skip
    path, headers, _body = service.asked[0]
    assert (path, headers["content-encoding"], headers["ttl"], len(headers["topic"])) == ("/phone", "aes128gcm", "43200", 32)
    assert headers["authorization"].startswith("vapid t=")
    phone.row.refresh_from_db()
    assert phone.row.last_ok_at is not None


def test_who_chose_so_reads_the_words_on_the_lock_screen(cast, case, service, phone):
    change_settings(cast.sara, push_excerpts=True)
    pushed(case, text="کالا\nنرسید")
    assert [one["body"] for one in service.read(phone)] == ["کالا نرسید"]


def test_every_browser_gets_it_and_one_that_is_gone_is_forgotten(cast, case, service, phone):
    tablet = Browser()
    subscribed(cast.sara, f"{service.url}/tablet", tablet)
    service.answers = [(410, {})]
    pushed(case)
    assert (len(service.asked), [one.endpoint for one in PushSubscription.objects.all()]) == (2, [f"{service.url}/tablet"])


@pytest.mark.parametrize("status", [404, 410])
def test_an_endpoint_that_is_gone_is_removed(cast, case, service, phone, status):
    service.answers = [(status, {})]
    pushed(case)
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_push_service_is_asked_again_later_and_the_push_comes_once(cast, case, service, phone, status):
    service.answers = [(status, {"Retry-After": "120"})]
    pushed(case)
    (job,) = Job.objects.filter(task="sandali.desk.me.jobs.push_notices", state="ready")
    assert 110 < (job.run_after - timezone.now()).total_seconds() <= 120
    try_again()
    try_again()
    assert (len(service.asked), len(service.read(phone))) == (2, 2)


@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_push_that_is_refused_is_counted_and_not_tried_again(cast, case, service, phone, status):
    service.answers = [(status, {})]
    pushed(case)
    phone.row.refresh_from_db()
    assert (phone.row.failures, Job.objects.filter(state="ready").count()) == (1, 0)


def test_a_push_asks_for_rights_when_it_is_tried_again(cast, case, service, phone):
    service.answers = [(503, {})]
    pushed(case)
    case.department, case.assignee = cast.accounting, cast.omid
    case.save()
    try_again()
    assert len(service.asked) == 1


@pytest.mark.parametrize("endpoint", ["https://127.0.0.1/x", "https://10.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest"])
def test_an_endpoint_inside_our_own_network_is_never_asked(cast, case, monkeypatch, endpoint):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS", raising=False)
    subscribed(cast.sara, endpoint)
    pushed(case)
    assert (PushSubscription.objects.count(), Job.objects.filter(state="ready").count()) == (0, 0)


def test_several_cases_after_a_quiet_time_are_one_push(cast, case, service, phone):
    said(case)
    said(make_case(cast, assignee=cast.sara))
    later(minutes=1)
    send()
    (shown,) = service.read(phone)
    assert (shown["url"], shown["tag"]) == ("http://localhost:8000/notices/", "notices")


def test_a_trial_comes_through(cast, service, phone):
    queue.put("sandali.desk.me.jobs.push_trial", cast.sara.pk, phone.row.pk)
    queue.put("sandali.desk.me.jobs.push_trial", cast.reza.pk, phone.row.pk)
    queue.drain()
    assert [one["tag"] for one in service.read(phone)] == ["trial"]


@pytest.mark.parametrize(
    ("said_by_it", "seconds"),
    [("", 60), ("5", 60), ("120", 120), ("99999", 3600), ("Sat, 21 Nov 2026 10:10:00 GMT", 600), ("Sat, 21 Nov 2026 09:00:00 GMT", 60), ("soon", 60)],
)
def test_a_push_service_says_how_long_to_wait_within_reason(said_by_it, seconds):
    assert wait_of(said_by_it, datetime(2026, 11, 21, 10, tzinfo=UTC)) == seconds
