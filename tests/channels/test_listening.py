"""Who listens to a channel's server, and what becomes of it when the channel changes, rests, breaks or the program stops."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from sandali.channels import health, listening
from sandali.channels.leases import Lease, cursor_lease
from sandali.channels.listening import Listening, is_unchanged
from sandali.channels.models import Channel, MailCursor
from tests.program import until

pytestmark = pytest.mark.django_db(transaction=True)
lease_of_ear = partial(cursor_lease, place="ear")


@pytest.fixture
def stopping(monkeypatch) -> Iterator[threading.Event]:
    """Ends whoever listens, whatever came of the test."""
    monkeypatch.setattr(listening, "LOOK_FOR_CHANNELS", 0.05)
    event = threading.Event()
    yield event
    event.set()


class Ear:
    """Listens to the one channel, as long as it is let; counts how often it began."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.began, self.breaks = channel, 0, 0

    def start(self, stopping: threading.Event) -> threading.Thread:
        return Listening("ear", lambda one: one.pk == self.channel.pk, lease_of_ear, self.listen).start(stopping)

    def listen(self, channel: Channel, lease: Lease, stopping: threading.Event) -> None:
        self.began += 1
        while not stopping.wait(0.02) and is_unchanged(channel) and not self.breaks:
            lease.hold(1)
        self.breaks = max(0, self.breaks - 1)


def test_one_listens_with_the_lease_and_gives_it_back_before_the_program_ends(channel, stopping):
    ear = Ear(channel)
    watching = ear.start(stopping)
    until(lambda: ear.began == 1, "the listener")
    assert MailCursor.objects.get().lease_owner
    stopping.set()
    watching.join(20)
    assert (MailCursor.objects.get().lease_owner, ear.began) == ("", 1)


def test_one_that_broke_and_one_whose_channel_was_changed_begin_anew(channel, stopping):
    ear = Ear(channel)
    watching = ear.start(stopping)
    until(lambda: ear.began == 1, "the listener")
    ear.breaks = 1
    until(lambda: ear.began == 2, "the listener after the one that broke")
    Channel.objects.filter(pk=channel.pk).update(settings={**channel.settings, "imap_folder": "Other"})
    until(lambda: ear.began == 3, "the listener of the changed channel")
    stopping.set()
    watching.join(20)


def test_a_channel_that_rests_after_a_failure_is_left_alone(channel, stopping):
    health.receiving_fails(channel, "nobody answers")
    ear = Ear(channel)
    watching = ear.start(stopping)
    stopping.wait(0.3)
    stopping.set()
    watching.join(20)
    assert ear.began == 0


def test_a_channel_is_unchanged_until_its_settings_or_its_use_change(channel):
    assert is_unchanged(channel)
    Channel.objects.filter(pk=channel.pk).update(settings={**channel.settings, "imap_folder": "Other"})
    assert not is_unchanged(channel)
    Channel.objects.filter(pk=channel.pk).update(settings=channel.settings, is_active=False)
    assert not is_unchanged(channel)
