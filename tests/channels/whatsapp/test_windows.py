"""A day after their last message an answer leaves by WhatsApp only as an approved text: said in words, another way proposed, jobs hold back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.actions.answering import CannotAnswer
from sandali.cases.contact import TOO_LATE, best_way, may_we, permissions
from sandali.cases.models import Message
from sandali.cases.windows import closes_at
from sandali.channels.actions import send_delivery
from sandali.channels.models import ApprovedText, Delivery, DeliveryState
from sandali.customers.actions import add_identity
from sandali.customers.models import Identity
from sandali.desk.cases.approved.views import filled
from tests.channels.whatsapp.told_made import message, whole
from tests.desk.browsing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(case):
    """The case a day and an hour after its last message."""
    Message.objects.update(at=timezone.now() - timedelta(hours=25))
    return case


@pytest.fixture
def text(whatsapp):
    """A text that Meta has approved."""
    return ApprovedText.objects.create(channel=whatsapp, name="order_update", language="fa", text="سلام {{1}}، سفارشتان {{2}} می‌رسد.", places=2)


@pytest.fixture
def sara(cast):
    """A browser of hers."""
    return browser(cast.sara)


def test_within_a_day_an_answer_leaves_and_the_composer_says_until_when(case, answer, sara, whatsapp):
    assert closes_at(whatsapp, Identity.objects.get(kind="whatsapp")) == Message.objects.get().at + timedelta(hours=24)
    assert "می‌توان این‌جا پاسخشان را داد" in sara.get(f"/cases/{case.pk}/").content.decode()
    answer()


def test_later_nothing_leaves_and_it_is_said_what_can_be_done(late, answer, sara, text):
    with pytest.raises(CannotAnswer, match="۲۴ ساعت"):
        answer()
    assert Delivery.objects.count() == 0
    page = sara.get(f"/cases/{late.pk}/").content.decode()
    assert "پاسخ از این راه تنها تا ۲۴ ساعت" in page
    assert f'href="/cases/{late.pk}/approved/"' in page


def test_an_answer_that_is_to_leave_when_it_is_too_late_is_refused_now(case, answer):
    with pytest.raises(CannotAnswer):
        answer(leaves_at=timezone.now() + timedelta(hours=30))


def test_their_next_message_opens_it_again(late, answer, whatsapp, tell, read_all):
    tell(whatsapp, whole(message("wamid.IN2", text={"body": "هنوز نرسیده"})))
    read_all()
    answer()


def test_another_way_is_proposed_with_its_reason(late, cast):
    assert best_way(late).channel.kind == "whatsapp"  # nothing else reaches them
    add_identity(late.customer, kind="email", value="mina@post.example", by=cast.sara)
    way = best_way(late)
    assert (way.channel, way.why) == (cast.channel, TOO_LATE)
    assert "دیگر نمی‌توان پاسخ داد" in browser(cast.sara).get(f"/cases/{late.pk}/").content.decode()


def test_what_we_begin_by_ourselves_does_not_leave_there(late, cast):
    assert may_we(late, purpose="service", now=timezone.now()).leave.why == TOO_LATE
    add_identity(late.customer, kind="email", value="mina@post.example", by=cast.sara)
    assert permissions([late], purpose="service")[late.pk].way.channel == cast.channel


def test_an_approved_text_is_chosen_filled_in_and_sent(late, text, sara, graph, cast):
    page = sara.get(f"/cases/{late.pk}/approved/").content.decode()
    assert ("سلام [۱]، سفارشتان [۲] می‌رسد." in page, page.count('name="value"')) == (True, 2)
    answered = sara.post(f"/cases/{late.pk}/approved/", {"text": text.pk, "key": "abc", "value": ["مینا", "فردا"]})
    assert answered.status_code in (302, 303)
    delivery = Delivery.objects.get()
    sara.post(f"/cases/{late.pk}/approved/", {"text": text.pk, "key": "abc", "value": ["مینا", "فردا"]})
    assert Delivery.objects.count() == 1
    Delivery.objects.update(not_before="2020-01-01T00:00Z")
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    assert (Message.objects.get(delivery=delivery).text, graph.taken[0]["template"]["name"]) == ("سلام مینا، سفارشتان فردا می‌رسد.", "order_update")


@pytest.mark.parametrize("typed", [{"value": ["مینا", ""]}, {"value": ["مینا"]}, {"text": 10**9, "value": ["a", "b"]}, {"text": "x"}, {"key": ""}])
def test_what_is_not_whole_comes_back_as_it_was_typed(typed, late, text, sara):
    answered = sara.post(f"/cases/{late.pk}/approved/", {"text": text.pk, "key": "k", "value": ["a", "b"], **typed})
    assert (answered.status_code, Delivery.objects.count()) == (422, 0)
    if typed == {"value": ["مینا", ""]}:
        assert 'value="مینا"' in answered.content.decode()


def test_what_stands_in_a_place_is_never_looked_through_for_places():
    assert filled("{{1}} و {{2}} {{9}} {{x}}", ("{{2}}", "ب")) == "{{2}} و ب {{9}} {{x}}"


def test_a_case_of_somebody_without_such_a_channel_says_so(cast, sara):
    from tests.cast import make_case

    mail = make_case(cast, department=cast.support)
    assert "کانالی که چنین متن‌هایی دارد" in sara.get(f"/cases/{mail.pk}/approved/").content.decode()
