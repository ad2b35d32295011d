"""A macro on many cases: each once, whatever becomes of the worker; what could not be done is counted and told."""

from __future__ import annotations

import pytest
from django.test import Client

from sandali.automation.macros import many
from sandali.automation.macros.many import do_many, use_on_many
from sandali.cases.models import Case, Direction, Draft, Message
from sandali.history.models import Event, Notice
from sandali.history.queue import drain
from tests.automation.macros.test_actions import macro
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_every_case_is_done_once_and_the_end_is_told(cast):
    made = macro(cast, note="دیدم", snooze=2, text="سلام")
    fine, closed, hidden = make_case(cast), make_case(cast, state="answered"), make_case(cast, department=cast.accounting)
    event = use_on_many(made, [fine.pk, closed.pk, hidden.pk], by=cast.sara)
    assert Message.objects.filter(direction=Direction.NOTE).count() == 0
    drain()
    assert list(Message.objects.filter(direction=Direction.NOTE).values_list("case", flat=True)) == [fine.pk]
    assert (do_many(event), Message.objects.filter(direction=Direction.NOTE).count(), Draft.objects.count()) == (1, 1, 0)
    told = Notice.objects.get(person=cast.sara).event
    assert (told.kind, told.data["count"], told.data["left"], Event.objects.filter(kind="macro_ended").count()) == ("macro_ended", 1, 1, 1)


def test_a_kill_between_two_cases_goes_on_with_the_second(cast, monkeypatch):
    made = macro(cast, note="دیدم")
    cases = [make_case(cast) for _number in range(3)]
    event = use_on_many(made, [case.pk for case in cases], by=cast.sara)
    real, calls = many.use_macro, []

    def killed(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args, **more)

    monkeypatch.setattr(many, "use_macro", killed)
    with pytest.raises(KeyboardInterrupt):
        do_many(event)
    monkeypatch.undo()
    assert do_many(event) == 3
    assert [case.messages.filter(direction=Direction.NOTE).count() for case in cases] == [1, 1, 1]


def test_somebody_who_lost_the_right_meanwhile_changes_nothing(cast):
    event = use_on_many(macro(cast, tag="x"), [make_case(cast).pk], by=cast.sara)
    type(cast.sara).objects.filter(pk=cast.sara.pk).update(role="executive")
    drain()
    assert (Case.objects.get().tags.count(), Event.objects.get(kind="macro_ended", data__of=event.pk).data["left"]) == (0, 1)


def test_from_the_list_with_the_chosen_cases(cast):
    made = macro(cast, tag="x")
    chosen, other = make_case(cast), make_case(cast)
    client = Client()
    client.force_login(cast.sara)
    assert f'value="{made.pk}"' in client.get("/cases/bulk/?box=all").text
    assert client.post("/cases/bulk/", {"case": f"{chosen.pk}:1", "macro": made.pk}).status_code == 303
    drain()
    assert [case.tags.count() for case in (chosen, other)] == [1, 0]
    assert client.post("/cases/bulk/", {"case": f"{chosen.pk}:1", "macro": 999}).status_code == 404
