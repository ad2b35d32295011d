"""Asterisk is listened to by a small manager interface on loopback: events come in, connections break, passwords are wrong."""

import threading

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Call, Case, Outcome
from sandali.channels import listening as listeners
from sandali.channels.adapter import Refused, TryLater
from sandali.channels.kinds import call_adapter
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import change_channel
from sandali.channels.telephone.listening import start_hearing
from sandali.channels.telephone.testing import test_system as try_system
from tests.channels.telephone.ami_server import PASSWORD, USER, AmiServer, incoming, outgoing
from tests.phones import make_phone
from tests.program import until


@pytest.fixture
def asterisk(own_folders):
    """The server."""
    server = AmiServer().start()
    yield server
    server.stop()


@pytest.fixture
def phone(cast, asterisk):
    """A channel that is told by it."""
    made = make_phone(cast, system="ami", receive="ami", host="127.0.0.1", port=asterisk.port, security="none", username=USER, dials="SIP/{extension}", dial_prefix="9")
    return change_channel(made, by=cast.admin, department=cast.support, secrets={"password": PASSWORD})


@pytest.fixture
def heard(phone, asterisk, monkeypatch):
    """Listens until the end of the test."""
    monkeypatch.setattr(listeners, "LOOK_FOR_CHANNELS", 0.05)
    stopping = threading.Event()
    thread = start_hearing(stopping)
    until(asterisk.listens.is_set, "somebody who listens")
    yield asterisk
    stopping.set()
    thread.join(20)


def read_all() -> None:
    Arrival.objects.update(read_after=None)
    read_arrivals.func()


@pytest.mark.django_db(transaction=True)
def test_calls_that_asterisk_tells_of_are_calls(heard, cast):
    heard.say_all(*incoming(), *incoming("1701.1", number="09120000001", answers=""), *outgoing())
    until(lambda: Arrival.objects.count() == 10, "ten things that were told")
    read_all()
    calls = {one.call_id: (one.way, one.number, one.outcome, one.person_id) for one in Call.objects.all()}
    assert calls == {
        "1700.1": ("in", "+989123456789", Outcome.TALKED, cast.sara.pk), "1701.1": ("in", "+989120000001", Outcome.MISSED, None),
        "1700.9": ("out", "+989123456789", Outcome.TALKED, cast.sara.pk),
    }  # fmt: skip
    assert (Case.objects.count(), Channel.objects.get(kind="telephone").last_ok_at is not None) == (2, True)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_is_told_of_and_begun_anew(heard, phone):
    heard.hang_up()
    until(lambda: Channel.objects.get(pk=phone.pk).failing_since is not None, "the trouble")
    assert Channel.objects.get(pk=phone.pk).last_error == "سامانهٔ تلفن ارتباط را نمی‌پذیرد یا ارتباط قطع شد."
    Channel.objects.filter(pk=phone.pk).update(next_try_at=None)
    until(heard.listens.is_set, "somebody who listens again")
    heard.say_all(*incoming(answers=""))
    until(lambda: Arrival.objects.count() == 3, "what was told")
    until(lambda: Channel.objects.get(pk=phone.pk).failing_since is None, "no more trouble")


@pytest.mark.django_db
def test_the_trial_signs_in_and_says_what_is_wrong_in_words(phone, asterisk):
    secrets = {"password": PASSWORD}
    assert [(step.name, step.ok) for step in try_system(phone.settings, secrets)] == [("phone-asterisk", True), ("people-extensions", True)]
    wrong = [try_system(phone.settings, {"password": "x"}), try_system(phone.settings | {"host": "10.0.0.1"}, secrets)]
    asterisk.greeting = b"220 smtp\r\n"
    wrong.append(try_system(phone.settings, secrets))
    assert [[(step.ok, step.sentence) for step in steps] for steps in wrong] == [
        [(False, "Asterisk این نام کاربری و گذرواژه را نمی‌پذیرد، یا نه از اینجا. لطفاً manager.conf را ببینید.")],
        [(False, "این سرور در شبکه‌ای خصوصی است. راهبر سامانه می‌تواند با تنظیم SANDALI_PRIVATE_HOSTS آن را مجاز کند.")],
        [(False, "این رابط مدیریت Asterisk نیست. لطفاً درگاه را ببینید.")],
    ]


@pytest.mark.django_db
def test_a_call_is_placed_from_a_colleague_s_telephone(phone, asterisk):
    call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-1")
    asked = asterisk.actions[-1]
    assert {name: asked[name] for name in ("Action", "Channel", "Exten", "Context", "Priority", "ChannelId", "Async")} == {
        "Action": "Originate", "Channel": "SIP/204", "Exten": "909123456789", "Context": "from-internal", "Priority": "1", "ChannelId": "s-1", "Async": "true",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_call_that_cannot_be_placed_is_refused_in_words(phone, asterisk):
    asterisk.refuses = "Permission denied"
    with pytest.raises(Refused, match="Permission denied"):
        call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-1")
    for extension, number in (("204\r\nAction: Command", "+989123456789"), ("204", "anonymous"), ("", "+989123456789")):
        with pytest.raises(Refused):
            call_adapter(phone).place(phone, extension=extension, number=number, reference="s-2")
    asterisk.stop()
    with pytest.raises(TryLater):
        call_adapter(phone).place(phone, extension="204", number="+989123456789", reference="s-3")
    assert len([one for one in asterisk.actions if one["Action"] == "Originate"]) == 1
