"""The job queue: once each, by lease, retried, parked."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import task

from sandali.company.models import Company
from sandali.history import queue
from sandali.history.models import Job, JobState

ran: list[str] = []


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@task()
def note(word: str) -> None:
    ran.append(word)


@task()
def fail(word: str) -> None:
    ran.append(word)
    raise RuntimeError("poison")


@task()
def speak() -> None:
    ran.append(gettext("No server for sending is set up for this channel."))


@task()
def come_again(word: str) -> None:
    ran.append(word)
    if len(ran) < 3:
        raise queue.Retry(0)


def states() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def make_due() -> None:
    Job.objects.filter(state=JobState.READY).update(run_after=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestQueue:
    def test_a_job_runs_once_and_is_done(self):
        note.enqueue("a")
        assert queue.drain() == 1
        assert (ran, states()) == (["a"], ["done"])

    def test_a_job_rolled_back_with_its_transaction_never_runs(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note.enqueue("a")
            raise ZeroDivisionError
        assert (queue.drain(), ran) == (0, [])

    def test_a_key_keeps_one_waiting_job(self):
        for _ in range(3):
            note.enqueue("a", unique_key="k")
        assert states() == ["ready"]

    def test_a_key_can_be_queued_again_while_its_job_runs(self):
        note.enqueue("a", unique_key="k")
        job = queue.claim("one")
        note.enqueue("b", unique_key="k")
        queue.run(job)
        assert (queue.drain(), ran) == (1, ["a", "b"])

    @pytest.mark.reliability("M6")
    def test_a_thread_that_stays_near_leaves_what_waits_for_others_servers(self, settings):
        settings.FAR_TASKS = ["tests.history.test_queue.fail"]
        fail.using(priority=10).enqueue("far")
        note.enqueue("near")
        assert queue.claim("here", near=True).args == ["near"]
        assert queue.claim("here", near=True) is None
        assert queue.claim("there").args == ["far"]
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # both died
        assert queue.claim("here", near=True).args == ["near"]

    @pytest.mark.reliability("L3")
    def test_what_the_dead_were_doing_can_be_taken_over_at_once(self):
        note.enqueue("a")
        queue.claim("dead")
        assert queue.claim("next") is None
        queue.let_go()
        assert queue.claim("next").attempts == 2

    def test_a_later_job_waits_for_its_time(self):
        note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("a")
        assert queue.drain() == 0
        make_due()
        assert queue.drain() == 1

    def test_the_higher_priority_goes_first(self):
        note.enqueue("low")
        note.using(priority=10).enqueue("high")
        queue.drain()
        assert ran == ["high", "low"]

    def test_words_that_a_job_keeps_are_in_the_companys_language(self, cast):
        for language in ("en", "fa"):
            Company.objects.update(language=language)
            speak.enqueue()
            queue.drain()
        assert ran == ["No server for sending is set up for this channel.", "برای این کانال سرور ارسال تنظیم نشده است."]

    def test_a_task_that_asks_to_come_again_is_not_counted_as_failing(self):
        come_again.enqueue("a")
        assert queue.drain() == 3
        assert Job.objects.get().attempts == 1

    @pytest.mark.reliability("L3")
    def test_poison_is_parked_with_its_reason_and_can_be_tried_again(self):
        fail.enqueue("a")
        for _ in range(queue.MOST_ATTEMPTS):
            make_due()
            queue.drain()
        job = Job.objects.get()
        assert (job.state, len(ran)) == ("parked", queue.MOST_ATTEMPTS)
        assert job.last_error.strip().endswith("RuntimeError: poison")
        queue.unpark(job)
        assert (states(), Job.objects.get().attempts) == (["ready"], 0)

    @pytest.mark.reliability("L3")
    def test_a_job_whose_worker_died_is_taken_over_after_its_lease(self):
        note.enqueue("a")
        dead = queue.claim("dead")
        assert queue.claim("other") is None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        taken = queue.claim("other")
        assert (taken.pk, taken.worker, taken.attempts) == (dead.pk, "other", 2)
        queue.run(taken)
        queue.run(dead)  # the dead one comes back late: its end is not written over the other's
        job = Job.objects.get()
        assert (job.state, job.worker) == ("done", "other")

    @pytest.mark.reliability("L3")
    def test_a_job_that_kills_its_worker_each_time_is_parked(self):
        note.enqueue("a")
        for _ in range(queue.MOST_ATTEMPTS):
            assert queue.claim("dying") is not None
            Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert queue.claim("last") is None
        assert states() == ["parked"]

    @pytest.mark.reliability("L4")
    def test_a_heartbeat_keeps_a_long_job_from_running_twice(self):
        note.enqueue("a")
        queue.claim("busy")
        Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
        queue.heartbeat("busy")
        assert Job.objects.get().lease_until > timezone.now() + timedelta(seconds=50)

    @pytest.mark.reliability("L5")
    def test_the_poll_finds_a_job_whose_wake_up_was_lost(self):
        queue.bell.clear()
        Job.objects.create(task="tests.history.test_queue.note", args=["a"], run_after=timezone.now() - timedelta(seconds=1))
        assert (queue.drain(), ran) == (1, ["a"])

    @pytest.mark.reliability("L6")
    def test_leases_go_by_the_database_clock(self, monkeypatch):
        note.enqueue("a")
        queue.claim("one")
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
        assert queue.claim("other") is None

    def test_database_now_is_the_time(self):
        assert abs(queue.database_now() - timezone.now()) < timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("L3")
def test_four_workers_take_each_of_two_hundred_jobs_once():
    for number in range(200):
        note.enqueue(str(number))

    def work() -> None:
        while (job := queue.claim(threading.current_thread().name)) is not None or Job.objects.filter(state="ready").exists():
            if job is not None:
                queue.run(job)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran, key=int) == [str(number) for number in range(200)]
    assert set(states()) == {"done"}


def test_a_job_of_many_batches_gives_way_between_them_and_ends_with_one_that_is_not_full(monkeypatch):
    said, left = [], [5, 5, 3, 5]
    monkeypatch.setattr(queue, "give_way", lambda: said.append("give way"))
    done = queue.in_batches(lambda: said.append("batch") or left.pop(0), 5)
    assert (done, said) == (13, ["batch", "give way", "batch", "give way", "batch"])
