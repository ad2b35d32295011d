"""A macro on many cases: begun in the request, done by a job case by case, each once, with a word at the end of what could not be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import OperationalError, transaction

from sandali.automation.macros import events
from sandali.automation.macros.access import macros_for
from sandali.automation.macros.actions import use_macro
from sandali.automation.models import Macro
from sandali.cases.access import reach
from sandali.cases.actions.bulk import MOST_AT_ONCE
from sandali.cases.models import Case
from sandali.history.behind import standing_behind
from sandali.history.events import record
from sandali.history.models import Event
from sandali.history.queue import give_way, put

TASK: Final = "sandali.automation.macros.jobs.use_on_cases"
BATCH: Final = 20


@transaction.atomic
def use_on_many(macro: Macro, cases: Iterable[int], *, by: Any) -> Event | None:
    """Have a macro done to cases that the person may handle, soon; None where there is none. Begun answers are no part of it.

    Raises ValueError for too many."""
    chosen = sorted(set(cases))
    if len(chosen) > MOST_AT_ONCE:
        raise ValueError("too many cases at once")
    numbers = list(Case.objects.filter(reach(by, "handle_cases"), pk__in=chosen, aside="").order_by("pk").values_list("pk", flat=True))
    if not numbers:
        return None
    event = record(events.MACRO_ON_MANY, by, by=by, macro=macro.name, number=macro.pk, count=len(numbers), cases=numbers)
    put(TASK, event.pk)
    return event


def do_many(event: Event) -> int:
    """Do it, and tell whoever began it; returns to how many it was done. May be called again after a kill: no case twice."""
    numbers, person = event.data["cases"], event.by
    if person is None:
        raise ValueError("a macro is used by a person")
    macro = macros_for(person).filter(pk=event.data["number"]).first()
    for place, number in enumerate(numbers, start=1):
        if macro is not None:
            do_one(macro, number, event)
        if place % BATCH == 0:
            give_way()
    done = used(event).count()
    told = Event.objects.filter(kind=events.MACRO_ENDED.name, subject_type=event.subject_type, subject_id=event.subject_id, pk__gt=event.pk, data__of=event.pk)
    if not told.exists():
        record(events.MACRO_ENDED, person, of=event.pk, macro=event.data["macro"], count=done, left=len(numbers) - done, people=[event.by_id])
    return done


def used(event: Event) -> Any:
    """What says of each case that the macro was done to it."""
    return Event.objects.filter(kind=events.MACRO_USED.name, case_id__in=event.data["cases"], data__of_many=event.pk)


def do_one(macro: Macro, number: int, event: Event) -> None:
    """One case, where its user may handle it still, and it was not done already."""
    try:
        with transaction.atomic(), standing_behind(of_many=event.pk):
            case = Case.objects.select_for_update().filter(reach(event.by, "handle_cases"), pk=number, aside="").first()
            if case is not None and not used(event).filter(case_id=number).exists():
                use_macro(macro, case, by=event.by, begins=False)
    except OperationalError:
        raise  # the database's trouble is not the case's: the job comes again
    except Exception:  # noqa: BLE001 - what one case refuses (its owner left, it is closed) must not stop those behind it; it is counted
        return
