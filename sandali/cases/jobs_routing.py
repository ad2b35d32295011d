"""Giving out the cases that wait: by the clock, and as soon as something happened that may make room."""

from typing import Any

from django_tasks import task

from sandali.cases.actions.giving import give_out
from sandali.cases.routing import departments_giving
from sandali.history import queue

# The schedule's key too: one run that waits is enough.
GIVE_OUT = "sandali.cases.jobs_routing.give_cases_out"


@task()
def give_cases_out() -> int:
    """Give the cases that wait to whoever is here and has room; returns how many found an owner."""
    return give_out()


def give_out_soon(_event: Any) -> None:
    """For events after which a case waits or somebody has room: give out at once, where any department gives out at all."""
    if departments_giving():
        queue.put(GIVE_OUT, unique_key=GIVE_OUT)


give_out_soon.once_for_many = True  # type: ignore[attr-defined]  # see history.many
