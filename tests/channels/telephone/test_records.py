"""What happened while nobody listened to Asterisk is brought by its own records: each call once, and nothing that is known is doubled."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Call, CallState, Case, Direction, Message, Outcome
from sandali.channels.adapter import CallNews
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival, ArrivalState
from sandali.channels.setup import create_channel
from sandali.channels.telephone.adapter import events, read
from sandali.exchange import hooks
from sandali.resolution.models import Promise, Promised
from tests.phones import make_phone

SETTINGS = {"receive": "ami", "region": "IR", "area": "021"}
T = 1763800000
TRUNK = "PJSIP/shatel-0000001a"
MINA = "+989123456789"


def master(name: str, *, src="09123456789", dst="600", channel=TRUNK, to="PJSIP/204-0000001b", app="Dial", long=30, talked=20, said="ANSWERED", linked="") -> str:
    """A line of Master.csv, as cdr_csv.c writes it with loguniqueid and loguserfield (and newcdrcolumns, where it is `linked`)."""
    texts = ["", src, dst, "from-trunk", f'""{src}"" <{src}>', channel, to, app, "x,30,tr", "2025-11-22 09:56:40", "2025-11-22 09:56:50", "2025-11-22 09:57:10"]
    newer = f',"",{quoted(linked)},"7"' if linked else ""
    return ",".join([*(quoted(one) for one in texts), str(long), str(talked), quoted(said), quoted("DOCUMENTATION"), quoted(name), quoted("")]) + newer


def quoted(text: str) -> str:
    return f'"{text}"'


def body(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def told(content: bytes) -> list[CallNews]:
    return [incoming.call for event in events(content, settings=SETTINGS) for incoming in read(event.raw, settings={})]


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def test_a_line_of_master_csv_is_a_whole_call_with_its_moments_from_its_name():
    assert told(body(master(f"{T}.41"))) == [
        CallNews(f"{T}.41", "afterwards", "in", MINA, ("204",), at(T), answered_at=at(T + 10), answered_by="204", ended_at=at(T + 30)),
    ]


def test_rows_of_one_linkedid_are_one_call_whoever_was_rung_by_way_of_a_queue():
    queue = master(f"{T}.41", to="Local/204@from-queue-00000001;1", app="Queue", said="NO ANSWER", talked=0, linked=f"{T}.41")
    second = master(f"{T}.41", to="Local/205@from-queue-00000002;1", app="Queue", long=60, talked=40, linked=f"{T}.41")
    halves = [master(f"{T + 3}.43", channel="Local/205@from-queue-00000002;2", to="PJSIP/205-0000001f", long=50, talked=40, linked=f"{T}.41")]
    rows = [queue, second, *halves]
    whole = CallNews(f"{T}.41", "afterwards", "in", MINA, ("204", "205"), at(T), answered_at=at(T + 13), answered_by="205", ended_at=at(T + 60))
    found = [told(body(*order)) for order in (rows, rows[::-1])]
    assert [[(one.id, set(one.extensions), one.answered_by, one.ended_at) for one in calls] for calls in found] == [
        [(whole.id, {"204", "205"}, "205", whole.ended_at)]
    ] * 2


@pytest.mark.parametrize(("row", "way", "number", "answered"), [
    (master(f"{T}.1", to="", app="Queue", talked=25), "in", MINA, ""),  # the queue answered, nobody else did
    (master(f"{T}.1", to="", app="VoiceMail", talked=25), "in", MINA, ""),
    (master(f"{T}.1", said="NO ANSWER", talked=0), "in", MINA, ""),
    (master(f"{T}.1", said="BUSY", talked=0), "in", MINA, ""),
    (master(f"{T}.1", src="anonymous"), "in", "", "204"),
    (master(f"{T}.1", src="204", dst="02188776655", channel="PJSIP/204-0000000a", to=TRUNK), "out", "+982188776655", "204"),
    (master(f"{T}.1", src="204", dst="09123456789", channel="SIP/204-0a1b", to="SIP/trunk-0a1c", said="NO ANSWER", talked=0), "out", MINA, ""),
    (master(f"issabel-{T}.1"), "in", MINA, "204"),
])  # fmt: skip
def test_who_called_whom_and_whether_a_person_talked(row, way, number, answered):
    [found] = told(body(row))
    assert (found.way, found.number, found.answered_by, found.at) == (way, number, answered, at(T))


@pytest.mark.parametrize("row", [
    master(f"{T}.1", src="204", dst="205", channel="PJSIP/204-0000000a", to="PJSIP/205-0000000b"),  # among ourselves
    master("sandali-1-989123456789-117586666"),  # we had it placed
    master(f"{T}.9", linked=f"{T}.1"),  # the caller's own row is still to come
    master(f"{T}.9", channel="Local/205@from-queue-00000002;2"),
    master("no-moment"),
])  # fmt: skip
def test_what_is_no_call_of_somebody_outside_says_nothing(row):
    assert told(body(row)) == []


def test_the_table_cdr_is_read_by_the_names_of_its_columns():
    head = "calldate\tclid\tsrc\tdst\tdcontext\tchannel\tdstchannel\tlastapp\tlastdata\tduration\tbillsec\tdisposition\tamaflags\taccountcode\tuniqueid\tuserfield\tdid\trecordingfile\tlinkedid"
    row = f"2025-11-22 09:56:40\tM <09123456789>\t09123456789\t600\text-group\t{TRUNK}\tPJSIP/204-1b\tDial\tx\t30\t20\tANSWERED\t3\t\t{T}.41\tNULL\t600\tin-600.wav\t{T}.41"
    for divided in ("\t", ";", ","):
        [found] = told(body(head.replace("\t", divided), row.replace("\t", divided)))
        assert (found.id, found.number, found.answered_by, found.recording) == (f"{T}.41", MINA, "204", "in-600.wav")


def test_what_is_no_record_is_kept_whole_and_cannot_be_read():
    for content in (b"", b"hello\n", b'{"events": []}', b"a,b\n" * 3, b"\x00\xff" * 50):
        assert [event.raw for event in events(content, settings=SETTINGS)] == [content]


def test_five_hundred_calls_are_taken_of_one_request_the_newest():
    rows = [master(f"{T + number}.{number}") for number in range(600)]
    found = told(body(*rows))
    assert (len(found), found[0].id, found[-1].id) == (500, f"{T + 599}.599", f"{T + 100}.100")


# --- the whole way ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def asterisk(cast, own_folders):
    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()
    make_phone(cast)
    return create_channel(
        kind="telephone", name="Asterisk", by=cast.admin, department=cast.support, secrets={"password": "x"},
        settings={"system": "ami", "receive": "ami", "region": "IR", "area": "021", "call_back_minutes": 120, "host": "127.0.0.1", "username": "sandali"},
    )  # fmt: skip


@pytest.fixture
def bring(client, asterisk):
    """Hands records over as a line of cron does, and has them read; returns the answer's status."""
    kept = secrets_of(asterisk)

    def post(*lines: str, secret: str = kept["hook_secret"]) -> int:
        answer = client.post(f"/hooks/{kept['hook_token']}/{secret}/", body(*lines), content_type="text/csv")
        Arrival.objects.update(read_after=None)
        while read_arrivals.func():
            pass
        return answer.status_code

    return post


def ago(**more: float) -> int:
    return int(time.time() - timedelta(**more).total_seconds())


@pytest.mark.django_db
@pytest.mark.reliability("F4")
def test_records_come_in_by_the_secret_behind_the_address_alone(bring, client, asterisk):
    line = master(f"{ago(hours=1)}.1")
    token = secrets_of(asterisk)["hook_token"]
    assert [bring(line, secret="wrong"), client.post(f"/hooks/{token}/", body(line), content_type="text/csv").status_code, bring(line)] == [404, 404, 200]
    assert Call.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.reliability("F7")
def test_a_missed_call_is_a_case_and_a_promise_from_when_we_learnt_of_it_once_however_often_it_is_brought(bring):
    before = timezone.now()
    missed = master(f"{ago(hours=20)}.1", said="NO ANSWER", talked=0)
    for _often in range(3):
        assert bring(missed) == 200
    assert bring(master(f"{ago(hours=19)}.2", src="09120000000", said="NO ANSWER", talked=0), missed) == 200
    call = Call.objects.get(number=MINA)
    assert (call.state, call.outcome, Message.objects.filter(direction=Direction.CALL).count(), Case.objects.count()) == (CallState.OVER, Outcome.MISSED, 2, 2)
    promise = Promise.objects.get(message=call.message)
    assert (promise.made_at >= before, promise.due_at > before, call.message.at) == (True, True, call.began_at)


@pytest.mark.django_db
def test_what_is_older_than_two_days_stands_in_the_log_alone(bring):
    bring(master(f"{ago(days=3)}.1", said="NO ANSWER", talked=0), master(f"{ago(days=4)}.2"))
    assert (Call.objects.count(), Case.objects.count(), Promise.objects.count()) == (2, 0, 0)


@pytest.mark.django_db
def test_who_was_spoken_with_since_is_owed_no_call(bring):
    bring(master(f"{ago(hours=5)}.1", said="NO ANSWER", talked=0), master(f"{ago(hours=3)}.2"))
    assert [(call.outcome, call.answered_by) for call in Call.objects.order_by("began_at")] == [("", ""), (Outcome.TALKED, "204")]
    assert Promise.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.reliability("F7")
def test_a_call_that_was_heard_live_is_not_doubled_and_not_made_worse(bring, asterisk):
    from sandali.cases.actions.calls import take_call

    name, now = f"{ago(minutes=30)}.7", timezone.now() - timedelta(minutes=30)
    for news in (
        CallNews(name, "ringing", "in", MINA, ("204", "205"), now), CallNews(name, "answered", "in", MINA, ("205",), now + timedelta(seconds=25)),
        CallNews(name, "ended", "in", MINA, (), now + timedelta(seconds=90)),
    ):  # fmt: skip
        take_call(news, channel=asterisk, heard_at=timezone.now())
    before = Call.objects.values("outcome", "answered_at", "answered_by", "ended_at", "message").get()
    bring(master(name, long=90, talked=88), master(name, said="NO ANSWER", talked=0))
    assert (Call.objects.values("outcome", "answered_at", "answered_by", "ended_at", "message").get(), Message.objects.count()) == (before, 1)


@pytest.mark.django_db
def test_a_call_that_was_heard_to_ring_alone_is_put_right(bring, asterisk):
    from sandali.cases.actions.calls import take_call

    name, now = f"{ago(minutes=30)}.7", timezone.now() - timedelta(minutes=30)
    for news in (CallNews(name, "ringing", "in", MINA, ("204",), now), CallNews(name, "ended", "in", MINA, (), now + timedelta(seconds=30))):
        take_call(news, channel=asterisk, heard_at=timezone.now())
    assert Promise.objects.get().state == Promised.OPEN
    bring(master(name))
    call = Call.objects.get()
    assert (call.outcome, call.answered_by, Message.objects.count()) == (Outcome.TALKED, "204", 1)
    assert Promise.objects.get().state == Promised.WITHDRAWN


@pytest.mark.django_db
def test_what_is_no_record_is_set_aside_once(bring):
    assert [bring("hello"), bring("hello")] == [200, 200]
    assert list(Arrival.objects.values_list("state", flat=True)) == [ArrivalState.QUARANTINED]
