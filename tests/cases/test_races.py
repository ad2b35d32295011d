"""Two people on one case at the same time: nothing that was accepted is lost, whoever came second is told (issue 3).

`SANDALI_RACES=1000` runs a thousand rounds instead of 200."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from sandali.cases import actions
from sandali.cases.access import access_case
from sandali.cases.actions import together
from sandali.cases.actions.answering import Meanwhile
from sandali.cases.models import Case, Message, State
from sandali.company.actions import Overtaken
from sandali.customers.models import Tag
from sandali.history.models import Event
from tests.cast import make_case

ROUNDS = int(os.environ.get("SANDALI_RACES", "200"))
pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Case, Any], Any]
SNOOZED_UNTIL = timezone.now() + timedelta(days=3)


@dataclass(frozen=True)
class Try:
    """What somebody tries in a round. `field` and `value` are what the case should hold afterwards; "" for acts without a version."""

    name: str
    act: Act
    field: str = ""
    value: Any = None


@pytest.fixture
def two() -> Iterator[Callable[..., list[Any]]]:
    """Runs two functions at the same moment, each in a thread with a connection of its own; gives what they return or raise."""
    gate = Barrier(2)

    def at_once(act: Callable[[], Any]) -> Any:
        gate.wait(10)
        try:
            return act()
        except (Overtaken, Meanwhile) as refused:
            return refused

    def last() -> None:
        gate.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        yield lambda *acts: [future.result(30) for future in [pool.submit(at_once, act) for act in acts]]
        for future in [pool.submit(last) for _thread in range(2)]:
            future.result(30)


def tries(random: Random, number: int, who: Any, people: list[Any]) -> Try:
    """Something that a person may want of a case."""
    other, tag = random.choice(people), f"tag{random.randrange(4)}"
    kind, priority = random.choice(["question", "complaint", "request", ""]), random.randrange(1, 5)
    state = random.choice([State.OPEN, State.WAITING, State.ANSWERED])
    choices = [
        Try("assign", lambda case, v: actions.assign_case(case, other, by=who, version=v), "assignee_id", other.pk if other else None),
        Try("kind", lambda case, v: actions.classify_case(case, by=who, kind=kind, version=v), "kind", kind),
        Try("priority", lambda case, v: actions.classify_case(case, by=who, priority=priority, version=v), "priority", priority),
        Try("subject", lambda case, v: actions.classify_case(case, by=who, subject=f"{number} {who}", version=v), "subject", f"{number} {who}"),
        Try("state", lambda case, v: actions.change_state(case, state, by=who, version=v), "state", state),
        Try("snooze", lambda case, v: actions.change_state(case, State.SNOOZED, by=who, until=SNOOZED_UNTIL, version=v), "state", "snoozed"),
        Try("takeover", lambda case, v: together.take_over(case, "x", by=who, version=v), "assignee_id", who.pk),
        Try("reply", lambda case, _v: actions.reply(case, "x", by=who, dedupe_key=f"{number}.{who.pk}", seen=case.last_message_id)),
        Try("note", lambda case, _v: actions.write_note(case, "x", by=who)),
        Try("tag", lambda case, _v: actions.tag_case(case, tag, by=who)),
        Try("untag", lambda case, _v: untag(case, tag, who)),
        Try("again", lambda case, _v: together.count_repeat(case, by=who)),
    ]
    return random.choice(choices)


def untag(case: Case, name: str, who: Any) -> None:
    """Take a tag away that may be there."""
    for tag in Tag.objects.filter(name=name):
        actions.untag_case(case, tag, by=who)


def standing(number: int) -> dict[str, Any]:
    """What of a case the tries change."""
    names = ("assignee_id", "kind", "priority", "subject", "state", "repeats", "message_count", "last_message_id", "version")
    row = Case.objects.values(*names).get(pk=number)
    return row | {"tags": frozenset(Tag.objects.filter(cases=number).values_list("name", flat=True))}


def after(before: dict[str, Any], events: list[Event]) -> dict[str, Any]:
    """How a case stands after these events, by what they say alone."""
    now = dict(before)
    for event in events:
        data = event.data
        match event.kind:
            case "case_assigned":
                now["assignee_id"] = data["person"]
            case "case_released":
                now["assignee_id"] = None
            case "case_taken_over":
                now["assignee_id"] = event.by_id
            case "case_classified":
                now[data["what"]] = int(data["to"]) if data["what"] == "priority" else data["to"]
            case "state_changed":
                now["state"] = data["to"]
            case "case_answered":
                now["state"], now["assignee_id"] = State.WAITING, now["assignee_id"] or event.by_id
            case "told_again":
                now["repeats"] += 1
            case "case_tagged":
                now["tags"] |= {data["tag"]}
            case "case_untagged":
                now["tags"] -= {data["tag"]}
        if event.kind in ("case_answered", "note_written"):
            now["message_count"], now["last_message_id"] = now["message_count"] + 1, event.subject_id
    return now


VERSIONED = {"case_assigned", "case_released", "case_taken_over", "case_classified", "state_changed", "case_answered"}


def test_no_update_is_lost_in_random_races_of_two_people(cast, two, capsys):
    random, case = Random(7), make_case(cast)
    counts = {"accepted": 0, "refused": 0, "nothing to do": 0}
    for number in range(ROUNDS):
        before, last = standing(case.pk), Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        chosen = [tries(random, number, who, [cast.sara, cast.reza, cast.nahid, None]) for who in (cast.sara, cast.reza)]
        seen = [access_case(who, case.pk) for who in (cast.sara, cast.reza)]
        results = two(*(lambda one=one, mine=mine: one.act(mine, mine.version) for one, mine in zip(chosen, seen, strict=True)))
        events = list(Event.objects.filter(pk__gt=last, case_id=case.pk).exclude(kind__startswith="delivery").order_by("pk"))
        now = standing(case.pk)
        assert now | {"version": 0} == after(before, events) | {"version": 0}
        assert now["version"] == before["version"] + sum(event.kind in VERSIONED for event in events)
        for who, one, result in zip((cast.sara, cast.reza), chosen, results, strict=True):
            mine = [event for event in events if event.by_id == who.pk]
            if isinstance(result, Overtaken | Meanwhile):
                assert mine == [] and len(events) == 1, f"{one.name} was refused although nothing was in its way"
                counts["refused"] += 1
            elif mine:
                assert len(mine) == 1
                counts["accepted"] += 1
            else:
                # Nothing to do: the case stood as they wanted when it was their turn.
                stood = [before, after(before, events)]
                assert not one.field or one.value in [state[one.field] for state in stood], f"{one.name} left no trace"
                counts["nothing to do"] += 1
    with capsys.disabled():
        print(f"\n{ROUNDS} races: {counts}")
    assert sum(counts.values()) == 2 * ROUNDS and counts["refused"] > 0


@pytest.mark.reliability("D1", "G8")
def test_of_two_answers_at_the_same_moment_exactly_one_leaves(cast, two):
    for number in range(10):
        case = make_case(cast)
        seen = [access_case(who, case.pk) for who in (cast.sara, cast.reza)]
        results = two(*(
            lambda who=who, mine=mine, number=number: actions.reply(
                mine, who.name, by=who, dedupe_key=f"{number}.{who.pk}", seen=mine.last_message_id
            )
            for who, mine in zip((cast.sara, cast.reza), seen, strict=True)
        ))  # fmt: skip
        sent = [result for result in results if isinstance(result, Message)]
        [refused] = [result for result in results if isinstance(result, Meanwhile)]
        assert (refused.messages, refused.by_us, Message.objects.filter(case=case, direction="out").count()) == (sent, True, 1)


@pytest.mark.reliability("D1")
def test_the_same_form_sent_twice_at_the_same_moment_is_one_answer(cast, two):
    case = make_case(cast)
    seen = [access_case(cast.sara, case.pk) for _time in range(2)]
    results = two(*(
        lambda mine=mine: actions.reply(mine, "x", by=cast.sara, dedupe_key="same", seen=mine.last_message_id) for mine in seen
    ))  # fmt: skip
    assert (len({message.pk for message in results}), Message.objects.filter(direction="out").count()) == (1, 1)


@pytest.mark.reliability("G8")
def test_of_two_who_take_a_case_at_the_same_moment_one_gets_it_and_the_other_is_told(cast, two):
    for _number in range(10):
        case = make_case(cast)
        seen = [access_case(who, case.pk) for who in (cast.sara, cast.reza)]
        results = two(*(
            lambda who=who, mine=mine: actions.assign_case(mine, who, by=who, version=mine.version)
            for who, mine in zip((cast.sara, cast.reza), seen, strict=True)
        ))  # fmt: skip
        [won] = [result for result in results if isinstance(result, Case)]
        [lost] = [result for result in results if isinstance(result, Overtaken)]
        assert lost.current.assignee == won.assignee == Case.objects.get(pk=case.pk).assignee
