"""A house that was brought in says nothing until it is told to, and nothing of the old one leaves it by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from sandali.automation.actions import add_webhook
from sandali.automation.models import Webhook
from sandali.cases.actions import reply
from sandali.channels.actions import send_delivery, store_arrival
from sandali.channels.models import Arrival, Delivery, DeliveryState, MailCursor
from sandali.company.models import Company
from sandali.company.permissions import NotAllowed
from sandali.company.queries import house_rests
from sandali.history import queue
from sandali.history.models import Event, Job, JobState
from sandali.resolution.confirmation.asking import begin_asking, follow_due, plan_question
from sandali.resolution.models import Asked, Asking
from sandali.transfer.archive.restoring import restore_archive
from sandali.transfer.archive.settling import let_house_rest, let_house_speak, waiting
from sandali.transfer.archive.writing import write_archive
from tests.cast import make_case
from tests.transfer.archive.house import empty_house

pytestmark = [pytest.mark.django_db, pytest.mark.reliability("N3")]
MAIL = b"From: x@example.com\r\nTo: support@simorgh.example\r\nSubject: s\r\nMessage-ID: <a@x>\r\n\r\nhello\r\n"


@pytest.fixture
def moved(cast, settings, tmp_path):
    """A house with an answer on its way, two questions and a webhook; exported, and brought in again."""
    settings.FILES = tmp_path / "files"
    answered, planned, asked = make_case(cast), make_case(cast), make_case(cast)
    reply(answered, "An answer", by=cast.sara, dedupe_key="k1")
    plan_question(planned, by=cast.sara.pk, at=timezone.now() - timedelta(hours=1))
    Asking.objects.filter(pk=begin_asking(asked, by=cast.sara).pk).update(next_at=timezone.now() - timedelta(hours=1))
    MailCursor.objects.create(channel=cast.channel, uidvalidity=7, last_uid=42)
    add_webhook(by=cast.admin, name="books", url="https://example.com/")
    store_arrival(cast.channel, MAIL, source="imap")
    write_archive(tmp_path / "house.zip")
    empty_house()
    restore_archive(tmp_path / "house.zip")
    return cast


def test_while_it_rests_no_job_is_taken_but_those_that_write_to_nobody(moved):
    """Whatever would send, fetch or ask waits; what is reckoned again runs."""
    for path in [*settings.SCHEDULES, *settings.FAR_TASKS, "sandali.history.jobs.call_listener"]:
        queue.put(path, unique_key=path)
    taken = set()
    while (job := queue.claim("here")) is not None:
        taken.add(job.task)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    assert taken <= set(settings.WHILE_AT_REST)
    assert taken == {*settings.SCHEDULES, *settings.FAR_TASKS, "sandali.transfer.jobs.rebuild_after_restoring"} & set(settings.WHILE_AT_REST)


def test_the_jobs_that_run_while_it_rests_exist():
    for path in settings.WHILE_AT_REST:
        import_string(path)


def test_nothing_of_before_leaves_by_itself_and_what_is_written_now_does(moved):
    new = reply(make_case(moved), "Written while it rested", by=moved.sara, dedupe_key="k2").delivery
    assert (house_rests(), waiting()) == (True, {"messages": 1, "questions": 2, "letters": 0})
    assert let_house_speak(by=moved.admin) is True
    old = Delivery.objects.get(dedupe_key="k1") if Delivery.objects.filter(dedupe_key="k1").exists() else Delivery.objects.order_by("pk").first()
    assert (old.state, bool(old.reason), old.ask_at) == (DeliveryState.UNKNOWN, True, None)
    assert send_delivery(old.pk) is None or Delivery.objects.get(pk=old.pk).state == DeliveryState.UNKNOWN
    new.refresh_from_db()
    assert new.state == DeliveryState.QUEUED
    assert sorted(Asking.objects.values_list("state", "next_at")) == [(Asked.OPEN, None), (Asked.WITHDRAWN, None)]
    assert follow_due(timezone.now() + timedelta(days=60)) == 0
    webhook = Webhook.objects.get()
    speaks = Event.objects.get(kind="house_speaks")
    assert (webhook.is_active, webhook.after >= speaks.pk - 1, speaks.data["held"]) == (False, True, 1)
    assert (house_rests(), Company.objects.get().speaks_since is not None, let_house_speak(by=moved.admin)) == (False, True, False)


def test_a_mailbox_goes_on_where_it_was_and_the_same_mail_comes_in_once(moved):
    """Its cursor came along, and so did the bytes of what was read: the same bytes again are the same arrival."""
    assert MailCursor.objects.values_list("uidvalidity", "last_uid").get() == (7, 42)
    before = Arrival.objects.count()
    store_arrival(moved.channel, MAIL, source="imap")
    assert Arrival.objects.count() == before


def test_a_copy_of_a_database_that_was_put_back_can_be_laid_to_rest_too(cast):
    """`sandali rest`, for copies made by the database's own tools."""
    reply(make_case(cast), "An answer", by=cast.sara, dedupe_key="k1")
    assert (let_house_rest(), house_rests(), let_house_rest(), waiting()["messages"]) == (True, True, False, 1)
    assert let_house_speak(by=cast.admin)
    assert Delivery.objects.get().state == DeliveryState.UNKNOWN


@pytest.mark.reliability("H2")
def test_only_an_administrator_lets_it_speak(moved):
    for person in (moved.sara, moved.nahid, moved.parvaneh):
        with pytest.raises(NotAllowed):
            let_house_speak(by=person)
    assert house_rests()
