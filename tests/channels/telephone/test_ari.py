"""Asterisk is listened to and asked by ARI, by a small one on loopback: events come in, connections break, calls are placed, recordings fetched."""

import struct
import threading

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Call, Case, Outcome
from sandali.channels import listening as listeners
from sandali.channels.adapter import Refused, RemoteFile, TryLater
from sandali.channels.kinds import call_adapter
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import change_channel
from sandali.channels.telephone import ari
from sandali.channels.telephone import listening as hearing
from sandali.channels.telephone.testing import test_system as try_system
from tests.channels.telephone.ari_server import PASSWORD, USER, AriServer, event, incoming, outgoing
from tests.phones import make_phone
from tests.program import until


@pytest.fixture
def asterisk(own_folders):
    """The server."""
    server = AriServer().start()
    yield server
    server.stop()


@pytest.fixture
def phone(cast, asterisk):
    """A channel that is told by it."""
    made = make_phone(cast, system="ari", receive="ari", host="127.0.0.1", port=asterisk.port, security="none", username=USER, dials="SIP/{extension}", dial_prefix="9")
    return change_channel(made, by=cast.admin, department=cast.support, secrets={"password": PASSWORD})


@pytest.fixture
def heard(phone, asterisk, monkeypatch):
    """Listens until the end of the test."""
    monkeypatch.setattr(listeners, "LOOK_FOR_CHANNELS", 0.05)
    monkeypatch.setattr(ari, "STEP", 0.05)
    stopping = threading.Event()
    thread = hearing.start_hearing(stopping)
    until(lambda: ("GET", "/ari/bridges", {}) in asterisk.asked, "somebody who listens")
    yield asterisk
    stopping.set()
    thread.join(20)


def read_all() -> None:
    Arrival.objects.update(read_after=None)
    read_arrivals.func()


def trouble(channel) -> str:
    until(lambda: Channel.objects.get(pk=channel.pk).failing_since is not None, "the trouble")
    return Channel.objects.get(pk=channel.pk).last_error


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F7")
def test_calls_that_asterisk_tells_of_are_calls_however_often_it_does(heard, cast):
    told = [*incoming(), *incoming("1701.1", number="09120000001", answers=""), *outgoing()]
    heard.say_all(*(one for one in told for _time in range(2)))
    until(lambda: Arrival.objects.filter(lane__endswith="1700.9", sequence=2).exists(), "the last end that was told")
    read_all()
    calls = {one.call_id: (one.way, one.number, one.outcome, one.person_id) for one in Call.objects.all()}
    assert calls == {
        "1700.1": ("in", "+989123456789", Outcome.TALKED, cast.sara.pk), "1701.1": ("in", "+989120000001", Outcome.MISSED, None),
        "1700.9": ("out", "+989123456789", Outcome.TALKED, cast.sara.pk),
    }  # fmt: skip
    assert (Case.objects.count(), Channel.objects.get(kind="telephone").last_ok_at is not None) == (2, True)
    assert ("GET", "/ari/events", {"app": "sandali", "subscribeAll": "true"}) in heard.asked


@pytest.mark.django_db(transaction=True)
def test_an_event_in_pieces_is_one_and_a_ping_is_answered(heard):
    [listener] = heard.listeners
    listener.frame(9, b"there?")
    whole = b'{"type": "Unknown", "text": "' + b"x" * 300 + b'"}'
    listener.frame(1, whole[:100], last=False)
    listener.frame(0, whole[100:])
    heard.say_all(*incoming(answers=""))
    until(lambda: Arrival.objects.count() == 3, "what was told")
    assert 10 in heard.frames


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_is_told_of_and_begun_anew(heard, phone):
    heard.hang_up()
    assert trouble(phone) == "سامانهٔ تلفن ارتباط را نمی‌پذیرد یا ارتباط قطع شد."
    Channel.objects.filter(pk=phone.pk).update(next_try_at=None)
    until(heard.listens.is_set, "somebody who listens again")
    until(lambda: Channel.objects.get(pk=phone.pk).failing_since is None, "no more trouble")
    heard.say_all(*incoming(answers=""))
    until(lambda: Arrival.objects.count() == 3, "what was told")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "garbage", [b"\x81\x05{nope", b"\x83\x00", b"\xff" * 40, b"\x81\x7f" + struct.pack(">Q", 2**40)], ids=["no JSON", "no opcode", "no frame", "a huge frame"]
)  # fmt: skip
def test_nonsense_ends_the_connection_and_says_so(garbage, heard, phone):
    heard.raw(garbage)
    assert trouble(phone) in ("سامانهٔ تلفن آن‌گونه که از Asterisk انتظار می‌رود پاسخ نمی‌دهد.", "سامانهٔ تلفن ارتباط را نمی‌پذیرد یا ارتباط قطع شد.")


@pytest.mark.django_db(transaction=True)
def test_who_takes_our_name_is_told_of(heard, phone):
    heard.say_all(event("ApplicationReplaced"))
    assert trouble(phone) == "برنامهٔ دیگری با همین نام به Asterisk گوش می‌دهد. لطفاً نام دیگری برای رویدادهای این کانال بگذارید."


@pytest.mark.django_db(transaction=True)
def test_a_quiet_asterisk_is_asked_whether_it_is_there(phone, asterisk, monkeypatch, request):
    monkeypatch.setattr(hearing, "LISTEN", 0.05)
    monkeypatch.setattr(ari, "ANSWER_SECONDS", 0.5)
    heard = request.getfixturevalue("heard")
    until(lambda: heard.frames.count(9) > 1, "two pings")
    heard.answers_pings = False
    assert trouble(phone) == "سامانهٔ تلفن به‌موقع پاسخ نداد."


@pytest.mark.django_db
def test_the_trial_asks_listens_and_says_what_is_wrong_in_words(phone, asterisk):
    secrets = {"password": PASSWORD}
    asterisk.channels = [{"id": "1"}]
    assert [(step.name, step.ok, step.detail) for step in try_system(phone.settings, secrets)] == [("phone-asterisk", True, "20.11.0"), ("people-extensions", True, "")]
    assert ("GET", "/ari/events", {"app": "sandali-trial", "subscribeAll": "true"}) in asterisk.asked
    wrong = [try_system(phone.settings, {"password": "x"}), try_system(phone.settings | {"host": "10.0.0.1"}, secrets)]
    asterisk.is_another = True
    wrong.append(try_system(phone.settings, secrets))
    assert [[(step.ok, step.sentence) for step in steps] for steps in wrong] == [
        [(False, "Asterisk این نام کاربری و گذرواژه را نمی‌پذیرد. لطفاً ari.conf را ببینید؛ این کاربر نباید فقط‌خواندنی (read_only) باشد.")],
        [(False, "این سرور در شبکه‌ای خصوصی است. راهبر سامانه می‌تواند با تنظیم SANDALI_PRIVATE_HOSTS آن را مجاز کند.")],
        [(False, "این رابط REST سامانهٔ Asterisk نیست. لطفاً درگاه را ببینید، و این را که در ari.conf و http.conf روشن باشد.")],
    ]


@pytest.mark.django_db
def test_a_call_is_placed_once_from_a_colleague_s_telephone(phone, asterisk):
    for _time in range(2):
        call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-1")
    assert asterisk.placed == {
        "s-1": {
            "endpoint": "SIP/204", "extension": "909123456789", "context": "from-internal", "priority": "1", "timeout": "30", "callerId": "909123456789",
            "channelId": "s-1",
        }
    }  # fmt: skip


@pytest.mark.django_db
def test_a_call_that_cannot_be_placed_is_refused_in_words(phone, asterisk):
    asterisk.refuses = 500
    with pytest.raises(Refused, match="Allocation failed"):
        call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-1")
    asterisk.stop()
    with pytest.raises(TryLater):
        call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-3")


@pytest.mark.django_db
def test_a_stored_recording_is_fetched_with_the_account_and_nothing_else_is(phone, asterisk):
    adapter, asterisk.stored["in/1700 1"] = call_adapter(phone), b"RIFF...."
    base = f"http://127.0.0.1:{asterisk.port}/ari"
    file = adapter.recording_file(phone.settings, f"{base}/recordings/stored/in%2F1700%201/file#wav")
    assert file == RemoteFile(f"{base}/recordings/stored/in%2F1700%201/file#wav", "1700 1.wav", "audio/wav")
    assert adapter.fetch_file(phone, file) == b"RIFF...."
    with pytest.raises(TryLater):  # not there yet
        adapter.fetch_file(phone, RemoteFile(f"{base}/recordings/stored/other/file#wav", "other.wav"))
    assert [adapter.recording_file(phone.settings, one) for one in (f"{base}/channels", "http://elsewhere.example/recordings/stored/a/file")] == [None, None]
    with pytest.raises(Refused):
        adapter.fetch_file(phone, RemoteFile(f"{base}/channels", "x"))
