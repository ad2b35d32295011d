"""Where one is signed in, and how long (RELIABILITY I8)."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from sandali.company.actions import deactivate_person
from sandali.desk.account.sessions import BEGAN, IDLE, SEEN, WHOLE
from sandali.desk.templatetags.devices import device


def put_back(client, **stamps):
    """Move the session's own stamps into the past."""
    session = client.session
    for name, age in stamps.items():
        session[name] = int((timezone.now() - age).timestamp())
    session.save()


@pytest.mark.reliability("I8")
def test_each_session_is_listed_with_its_device_however_it_began(sara, sign_in):
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
    here.force_login(sara)  # as after the set-up and an invitation
    here.get("/me/")
    sign_in(there, sara.email)
    page = there.get("/account/sessions/")
    listed = [session.session_key for session in page.context["sessions"]]
    assert listed == [here.session.session_key, there.session.session_key]
    assert page.content.decode().count("Firefox") == 1


@pytest.mark.reliability("I8")
def test_the_others_can_be_ended(sara, sign_in):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, sara.email)
    here.post("/account/sessions/")
    assert (here.get("/me/").status_code, there.get("/me/").status_code, UserSession.objects.count()) == (200, 302, 1)


@pytest.mark.reliability("I8")
@pytest.mark.parametrize(
    ("stamps", "status"),
    [
        ({BEGAN: timedelta(days=6), SEEN: timedelta(days=6)}, 200),
        ({BEGAN: timedelta(days=8), SEEN: IDLE + timedelta(minutes=1)}, 302),
        ({BEGAN: WHOLE + timedelta(minutes=1), SEEN: timedelta(minutes=1)}, 302),
        ({BEGAN: WHOLE - timedelta(minutes=1), SEEN: timedelta(minutes=1)}, 200),
    ],
)
def test_a_session_ends_after_a_week_without_use_and_after_a_month_in_all(sara, client, stamps, status):
    client.force_login(sara)
    client.get("/me/")
    put_back(client, **stamps)
    assert client.get("/me/").status_code == status


def test_using_it_is_noted_at_most_once_an_hour(sara, client):
    client.force_login(sara)
    client.get("/me/")
    began = client.session[SEEN]
    client.get("/me/")
    assert client.session[SEEN] == began
    put_back(client, **{SEEN: timedelta(hours=2)})
    client.get("/me/")
    assert client.session[SEEN] >= began


@pytest.mark.reliability("I8")
def test_somebody_who_leaves_is_out_at_once(sara, cast, client):
    client.force_login(sara)
    client.get("/me/")
    deactivate_person(sara, by=cast.admin)
    assert (client.get("/me/").status_code, UserSession.objects.filter(user=sara).count()) == (302, 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
    ],
)
def test_a_device_is_named_by_browser_and_system(sent, said):
    assert all(name in device(sent) for name in said)
    assert "Mozilla" not in device(sent)


def test_an_unknown_device_shows_nothing_that_it_sent():
    assert "<" not in device("<script>alert(1)</script>") and "alert" not in device("<script>alert(1)</script>")
