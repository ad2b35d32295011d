"""One round serves every open stream: what it asks does not grow with the streams of a person."""

import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions import write_note
from sandali.desk.cases.news.rounds import BEAT, Listener, Rounds
from sandali.desk.cases.news.topics import newest
from tests.cast import make_case


def listener_of(person):
    client = Client()
    client.force_login(person)
    request = RequestFactory().get("/live/")
    request.session = SessionStore(client.session.session_key)
    return Listener(request, person.pk, newest())


def said(told):
    """Topics that a round tells, in the order of the listeners; None for one that must end."""
    return [line and json.loads(line.split("data: ")[1])["topics"] for _listener, line in told]


@pytest.fixture
def rounds(cast):
    rounds = Rounds()
    rounds.round([])
    return rounds


def test_a_round_asks_as_much_for_ten_streams_of_a_person_as_for_one(cast, rounds):
    case, asked = make_case(cast), []
    for streams in (1, 10):
        listeners = [listener_of(cast.sara) for _stream in range(streams)]
        rounds.round(listeners)  # each is joined
        rounds.round(listeners)
        write_note(case, "نخست", by=cast.reza)  # whose sessions these are is proven at the first news
        rounds.round(listeners)
        write_note(case, "یادداشت", by=cast.reza)
        rounds.here.looked = float("-inf")
        with CaptureQueriesContext(connection, ) as queries:
            assert said(rounds.round(listeners)) == [["inbox", f"case:{case.pk}"]] * streams
        asked.append(len(queries))
    assert asked == [8, 8]


def test_one_person_more_costs_one_question_more(cast, rounds):
    case, asked = make_case(cast), []
    for people in ([cast.sara], [cast.sara, cast.reza]):
        listeners = [listener_of(person) for person in people]
        rounds.round(listeners)
        write_note(case, "نخست", by=cast.nahid)
        rounds.round(listeners)
        write_note(case, "یادداشت", by=cast.nahid)
        rounds.here.looked = float("-inf")
        with CaptureQueriesContext(connection) as queries:
            rounds.round(listeners)
        asked.append(len(queries))
    assert asked[1] - asked[0] == 1


@pytest.mark.reliability("G6")
def test_a_stream_whose_session_ended_is_told_to_end_and_the_others_go_on(cast, rounds):
    gone, stays = listener_of(cast.sara), listener_of(cast.reza)
    rounds.round([gone, stays])
    case = make_case(cast)
    rounds.round([gone, stays])
    gone.request.session.flush()
    gone.request.session = SessionStore(gone.request.session.session_key)
    write_note(case, "x", by=cast.nahid)
    assert said(rounds.round([gone, stays])) == [None, ["inbox", f"case:{case.pk}"]]


def test_a_silent_stream_beats_and_says_where_it_stands(cast, rounds):
    listener = listener_of(cast.sara)
    rounds.round([listener])
    listener.beaten -= BEAT + 1
    assert rounds.round([listener]) == [(listener, f"id: {listener.last}\nevent: beat\ndata: 1\n\n")]
    assert rounds.round([listener]) == []
