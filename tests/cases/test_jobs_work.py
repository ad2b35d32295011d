"""Warnings are given once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions.work import make_task, warn_of_task
from sandali.cases.jobs_work import warn_of_tasks
from sandali.cases.models import Task
from sandali.company.actions import set_week
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast):
    """A task of accounting, due in an hour, in a company that never closes."""
    set_week({day: [(timezone.datetime.min.time(), timezone.datetime.min.time())] for day in range(7)}, by=cast.admin)
    case = make_case(cast, assignee=cast.sara)
    return make_task(case, "x", by=cast.sara, department=cast.accounting, due_at=timezone.now() + timedelta(hours=1))


def test_each_warning_is_given_once(cast, task):
    assert [warn_of_tasks.func() for _time in range(2)] == [1, 0]
    Task.objects.update(due_at=timezone.now() - timedelta(minutes=1), warned_at=timezone.now() - timedelta(hours=1))
    assert [warn_of_tasks.func() for _time in range(2)] == [1, 0]
    assert list(Event.objects.filter(kind__startswith="task_").order_by("pk").values_list("kind", flat=True)) == [
        "task_made", "task_due_soon", "task_overdue",
    ]  # fmt: skip
    assert set(Notice.objects.filter(event__kind="task_overdue").values_list("person", flat=True)) == {cast.omid.pk, cast.sara.pk}


def test_two_workers_warn_once(cast, task):
    now = timezone.now()
    assert [warn_of_task(task, overdue=False, at=now) for _worker in range(2)] == [True, False]


def test_a_task_whose_time_was_changed_meanwhile_is_not_warned_of(cast, task):
    Task.objects.update(due_at=timezone.now() + timedelta(days=3))
    assert not warn_of_task(task, overdue=False, at=timezone.now())


def test_what_is_answered_is_not_warned_of(cast, task):
    Task.objects.update(state="done")
    assert warn_of_tasks.func() == 0
