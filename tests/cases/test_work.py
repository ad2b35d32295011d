"""Lists of tasks, related cases, and when somebody is warned."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from sandali.cases.access import cases_for
from sandali.cases.actions.linking import link_cases, nest_case
from sandali.cases.actions.work import make_task, withdraw_task
from sandali.cases.models import Case, Task
from sandali.cases.queries import shown, sorted_cases
from sandali.cases.work import holds, related_cases, task_counts, task_page, tasks_in_case, tasks_to_warn_of
from sandali.company.queries import week_hours
from sandali.kit.hours import WeekHours
from tests.cast import make_case

pytestmark = pytest.mark.django_db
TEHRAN = ZoneInfo("Asia/Tehran")


def day(text):
    """A moment in Tehran; 2026-11-21 is a Saturday."""
    return datetime.fromisoformat(text).replace(tzinfo=TEHRAN)


@pytest.fixture
def case(cast):
    return make_case(cast, assignee=cast.sara)


def titles(tasks):
    return [task.title for task in tasks]


def test_open_tasks_stand_by_when_they_are_due_and_those_without_a_time_last(cast, case):
    now = timezone.now()
    for title, hours in (("b", 2), ("none", None), ("a", 1), ("late", -1)):
        make_task(case, title, by=cast.sara, owner=cast.omid, due_at=now + timedelta(hours=hours) if hours else None)
    assert titles(task_page(cast.omid, "mine")) == ["late", "a", "b", "none"]
    seen, after = [], None
    for _page in range(4):
        [task] = task_page(cast.omid, "mine", after=after, most=1)
        seen.append(task.title)
        after = (task.due_at, task.pk)
    assert (seen, task_page(cast.omid, "mine", after=after)) == (["late", "a", "b", "none"], [])


def test_each_box_holds_what_it_says_and_counts_what_is_open(cast, case):
    make_task(case, "mine", by=cast.sara, owner=cast.omid)
    make_task(case, "ours", by=cast.reza, department=cast.accounting)
    withdraw_task(make_task(case, "gone", by=cast.sara, department=cast.accounting), by=cast.sara)
    Task.objects.filter(pk=make_task(case, "done", by=cast.sara, owner=cast.omid).pk).update(state="done", answered_at=timezone.now())
    assert {box: titles(task_page(cast.omid, box)) for box in ("mine", "department", "asked")} == {
        "mine": ["mine"], "department": ["ours"], "asked": [],
    }  # fmt: skip
    assert (titles(task_page(cast.sara, "asked")), titles(task_page(cast.omid, "mine", done=True))) == (["mine"], ["done"])
    assert task_counts(cast.omid) == {"mine": 1, "department": 1, "asked": 0}


@pytest.mark.reliability("H3")
def test_what_one_asked_for_in_a_case_that_is_out_of_sight_now_is_not_listed(cast, case):
    make_task(case, "x", by=cast.reza, owner=cast.omid)
    Case.objects.update(department=cast.accounting, assignee=None)
    assert task_page(cast.reza, "asked") == []


def test_tasks_of_rubbish_are_nobodys_work(cast, case):
    make_task(case, "x", by=cast.sara, owner=cast.omid)
    Case.objects.update(aside="spam")
    assert task_page(cast.omid, "mine") == []


def test_a_case_shows_its_open_tasks_first(cast, case):
    made = [make_task(case, title, by=cast.sara, owner=cast.omid) for title in "abc"]
    Task.objects.filter(pk=made[0].pk).update(state="done")
    withdraw_task(made[1], by=cast.sara)
    assert titles(tasks_in_case(case)) == ["c", "a"]


@pytest.mark.reliability("H3")
def test_a_related_case_that_one_may_not_see_is_not_there(cast, case):
    near, far = make_case(cast), make_case(cast, department=cast.accounting)
    for other in (near, far):
        link_cases(case, other, by=cast.admin)
        nest_case(other, case, by=cast.admin)
    held = holds(case)
    assert (held.links, held.children, held.tasks, held.items) == (True, True, False, False)
    found = related_cases(case, cast.sara, held)
    assert ([row[0] for row in found.linked], [row[0] for row in found.children], found.parent) == ([near.pk], [near.pk], None)
    far.refresh_from_db()
    assert (related_cases(far, cast.omid, holds(far)).parent, related_cases(far, cast.admin, holds(far)).parent[0]) == (None, case.pk)


@pytest.mark.parametrize(
    "now, due, told",
    [
        ("2026-11-21 13:30", "2026-11-21 15:30", [False]),  # two hours of work before
        ("2026-11-21 13:29", "2026-11-21 15:30", []),
        ("2026-11-19 03:00", "2026-11-21 09:00", []),  # never at night
        ("2026-11-20 12:00", "2026-11-21 09:00", []),  # and not on the day off: Friday
        ("2026-11-19 16:30", "2026-11-21 09:00", []),  # Friday holds no work, so the day before holds one hour: Saturday's first
        ("2026-11-21 08:00", "2026-11-21 09:00", [False]),
        ("2026-11-21 15:31", "2026-11-21 15:30", [True]),
        ("2026-11-21 22:00", "2026-11-21 15:30", []),  # late, and told in the morning
        ("2026-11-22 08:00", "2026-11-21 15:30", [True]),
    ],
)
def test_whose_task_it_is_hears_two_working_hours_before_and_when_it_is_late_and_never_at_night(cast, case, now, due, told):
    make_task(case, "x", by=cast.sara, owner=cast.omid, due_at=day(due))
    hours = WeekHours({weekday: ((datetime.min.time().replace(hour=8), datetime.min.time().replace(hour=17)),) for weekday in (5, 6, 0, 1, 2, 3)}, TEHRAN)
    assert [overdue for _task, overdue in tasks_to_warn_of(day(now), hours)] == told


def test_a_company_without_hours_warns_by_day(cast, case):
    make_task(case, "x", by=cast.sara, owner=cast.omid, due_at=day("2026-11-21 10:00"))
    hours = WeekHours({}, TEHRAN)
    assert [len(list(tasks_to_warn_of(day(now), hours))) for now in ("2026-11-21 07:59", "2026-11-21 08:30", "2026-11-21 23:00")] == [0, 1, 0]
    assert week_hours().zone.key == TEHRAN.key


@pytest.mark.parametrize("name", ["sara", "nahid", "omid"])
@pytest.mark.parametrize("sort, what", [("latest", "every"), ("due", "us")])
def test_what_tasks_lend_makes_no_list_sort_everything(cast, name, sort, what):
    if connection.vendor != "sqlite":
        pytest.skip("the plan of another database")
    plans = []
    for lent in (True, False):
        steps = sorted_cases(shown(cases_for(getattr(cast, name), lent=lent), what), sort=sort)[:31].explain().splitlines()
        plans.append([" ".join(step.split()[3:]) for step in steps if "cases_case " in f"{step} " or "ORDER BY" in step or "MULTI" in step])
    assert plans[0] == plans[1] != []
