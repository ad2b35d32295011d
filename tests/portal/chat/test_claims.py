"""A way to be reached that a visitor leaves: theirs as they say, until something proves it."""

import pytest

from sandali.cases.actions import reply
from sandali.cases.models import Case, Message
from sandali.channels.actions import store_arrival
from sandali.customers.actions import find_customer, recognise
from sandali.customers.models import Customer, Identity
from tests.portal.chat.conftest import Browser

pytestmark = pytest.mark.django_db
MAIL = "From: {sender}\r\nTo: {to}\r\nSubject: Re: chat\r\nMessage-ID: <m1@example.com>\r\n\r\n{text}\r\n"


def mail(channel, sender, text="and by mail", to=""):
    """A mail from somebody."""
    store_arrival(channel, MAIL.format(sender=sender, to=to or channel.address, text=text).encode(), source="pipe")


@pytest.mark.practice("P05")
def test_a_visitor_leaves_an_address_or_a_number_and_it_counts_as_claimed(browser, read_all):
    assert browser.write("hello", contact="Visitor@Example.com").status_code == 201
    assert Browser(token="S" * 43).write("hello", contact="۰۹۱۲ ۳۴۵ ۶۷۸۹").status_code == 201
    read_all()
    claims = Identity.objects.exclude(claimed_by=0).order_by("pk")
    assert [(one.kind, one.value, one.claimed_by == one.customer_id) for one in claims] == [
        ("email", "visitor@example.com", True), ("phone", "+989123456789", True),
    ]  # fmt: skip
    assert find_customer("email", "visitor@example.com") is None


def test_what_is_no_address_is_said_at_once_and_nothing_is_kept(browser):
    answer = browser.write("hello", contact="nowhere")
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert Message.objects.count() == 0


@pytest.mark.reliability("G4")
def test_who_claims_another_customers_address_stays_somebody_else_and_takes_nothing_from_them(browser, cast, read_all):
    browser.write("I am Mina", contact="mina@example.com")
    read_all()
    case = Case.objects.get()
    assert (case.customer == cast.mina, find_customer("email", "mina@example.com")) == (False, cast.mina)
    mail(cast.channel, "mina@example.com")
    read_all()
    assert Case.objects.order_by("-pk").first().customer == cast.mina


@pytest.mark.reliability("G4")
def test_the_owner_of_a_claimed_address_who_writes_by_themselves_is_somebody_else(browser, cast, read_all):
    browser.write("I am the owner", contact="owner@example.com")
    read_all()
    claimer = Case.objects.get().customer
    mail(cast.channel, "owner@example.com")
    read_all()
    owner = Case.objects.order_by("-pk").first().customer
    assert (owner == claimer, find_customer("email", "owner@example.com")) == (False, owner)


def test_who_answers_a_mail_of_the_case_from_the_claimed_address_has_proven_it(browser, chat, cast, read_all):
    browser.write("hello", contact="visitor@example.com")
    read_all()
    case = Case.objects.get()
    type(chat).objects.filter(pk=chat.pk).update(is_active=False)
    reply(case, "by mail then", by=cast.sara, dedupe_key="k1", delay=0)
    token = case.messages.get(direction="out").delivery.payload["reply_token"]
    mail(cast.channel, "visitor@example.com", to=f"support+{token}@simorgh.example")
    read_all()
    assert (Case.objects.count(), case.messages.filter(direction="in").count(), Customer.objects.filter(identities__value="visitor@example.com").count()) == (1, 2, 1)
    assert Identity.objects.get(value="visitor@example.com").claimed_by == 0
    assert find_customer("email", "visitor@example.com") == case.customer
    assert case.messages.last().is_stranger is False


def test_recognising_asks_for_a_claimant_only_where_the_address_is_nobodys(cast):
    asked = []
    assert recognise("email", "mina@example.com", claimant=lambda: asked.append(1)) == cast.mina
    recognise("email", "new@example.com", claimant=lambda: asked.append(2))
    assert asked == [2]
