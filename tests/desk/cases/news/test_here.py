"""Who has which case open, as the streams know it."""

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncClient

from sandali.cases.actions.together import look_at, look_away
from sandali.cases.models import Case
from sandali.desk.cases.news import here, rounds
from sandali.desk.cases.news.here import Here, changed, company_of
from tests.cast import make_case


def test_one_is_told_of_others_on_the_cases_that_one_has_open():
    cases = {1: {10: False, 11: True}, 2: {11: False, 12: False}, 3: {10: False}}
    assert company_of(10, cases) == {1: frozenset({(11, True)})}
    assert company_of(12, cases) == {2: frozenset({(11, False)})}


def test_what_changed_is_who_came_who_went_and_who_writes():
    one, two = frozenset({(11, False)}), frozenset({(11, True)})
    assert [changed({}, {}), changed({}, {1: one}), changed({1: one}, {1: two}), changed({1: one}, {}), changed({1: one}, {1: one})] == [
        [], [1], [1], [1], [],
    ]  # fmt: skip


def test_it_is_read_once_a_second(monkeypatch):
    read = []
    monkeypatch.setattr(here, "lookers_now", lambda: read.append(1) or {})
    shared = Here()
    assert [shared.now() for _round in range(5)] == [{}] * 5
    assert len(read) == 1


def told(person, case, happen):
    """The topics that a person's stream says after `happen`, while they have the case open; None when nothing comes in two seconds."""

    async def listen():
        client = AsyncClient()
        await client.aforce_login(person)
        answer = await client.get("/live/")
        stream = answer.streaming_content.__aiter__()
        await asyncio.wait_for(stream.__anext__(), 5)
        waiting = asyncio.ensure_future(stream.__anext__())
        await asyncio.sleep(0.6)
        await sync_to_async(happen)()
        done, _left = await asyncio.wait({waiting}, timeout=2.5)
        said = json.loads(waiting.result().decode().split("data: ")[1])["topics"] if done else None
        if not done:
            waiting.cancel()
            await asyncio.wait({waiting})
        await stream.aclose()
        return said

    rounds.ROUNDS = rounds.Rounds()
    return async_to_sync(listen)()


@pytest.mark.django_db(transaction=True)
def test_who_comes_is_told_within_two_seconds_and_is_no_event(cast):
    case = make_case(cast)
    look_at(case, by=cast.sara)
    assert told(cast.sara, case, lambda: look_at(case, by=cast.reza, writing=True)) == [f"looking:{case.pk}"]


@pytest.mark.django_db(transaction=True)
def test_who_goes_is_told(cast):
    case = make_case(cast)
    look_at(case, by=cast.sara)
    look_at(case, by=cast.reza)
    # The first word is that Reza is there.
    assert told(cast.sara, case, lambda: look_away(case, by=cast.reza)) == [f"looking:{case.pk}"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("G6", "H3")
def test_nobody_is_told_of_a_case_that_they_may_not_see_any_more(cast):
    case = make_case(cast)
    look_at(case, by=cast.sara)

    def happen():
        Case.objects.filter(pk=case.pk).update(department=cast.accounting)
        look_at(case, by=cast.omid)

    assert told(cast.sara, case, happen) is None
