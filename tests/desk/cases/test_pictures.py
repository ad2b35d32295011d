"""Pictures that a mail wants from elsewhere: nothing is asked for before the reader wants them, and then by us (RELIABILITY E3)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from sandali.cases.actions import move_case, receive_arrival
from sandali.cases.models import Message
from sandali.channels.actions import store_arrival
from sandali.desk.cases import mail_bodies, pictures
from sandali.desk.cases.mail_bodies import consent_mark, consented, remote_of_token, remote_picture_url
from sandali.kit.remote_pictures import Fetcher
from tests.cast import make_case
from tests.kit.picture_host import Answer, drawn, picture_host

pytestmark = pytest.mark.django_db
PNG = drawn()
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
MAIL = """From: Mina <mina@example.com>\r\nTo: support@simorgh.example\r\nSubject: offers\r\nMessage-ID: <r1@example.com>\r
MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r
<p>Hello <b>there</b></p>{}\r\n"""


@pytest.fixture
def host(monkeypatch):
    """The sender's web server."""
    monkeypatch.setenv("SANDALI_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setattr(pictures, "FETCHER", Fetcher(2))  # hosts that rest belong to one test
    with picture_host() as made:
        made.answers |= {"/a.png": Answer(PNG), "/b.gif": Answer(drawn("GIF"), "image/gif"), "/open.gif": Answer(drawn("GIF", (1, 1)))}
        yield made


@pytest.fixture
def mail(cast, host):
    """A mail with two pictures from elsewhere (one twice) and an invisible one."""
    a, b, pixel = host.url("/a.png"), host.url("/b.gif"), host.url("/open.gif")
    return received(cast, f'<img src="{a}" alt="chair"><img src="{b}"><img src="{a}"><img src="{pixel}" width=1 height=1>')


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def received(cast, html):
    [message] = receive_arrival(store_arrival(cast.channel, MAIL.format(html).encode(), source="pipe")[0])
    return message


def address(mail):
    return f"/cases/{mail.case_id}/messages/{mail.pk}/pictures/"


def sources(client, frame):
    """The addresses of the pictures in a frame's document."""
    return [unescape(one) for one in re.findall(r'<img [^>]*?src="([^"]*)"', client.get(frame).content.decode())]


def frame_after_consent(client, mail):
    answer = client.post(address(mail), headers=HTMX)
    assert answer.status_code == 200
    return unescape(re.search(r'<iframe src="([^"]*)"', answer.content.decode())[1])


@pytest.mark.reliability("E3")
def test_before_consent_nothing_is_asked_of_the_senders_server(sara, host, mail):
    sara.get(f"/cases/{mail.case_id}/?box=all")
    assert sources(sara, f"/cases/{mail.case_id}/messages/{mail.pk}/body/") == []
    line = sara.get(address(mail), headers=HTMX).content.decode()
    assert "۳ تصویرِ فرستنده بارگیری نشد" in line and "۱ تصویر نامرئی" in line
    assert sara.get(address(mail)).status_code == 200
    assert host.asked == []


@pytest.mark.reliability("E3")
def test_after_consent_exactly_the_mails_pictures_come_and_only_through_us(sara, host, mail):
    frame = frame_after_consent(sara, mail)
    assert host.asked == []
    found = sources(sara, frame)
    assert [one.startswith(address(mail)) for one in found] == [True] * 3
    assert (len(set(found)), host.asked) == (2, [])
    browser = Client()  # a sandboxed frame has no origin, so no cookie comes along
    answers = [browser.get(one) for one in dict.fromkeys(found)]
    assert [(one.status_code, one["Content-Type"], one.content) for one in answers] == [(200, "image/png", PNG), (200, "image/gif", drawn("GIF"))]
    assert host.paths == ["/a.png", "/b.gif"]
    assert "cookie" not in host.asked[1][1] and "referer" not in host.asked[1][1]


@pytest.mark.reliability("E3", "E4")
def test_a_picture_is_handed_out_so_that_it_can_be_nothing_else(sara, host, mail):
    answer = sara.get(sources(sara, frame_after_consent(sara, mail))[0])
    wanted = {
        "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
        "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "private, max-age=86400",
    }  # fmt: skip
    assert {name: answer[name] for name in wanted} == wanted
    assert answer.cookies == {}


@pytest.mark.reliability("E3", "E4")
@pytest.mark.parametrize("kind, body", [("image/svg+xml", b"<svg onload='alert(1)'/>"), ("image/png", b"<script>alert(1)</script>"), ("text/html", PNG), ("image/png", PNG + bytes(5_000_000))])
def test_what_is_no_picture_gives_nothing_at_all(sara, host, mail, kind, body):
    host.answers["/a.png"] = Answer(body, kind)
    answer = sara.get(sources(sara, frame_after_consent(sara, mail))[0])
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (502, b"", "no-store")


@pytest.mark.reliability("E3", "J3")
def test_an_address_inside_our_own_network_is_not_asked(sara, cast, host, monkeypatch):
    monkeypatch.delenv("SANDALI_PRIVATE_HOSTS")
    mail = received(cast, f'<img src="{host.url("/a.png")}"><img src="http://169.254.169.254/latest/meta-data/"><img src="http://10.0.0.1/logo.png">')
    found = sources(sara, frame_after_consent(sara, mail))
    assert [sara.get(one).status_code for one in found] == [502] * 3
    assert host.asked == []


@pytest.mark.reliability("E3")
def test_a_token_that_was_not_given_out_opens_nothing(sara, cast, host, mail):
    given = remote_picture_url(mail, 0, cast.sara.pk)
    token = given.rstrip("/").rpartition("/")[2]
    reader, day, number, code = token.split(".")
    other = Message.objects.get(case=make_case(cast))
    forged = [
        f"{reader}.{day}.1.{code}", f"{cast.admin.pk}.{day}.{number}.{code}", f"{reader}.{int(day) + 1}.{number}.{code}", f"{reader}.{day}.{number}.",
        f"{reader}.{day}.{number}", f"{token}.x", "....", "x", f"{reader}.{day}.-1.{code}", f"{reader}.{day}.{number}.{'a' * 200}", f"۱.{day}.{number}.{code}",
    ]  # fmt: skip
    assert [remote_of_token(one, mail.case_id, mail.pk) for one in forged] == [None] * len(forged)
    assert {Client().get(f"{address(mail)}{one}/").status_code for one in forged} == {404}
    assert sara.get(f"{address(other)}{token}/").status_code == 404
    assert sara.get(remote_picture_url(mail, 2, cast.sara.pk)).status_code == 404  # the mail has two
    assert host.asked == []
    assert sara.get(given).status_code == 200


@pytest.mark.reliability("E3")
def test_a_token_ends_with_the_next_day(cast, mail, monkeypatch):
    today = timezone.now().date().toordinal()
    token = remote_picture_url(mail, 0, cast.sara.pk).rstrip("/").rpartition("/")[2]
    mark = consent_mark(mail, cast.sara.pk)
    held = []
    for later in (0, 1, 2, -1):
        monkeypatch.setattr(mail_bodies, "today", lambda later=later: today + later)
        held.append((remote_of_token(token, mail.case_id, mail.pk), consented(mark, mail, cast.sara.pk)))
    assert held == [((cast.sara.pk, 0), True), ((cast.sara.pk, 0), True), (None, False), (None, False)]


@pytest.mark.reliability("E3", "H3")
def test_a_token_is_worth_what_its_reader_may_see_now(sara, cast, host, mail):
    given = remote_picture_url(mail, 0, cast.sara.pk)
    move_case(mail.case, department=cast.accounting, by=cast.admin)
    assert sara.get(given).status_code == 404
    assert sara.get(remote_picture_url(mail, 0, cast.omid.pk)).status_code == 200
    cast.omid.is_active = False
    cast.omid.save()
    assert Client().get(remote_picture_url(mail, 1, cast.omid.pk)).status_code == 404
    assert host.paths == ["/a.png"]


@pytest.mark.reliability("E3", "H3")
def test_an_outsider_neither_asks_nor_consents(client, cast, host, mail):
    outside = remote_picture_url(mail, 0, cast.omid.pk)
    client.force_login(cast.omid)
    assert [client.get(address(mail)).status_code, client.post(address(mail)).status_code, client.get(outside).status_code] == [404] * 3
    assert host.asked == []


@pytest.mark.reliability("E3")
def test_consent_is_the_readers_own_and_for_that_message_alone(client, cast, mail):
    frame = f"/cases/{mail.case_id}/messages/{mail.pk}/body/?pictures={consent_mark(mail, cast.sara.pk)}"
    seen = {}
    for who in ("sara", "reza"):
        client.force_login(getattr(cast, who))
        seen[who] = len(sources(client, frame))
    assert seen == {"sara": 3, "reza": 0}
    assert consented(consent_mark(mail, cast.sara.pk), Message(pk=mail.pk + 1), cast.sara.pk) is False
    assert [consented(mark, mail, cast.sara.pk) for mark in ("", ".", "yes", "1", f"{'9' * 5000}.x", "²." + "a" * 26)] == [False] * 6


def test_a_reader_who_may_not_act_may_look_at_pictures(client, cast, mail):
    client.force_login(cast.parvaneh)
    assert len(sources(client, frame_after_consent(client, mail))) == 3


def test_without_scripts_a_page_has_the_line_and_the_frame(sara, mail):
    case = sara.get(f"/cases/{mail.case_id}/?box=all").content.decode()
    assert f'<noscript><a href="{address(mail)}">' in case
    before = sara.get(address(mail)).content.decode()
    assert f'<form method="post" action="{address(mail)}"' in before and "body/?pictures=" not in before
    posted = sara.post(address(mail))
    assert (posted.status_code, posted["Location"].partition("?")[0]) == (303, address(mail))
    after = sara.get(posted["Location"]).content.decode()
    frame = unescape(re.search(r'<iframe src="([^"]*)"', after)[1])
    assert len(sources(sara, frame)) == 3
    assert f'action="{address(mail)}"' not in after
    stale = sara.get(f"{address(mail)}?pictures=1.x").content.decode()
    assert f'action="{address(mail)}"' in stale and "body/?pictures=" not in stale


def test_a_mail_that_wants_nothing_from_elsewhere_has_no_line(sara, cast, host):
    mail = received(cast, "<i>plain</i>")
    assert sara.get(address(mail), headers=HTMX).content == b""
    assert sara.get(address(Message.objects.get(case=make_case(cast)))).status_code == 404


@pytest.mark.reliability("E3")
def test_a_mail_with_nothing_but_invisible_pictures_offers_nothing(sara, cast, host):
    mail = received(cast, f'<img src="{host.url("/open.gif")}" width=1 height=1>')
    line = sara.get(address(mail), headers=HTMX).content.decode()
    assert "۱ تصویر نامرئی" in line and "<form" not in line
    assert sources(sara, frame_after_consent(sara, mail)) == []
    assert host.asked == []


@pytest.mark.reliability("E3")
def test_a_slow_host_does_not_hold_the_reader(sara, host, mail, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 0.3)
    host.answers["/a.png"] = Answer(PNG, after=300)
    found = sources(sara, frame_after_consent(sara, mail))
    assert [sara.get(one).status_code for one in dict.fromkeys(found)] == [502, 502]  # the second is not asked for any more
    assert host.paths == ["/a.png"]


@pytest.mark.reliability("E3")
def test_who_finds_every_place_taken_comes_again_and_is_sent_off_in_the_end(sara, host, mail, monkeypatch):
    found = sources(sara, frame_after_consent(sara, mail))[0]
    taken = Fetcher(1)
    monkeypatch.setattr(pictures, "FETCHER", taken)
    monkeypatch.setattr(pictures, "PATIENCE", 0)
    with taken._slots:
        first = sara.get(found)
        assert (first.status_code, first["Location"], first["Cache-Control"]) == (302, f"{found}?turn=1", "no-store")
        assert sara.get(f"{found}?turn=16").status_code == 503
    assert sara.get(first["Location"]).status_code == 200
    assert sara.get(f"{found}?turn=x").status_code == 200


@pytest.mark.reliability("H3")
def test_a_consent_is_posted_with_the_pages_own_token(cast, mail):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.sara)
    assert strict.post(address(mail)).status_code == 403
