"""News for open pages: ids and topics, only of what may be seen at the moment of telling."""

import asyncio
import json
import re

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncClient

from sandali.cases.actions import assign_case, move_case, write_note
from sandali.company.models import Person
from sandali.desk.cases.news import rounds, topics, views
from sandali.history.models import Event
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def last():
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture(autouse=True)
def fresh():
    """Each test has its own rounds."""
    rounds.ROUNDS = rounds.Rounds()
    views.OPEN.clear()


def test_what_happened_since_is_told_as_topics(client, cast):
    case = make_case(cast)
    before = last()
    write_note(case, "محرمانه", by=cast.reza)
    client.force_login(cast.sara)
    answer = client.get(f"/live/since/?after={before}")
    assert json.loads(answer.content) == {"last": last(), "topics": ["inbox", f"case:{case.pk}"]}
    assert json.loads(client.get(f"/live/since/?after={last()}").content) == {"last": last(), "topics": []}


@pytest.mark.reliability("G6")
def test_nothing_is_told_of_a_case_that_may_not_be_seen(client, cast):
    case = make_case(cast, department=cast.accounting)
    before = last()
    write_note(case, "x", by=cast.omid)
    client.force_login(cast.sara)
    assert json.loads(client.get(f"/live/since/?after={before}").content)["topics"] == []
    client.force_login(cast.omid)
    assert json.loads(client.get(f"/live/since/?after={before}").content)["topics"] == ["inbox", f"case:{case.pk}"]


def test_who_has_a_notice_of_it_is_told_that_their_bell_rings_and_nobody_else(client, cast):
    case = make_case(cast)
    before = last()
    assign_case(case, cast.sara, by=cast.admin)
    topics = {}
    for person in (cast.sara, cast.reza):
        client.force_login(person)
        topics[person.name] = json.loads(client.get(f"/live/since/?after={before}").content)["topics"]
    assert topics == {"Sara": ["inbox", f"case:{case.pk}", "notices"], "Reza": ["inbox", f"case:{case.pk}"]}


def test_who_was_told_is_one_query_for_all_and_none_where_nobody_is(cast, django_assert_num_queries):
    case = make_case(cast)
    before = last()
    Event.objects.create(kind="case_tagged", subject_type="case", subject_id=case.pk, case_id=case.pk)
    with django_assert_num_queries(1):
        topics.events_after(before)
    before = last()
    assign_case(case, cast.sara, by=cast.admin)
    assign_case(case, cast.reza, by=cast.admin)
    with django_assert_num_queries(2):
        news = topics.events_after(before)
    assert set().union(*(one.told for one in news)) == {cast.sara.pk, cast.reza.pk}


@pytest.mark.reliability("H3")
def test_a_case_that_leaves_somebodys_sight_refreshes_their_list_without_naming_it(client, cast):
    case = make_case(cast)
    before = last()
    move_case(case, cast.accounting, by=cast.admin)
    client.force_login(cast.sara)
    assert json.loads(client.get(f"/live/since/?after={before}").content)["topics"] == ["inbox"]


@pytest.mark.reliability("G7")
def test_after_minutes_without_a_connection_nothing_is_missing_nothing_is_there_twice_and_the_order_is_right(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    shown, stood = re.findall(r'id="(message-[0-9]+)"', page), json.loads(client.get("/live/since/").content)["last"]
    written = [write_note(case, f"یادداشت {number}", by=cast.reza).pk for number in range(7)]
    news = json.loads(client.get(f"/live/since/?after={stood}").content)
    assert news == {"last": last(), "topics": ["inbox", f"case:{case.pk}"]}
    again = client.get(f"/cases/{case.pk}/?since={shown[0].removeprefix('message-')}").content.decode()
    assert re.findall(r'id="(message-[0-9]+)"', again) == [*shown, *(f"message-{number}" for number in written)]
    assert json.loads(client.get(f"/live/since/?after={news['last']}").content)["topics"] == []


@pytest.mark.reliability("G7")
def test_who_was_away_for_long_is_told_that_everything_may_be_new(client, cast):
    Event.objects.bulk_create([Event(kind="note_written", subject_type="x", subject_id=1) for _number in range(topics.MOST_AT_ONCE + 1)])
    client.force_login(cast.sara)
    assert json.loads(client.get("/live/since/?after=0").content) == {"last": last(), "topics": ["inbox", "all"]}


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "٣"])
def test_a_number_that_is_none_means_from_now_on(client, cast, after):
    client.force_login(cast.sara)
    assert json.loads(client.get("/live/since/", {"after": after}).content) == {"last": last(), "topics": []}


def test_a_server_without_streams_says_so_instead_of_hanging(client, cast):
    client.force_login(cast.sara)
    assert client.get("/live/").status_code == 503


def test_nobody_listens_without_signing_in(client, cast):
    assert [client.get("/live/").status_code, client.get("/live/since/").status_code] == [302, 302]


def heard(person, happen, *, headers=None, most=1):
    """What a stream says: first its greeting, then `most` pieces after `happen`; None where it ended."""

    async def listen():
        client = AsyncClient()
        await client.aforce_login(person)
        answer = await client.get("/live/", headers=headers or {})
        stream = answer.streaming_content.__aiter__()
        said = [(await asyncio.wait_for(stream.__anext__(), 5)).decode()]
        await sync_to_async(happen)(client)
        for _piece in range(most):
            try:
                said.append((await asyncio.wait_for(stream.__anext__(), 5)).decode())
            except StopAsyncIteration:
                said.append(None)
        await stream.aclose()
        return answer, said

    return async_to_sync(listen)()


@pytest.mark.django_db(transaction=True)
def test_the_stream_greets_and_tells_under_the_events_number(cast):
    case = make_case(cast)
    answer, said = heard(cast.sara, lambda _client: write_note(case, "x", by=cast.reza))
    number = Event.objects.get(kind="note_written").pk
    assert answer["Content-Type"] == "text/event-stream"
    assert said[0].endswith("event: beat\ndata: 1\n\n")
    assert said[1] == f'id: {number}\ndata: {{"topics": ["inbox", "case:{case.pk}"]}}\n\n'
    assert views.OPEN[cast.sara.pk] == 0


@pytest.mark.reliability("G7")
@pytest.mark.django_db(transaction=True)
def test_a_page_that_comes_back_is_told_what_it_missed(cast):
    case = make_case(cast)
    before = last()
    assign_case(case, cast.sara, by=cast.nahid)
    _answer, said = heard(cast.sara, lambda _client: None, headers={"Last-Event-ID": str(before)})
    assert json.loads(said[1].split("data: ")[1]) == {"topics": ["inbox", f"case:{case.pk}", "notices"]}


@pytest.mark.reliability("G6")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["left", "signed out"])
def test_the_stream_ends_with_the_first_news_after_somebody_left_or_signed_out(cast, how):
    case = make_case(cast)

    def happen(client):
        if how == "left":
            Person.objects.filter(pk=cast.sara.pk).update(is_active=False)
        else:
            client.session.flush()
        write_note(case, "x", by=cast.reza)

    _answer, said = heard(cast.sara, happen)
    assert said[1] is None


@pytest.mark.reliability("G6")
@pytest.mark.django_db(transaction=True)
def test_rights_are_asked_again_for_each_piece_of_news(cast):
    case, other = make_case(cast), make_case(cast)

    def happen(_client):
        cast.sara.memberships.all().delete()
        write_note(case, "x", by=cast.reza)
        assign_case(other, cast.sara, by=cast.nahid)

    _answer, said = heard(cast.sara, happen)
    assert json.loads(said[1].split("data: ")[1])["topics"] in (["inbox", f"case:{other.pk}", "notices"], ["inbox", "notices"], ["inbox"])


@pytest.mark.django_db(transaction=True)
def test_one_person_cannot_hold_streams_without_end(cast, monkeypatch):
    monkeypatch.setitem(views.OPEN, cast.sara.pk, views.MOST_STREAMS)

    async def ask():
        client = AsyncClient()
        await client.aforce_login(cast.sara)
        return await client.get("/live/")

    answer = async_to_sync(ask)()
    assert (answer.status_code, answer["Retry-After"]) == (429, "20")
