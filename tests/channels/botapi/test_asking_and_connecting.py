"""Having events told or asking for them; trying settings out; what the form takes."""

import threading

import pytest
from django.utils import translation

from sandali.cases.models import Message
from sandali.channels import connecting, polling
from sandali.channels.email.servers import secrets_of
from sandali.channels.leases import cursor_lease
from sandali.channels.models import Arrival, Channel, MailCursor
from sandali.channels.setup import archive_channel
from sandali.channels.telegram.settings_form import TelegramSettings
from sandali.history import queue
from sandali.history.models import Event, Job
from tests.channels.botapi.bot_server import TOKEN
from tests.channels.botapi.updates_made import update

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public(settings):
    """We can be reached from outside; sentences are compared in English."""
    settings.PUBLIC_URL = "https://desk.simorgh.example"
    with translation.override("en"):
        yield


@pytest.mark.parametrize("kind", ["telegram", "bale"])
def test_a_hook_is_set_with_its_secret_and_the_channel_learns_its_name(kind, make_bot, bots):
    channel = make_bot(kind)
    assert [job.args for job in Job.objects.filter(task="sandali.channels.jobs.connect_channel")] == [[channel.pk]]
    connecting.connect_channel(channel.pk)
    kept = secrets_of(channel)
    at = f"https://desk.simorgh.example/hooks/{kept['hook_token']}/"
    wanted = {"url": at, "secret_token": kept["hook_secret"], "max_connections": 8, "allowed_updates": ["message", "edited_message", "callback_query"]}
    assert bots.webhook == (wanted if kind == "telegram" else {"url": f"{at}{kept['hook_secret']}/"})
    channel.refresh_from_db()
    assert (channel.address, channel.last_ok_at is not None) == ("@simorgh_bot", True)


def test_a_channel_that_asks_takes_the_hook_away(make_bot, bots):
    bots.webhook = {"url": "https://somewhere.example/"}
    connecting.connect_channel(make_bot(receive="poll").pk)
    assert bots.webhook == {}


def test_a_wrong_token_is_written_on_the_channel_and_tried_again_ever_more_rarely(telegram, bots):
    bots.token = "another"
    with pytest.raises(queue.Retry):
        connecting.connect_channel(telegram.pk)
    telegram.refresh_from_db()
    assert (telegram.last_error, Event.objects.filter(kind="channel_failing").count()) == ("The bot's token is not accepted. Give the one that the provider shows for this bot.", 1)


def test_what_waits_is_asked_for_once_and_the_cursor_goes_on(make_bot, bots, read_all):
    channel = make_bot(receive="poll")
    bots.tell(*(update(text=f"{number}", number=800 + number) for number in range(3)))
    assert (polling.poll_channel(channel), polling.poll_channel(channel)) == (True, False)
    assert (MailCursor.objects.get(channel=channel, folder="events").last_uid, read_all()) == (802, 3)
    assert (bots.updates, list(Message.objects.values_list("text", flat=True))) == ([], ["0", "1", "2"])


def test_what_was_told_by_the_hook_and_comes_again_when_asked_is_one(telegram, bots, tell):
    one = update(text="once", number=801)
    tell(telegram, one)
    telegram.settings["receive"] = "poll"
    telegram.save()
    bots.tell(one)
    polling.poll_channel(telegram)
    assert list(Arrival.objects.values_list("event_id", "source")) == [("801", "hook")]


def test_of_two_who_ask_one_does(make_bot, bots):
    channel = make_bot(receive="poll")
    bots.tell(update(text="x"))
    with cursor_lease(channel, polling.PLACE):
        assert (polling.poll_channel(channel), Arrival.objects.count()) == (False, 0)


def test_while_a_hook_is_still_set_asking_says_why_it_cannot(make_bot, bots):
    channel = make_bot(receive="poll")
    bots.webhook = {"url": "https://elsewhere.example/"}
    assert polling.poll_channel(channel) is False
    channel.refresh_from_db()
    assert channel.last_error == "Somebody else asks for this bot's messages: another program, or a hook that is still set."
    assert polling.rests(channel)


def test_listening_brings_news_as_it_comes_and_ends_when_it_is_to_stop(make_bot, bots, monkeypatch):
    channel = make_bot(receive="poll")
    stopping = threading.Event()
    threading.Timer(0.2, lambda: bots.tell(update(text="news"))).start()
    rounds = []

    def stop_after(channel, lease, *, wait):
        rounds.append(real(channel, lease, wait=wait))
        if rounds[-1]:
            stopping.set()
        return rounds[-1]

    real = polling.poll_round
    monkeypatch.setattr(polling, "poll_round", stop_after)
    with cursor_lease(channel, polling.PLACE) as lease:
        polling.listen(channel, lease, stopping)
    assert (rounds, Arrival.objects.count()) == ([1], 1)


def form(data, **more):
    return TelegramSettings({"name": "T", "receive": "hook", **data}, **more)


def test_trying_says_whose_the_token_is_and_how_messages_will_come(telegram, bots):
    def tried(**more):
        made = form({"server": bots.url, "token": TOKEN, **more}, channel=telegram)
        assert made.is_valid(), made.errors
        return [(step.name, step.ok, step.sentence) for step in made.trial(secrets_of(telegram))]

    known = ("bot-known", True, "The token belongs to @Simorgh_bot.")
    assert tried() == [known, ("bot-receives", True, "The hook is set when you save.")]
    connecting.connect_channel(telegram.pk)
    assert tried() == [known, ("bot-receives", True, "Nothing waits there.")]
    bots.last_error = "Connection timed out"
    bots.tell(update(text="x"))
    assert tried()[1] == ("bot-receives", False, "The provider could not tell us of something. Can our address be reached from outside?")
    assert tried(receive="poll")[1] == ("bot-receives", True, "Another hook is set there; it is taken away when you save.")
    bots.token = "another"
    assert tried() == [("bot-known", False, "The bot's token is not accepted. Give the one that the provider shows for this bot.")]
    bots.stop()
    assert tried() == [("bot-known", False, "The server refuses the connection, or it broke. Where it is kept away, a proxy may help.")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"token": ""}, "token"), ({"token": "hello"}, "token"), ({"token": f"{TOKEN} x"}, "token"), ({"token": TOKEN, "server": "http://api.example.com"}, "server"),
        ({"token": TOKEN, "server": "ftp://api.example.com"}, "server"), ({"token": TOKEN, "server": "https://u:p@api.example.com"}, "server"),
        ({"token": TOKEN, "proxy_host": "a b"}, "proxy_host"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_at_its_field(data, field):
    made = form(data)
    assert (made.is_valid(), list(made.errors)) == (False, [field])


def test_a_hook_without_https_is_refused_and_asking_is_the_usual_way_there(settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    assert list(form({"token": TOKEN}).errors) == ["receive"]
    assert TelegramSettings().initial["receive"] == "poll"


def test_two_channels_cannot_have_one_bot_and_a_closed_one_gives_it_free(telegram, cast):
    assert list(form({"token": TOKEN}).errors) == ["token"]
    archive_channel(telegram, by=cast.admin)
    assert form({"token": TOKEN}).errors == {}
    assert (Channel.objects.get(pk=telegram.pk).secrets, Channel.objects.get(pk=telegram.pk).hook_digest) == ("", None)


def test_a_secret_is_never_shown_again_and_an_empty_field_keeps_it(telegram, cast, bots):
    shown = str(TelegramSettings(channel=telegram))
    assert (TOKEN in shown, secrets_of(telegram)["hook_secret"] in shown) == (False, False)
    before = secrets_of(telegram)
    made = form({"name": "Renamed", "server": bots.url, "token": "", "was": None}, channel=telegram)
    assert made.is_valid(), made.errors
    made.keep(by=cast.admin)
    kept = Channel.objects.get(pk=telegram.pk)
    assert (kept.name, secrets_of(kept), kept.settings["bot"]) == ("Renamed", before, "123456789")
