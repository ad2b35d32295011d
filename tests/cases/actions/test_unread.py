"""What was not read in a window goes by mail: once, to who can be reached, and their answer joins the case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.actions.unread import UNREAD_FOR, mail_unread
from sandali.cases.models import Case
from sandali.channels.models import Delivery, PausedAddress
from sandali.customers.wishing import keep_wishes
from tests.portal.chat.conftest import Browser, browser, chat, read_all, send_all  # noqa: F401 - fixtures of the chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(browser, cast, read_all, send_all):  # noqa: F811 - the fixture above
    """A chat that was answered a while ago, and whose visitor had left."""
    browser.write("hello", contact="visitor@example.com")
    read_all()
    case = Case.objects.get()
    reply(case, "**here** it is", by=cast.sara, dedupe_key="k1", delay=0)
    send_all()
    Delivery.objects.update(sent_at=timezone.now() - UNREAD_FOR - timedelta(minutes=1), not_before=timezone.now() - timedelta(minutes=20))
    return case


def test_an_answer_that_nobody_read_goes_by_mail_once_with_the_mark_of_its_case(answered, cast):
    assert [mail_unread(), mail_unread()] == [1, 0]
    mailed = Delivery.objects.exclude(channel=answered.channel).get()
    assert (mailed.channel, mailed.to_value, mailed.by, bool(mailed.payload["reply_token"])) == (cast.channel, "visitor@example.com", cast.sara, True)
    assert mailed.payload["text"].startswith("here it is")


@pytest.mark.parametrize("why", ["read", "fresh", "old", "spam", "paused", "no-door", "never"])
def test_nothing_is_mailed_where_there_is_no_need_or_no_way(answered, cast, browser, why):  # noqa: F811 - the fixture above
    delivery = Delivery.objects.get()
    if why == "read":
        browser.see(delivery.pk)
    elif why == "fresh":
        Delivery.objects.update(sent_at=timezone.now())
    elif why == "old":
        Delivery.objects.update(not_before=timezone.now() - timedelta(days=2))
    elif why == "spam":
        Case.objects.update(aside="spam")
    elif why == "paused":
        PausedAddress.objects.create(kind="email", value="visitor@example.com", until=timezone.now() + timedelta(days=1))
    elif why == "never":
        keep_wishes(answered.customer, by=cast.sara, version=0, never=["email"])
    else:
        type(cast.channel).objects.filter(pk=cast.channel.pk).update(is_active=False)
    assert mail_unread() == 0


def test_without_a_chat_it_is_one_question(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert mail_unread() == 0
