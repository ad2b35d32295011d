"""A message whose sending broke off each time: nobody waits for it in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.models import Case
from sandali.channels.actions import send_delivery
from sandali.channels.models import Delivery, DeliveryState
from sandali.channels.parking import delivery_parked, delivery_unparked
from sandali.history import queue
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
SEND = "sandali.channels.jobs.send_delivery"


@pytest.fixture
def message(cast):
    """An answer by a channel that sends nowhere."""
    cast.channel.kind = "example"
    cast.channel.save(update_fields=["kind"])
    cast.mina.identities.create(kind="example", value="mina@example.com")
    return reply(make_case(cast, assignee=cast.sara), "سلام", by=cast.sara, dedupe_key="1", delay=0)


def die():
    """A worker takes what is due, and is gone in the middle of it."""
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1), lease_until=timezone.now() - timedelta(seconds=1))
    return queue.claim("mortal")


def parked(message):
    Job.objects.exclude(task=SEND).delete()
    Delivery.objects.update(state=DeliveryState.SENDING, attempts=1, lease_until=timezone.now() + timedelta(minutes=3))
    while die() is not None:
        pass
    return Job.objects.get(task=SEND)


@pytest.mark.reliability("L3")
def test_its_writer_and_who_keeps_the_channels_are_told_and_the_case_is_ours_again(cast, message):
    job = parked(message)
    delivery = Delivery.objects.get()
    assert (job.state, job.attempts, delivery.state, delivery.code, delivery.reason.endswith(".")) == ("parked", queue.MOST_ATTEMPTS, "failed", "parked", True)
    told = set(Notice.objects.filter(event__kind__in=("delivery_failed", "delivery_parked")).values_list("person__name", flat=True))
    assert told == {cast.sara.name, cast.admin.name}
    case = Case.objects.get()
    assert (case.state, case.waiting_since is not None) == ("open", True)


def test_the_case_says_so_with_a_way_to_try_again_that_works(client, cast, message):
    parked(message)
    client.force_login(cast.sara)
    page = client.get(f"/cases/{message.case_id}/").content.decode()
    assert ('class="message agent failed"' in page, f"/cases/{message.case_id}/messages/{message.pk}/retry/" in page) == (True, True)
    client.post(f"/cases/{message.case_id}/messages/{message.pk}/retry/")
    assert send_delivery(message.delivery_id) == DeliveryState.SENT


def test_tried_again_from_the_status_page_it_is_sent(client, cast, message):
    job = parked(message)
    client.force_login(cast.admin)
    assert client.post(f"/status/jobs/{job.pk}/retry/").status_code == 303
    queue.drain()
    assert (Delivery.objects.get().state, Job.objects.get(pk=job.pk).state) == ("sent", "done")


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_what_has_ended_otherwise_is_left_alone(message, state):
    Delivery.objects.update(state=state, code="550")
    assert (delivery_parked(message.delivery_id), delivery_unparked(message.delivery_id)) == (False, False)
    assert (Delivery.objects.get().state, Event.objects.filter(kind="delivery_parked").count()) == (state, 0)


def test_a_machines_message_is_told_to_who_keeps_the_channels_alone(cast, message):
    Delivery.objects.update(is_automatic=True)
    Notice.objects.all().delete()
    parked(message)
    assert list(Notice.objects.values_list("person__name", "event__kind")) == [(cast.admin.name, "delivery_parked")]
