"""Health, for people and for whoever watches the machine (RELIABILITY M8)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.channels.models import Channel
from sandali.desk.status import views
from sandali.history.models import Event, Job, WorkerMark


@pytest.mark.reliability("M8")
def test_live_answers_without_a_database(client):
    """No `db` fixture: pytest-django raises on the first query."""
    answer = client.get("/-/live")
    assert (answer.status_code, answer.json()["live"]) == (200, True)


@pytest.mark.reliability("M8")
def test_ready_says_no_when_the_database_does_not_answer(client, db, monkeypatch):
    assert (client.get("/-/ready").status_code, client.get("/-/ready").json()) == (200, {"ready": True})

    class Broken:
        def cursor(self):
            raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(views, "connection", Broken())
    assert (client.get("/-/ready").status_code, client.get("/-/ready").json()) == (503, {"ready": False})


@pytest.mark.reliability("M8")
def test_a_failing_provider_leaves_us_alive_and_ready(cast, client):
    Channel.objects.update(failing_since=timezone.now(), last_error="timed out")
    assert [client.get(path).status_code for path in ("/-/live", "/-/ready")] == [200, 200]


def test_the_page_shows_what_fails(cast, client):
    Channel.objects.filter(pk=cast.channel.pk).update(failing_since=timezone.now(), last_error="the password is wrong")
    Job.objects.create(task="sandali.nothing", state="parked", run_after=timezone.now(), last_error="Traceback")
    client.force_login(cast.nahid)
    text = client.get("/status/").content.decode()
    assert "the password is wrong" in text and "sandali.nothing" in text and "sandali run" in text


def test_with_a_worker_alive_nothing_is_said_of_a_missing_one(cast, client):
    now = timezone.now()
    WorkerMark.objects.create(name="w", started_at=now, seen_at=now - timedelta(seconds=3))
    client.force_login(cast.nahid)
    assert "sandali run" not in client.get("/status/").content.decode()


def test_a_parked_job_can_be_tried_again_by_an_administrator_alone(cast, client):
    job = Job.objects.create(task="x", state="parked", run_after=timezone.now(), attempts=8)
    answers = []
    for person in (cast.nahid, cast.admin):
        client.force_login(person)
        answers.append(client.post(f"/status/jobs/{job.pk}/retry/").status_code)
    job.refresh_from_db()
    assert (answers, job.state, job.attempts) == ([403, 303], "ready", 0)


def test_a_job_that_is_not_parked_cannot_be_tried_again(cast, client):
    job = Job.objects.create(task="x", state="done", run_after=timezone.now())
    client.force_login(cast.admin)
    assert client.post(f"/status/jobs/{job.pk}/retry/").status_code == 404


def test_who_may_not_see_health_does_not(cast, client):
    client.force_login(cast.sara)
    assert client.get("/status/").status_code == 403


def test_five_channels_cost_as_many_queries_as_two(cast, client):
    client.force_login(cast.nahid)
    Event.objects.update(at=timezone.now() - timedelta(minutes=1))  # else a page asks once more for what happened while it was made (desk/frame.py)
    client.get("/status/")
    with CaptureQueriesContext(connection) as few:
        client.get("/status/")
    for number in range(3):
        Channel.objects.create(kind="email", name=str(number), slug=f"s{number}", department=cast.support)
    with CaptureQueriesContext(connection) as many:
        client.get("/status/")
    assert len(few) == len(many)
