"""Reading what arrived, whatever one mail does to the process that reads it."""

import pytest
from django.db import DataError

from sandali.cases import jobs
from sandali.cases.actions import intake
from sandali.cases.models import Message
from sandali.channels import leases
from sandali.channels.actions import MOST_READS, retry_arrival, store_arrival
from sandali.channels.models import Arrival
from tests.channels.conftest import letter, own_folders  # noqa: F401 - fixtures of the channels' tests

pytestmark = pytest.mark.django_db


class Died(BaseException):
    """The process ends here, without a word: nothing is caught, nothing is written down."""


@pytest.fixture
def mails(cast, own_folders, letter):  # noqa: F811 - fixtures
    """Three mails, of which the first one does harm to its reader."""
    for text in ("poison", "behind", "last"):
        store_arrival(cast.channel, letter(text), source="pipe")


def states() -> list[tuple[str, int]]:
    return list(Arrival.objects.order_by("pk").values_list("state", "tries"))


def harm(monkeypatch, how) -> None:
    whole = intake.take_in

    def take_in(incoming, *rest, **more):
        if "poison" in incoming.text:
            raise how
        return whole(incoming, *rest, **more)

    monkeypatch.setattr(intake, "take_in", take_in)


@pytest.mark.reliability("A11")
def test_a_mail_that_ends_its_reader_each_time_is_set_aside_and_those_behind_it_come_in(mails, monkeypatch):
    harm(monkeypatch, Died())
    for _life in range(MOST_READS + 1):
        with pytest.raises(Died):
            jobs.read_arrivals.func()
        leases.let_go()  # the next worker begins
    assert jobs.read_arrivals.func() == 3
    assert [state for state, _tries in states()] == ["quarantined", "read", "read"]
    assert Message.objects.count() == 2
    monkeypatch.undo()
    retry_arrival(Arrival.objects.earliest("pk"))
    assert jobs.read_arrivals.func() == 1
    assert [state for state, _tries in states()] == ["read", "read", "read"]


def test_a_reader_that_died_once_harms_no_mail(mails, monkeypatch):
    harm(monkeypatch, Died())
    with pytest.raises(Died):
        jobs.read_arrivals.func()
    monkeypatch.undo()
    leases.let_go()
    assert jobs.read_arrivals.func() == 3
    assert states() == [("read", 1)] * 3


@pytest.mark.reliability("A11")
def test_values_that_the_database_refuses_are_that_mails_trouble_alone(mails, monkeypatch):
    harm(monkeypatch, DataError("integer out of range"))
    assert jobs.read_arrivals.func() == 3
    assert [state for state, _tries in states()] == ["quarantined", "read", "read"]
