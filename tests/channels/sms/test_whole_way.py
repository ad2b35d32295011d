"""From a short message to a case, and from an answer to the customer's phone."""

import pytest
from django.utils import timezone

from sandali.cases.actions import CannotAnswer, reply
from sandali.cases.actions.adding import store_file
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.actions import send_delivery
from sandali.channels.models import Arrival, Delivery, DeliveryState
from sandali.channels.polling import poll_channel
from sandali.customers.actions import add_identity
from sandali.customers.models import Identity

pytestmark = pytest.mark.django_db


@pytest.mark.practice("P04")
def test_a_message_becomes_a_case_and_its_answer_reaches_the_phone(case, answer, kavenegar, cast, sms):
    assert (case.channel, case.state, case.department, case.subject) == (sms, "new", cast.support, "")
    assert list(Identity.objects.filter(customer=case.customer).values_list("kind", "value")) == [("phone", "+989123456789")]
    assert list(case.messages.values_list("direction", "text", "chat", "external_id")) == [("in", "سلام، سفارشم نرسیده", "+989123456789", "501")]
    assert send_delivery(answer("**فردا** می‌رسد: [پیگیری](https://example.com/1)").pk) == DeliveryState.SENT
    [taken] = kavenegar.taken
    assert (taken.to, taken.text) == ("09123456789", "فردا می‌رسد: پیگیری (https://example.com/1)")
    assert Delivery.objects.get().external_id == str(taken.number)


def test_the_channel_has_a_short_signature_and_the_company_s_is_left_out(case, answer, kavenegar, cast, sms):
    cast.company.signature = "Simorgh, Tehran, 021-88776655"
    cast.company.save()
    sms.settings["signature"] = "سیمرغ"
    sms.save(update_fields=["settings"])
    send_delivery(answer("چشم").pk)
    assert kavenegar.taken[0].text == "چشم\nسیمرغ"


def test_the_next_message_joins_the_case_that_runs_and_a_second_customer_has_their_own(case, kavenegar, sms):
    kavenegar.write("989123456789", "هنوز نرسیده", number=502)
    kavenegar.write("+98 935 111 2233", "سلام", number=503)
    assert poll_channel(sms) is True
    read_arrivals.func()
    assert [list(one.messages.values_list("text", flat=True)) for one in Case.objects.order_by("pk")] == [["سلام، سفارشم نرسیده", "هنوز نرسیده"], ["سلام"]]


def test_what_is_asked_for_again_comes_in_once(case, kavenegar, sms):
    for message in kavenegar.inbox:
        message["read"] = False
    poll_channel(sms)
    read_arrivals.func()
    assert (Arrival.objects.count(), Message.objects.count()) == (1, 1)


def test_what_was_marked_as_read_and_not_kept_comes_when_the_provider_is_looked_over(sms, kavenegar):
    kavenegar.write("09123456789", "گم نشود", number=601)["read"] = True
    assert (poll_channel(sms), read_arrivals.func()) == (True, 1)
    assert Message.objects.get().text == "گم نشود"


def test_what_came_long_before_the_channel_is_left_alone(sms, kavenegar):
    kavenegar.write("09123456789", "از پارسال", number=602, date=int(timezone.now().timestamp()) - 400 * 86_400)
    assert (poll_channel(sms), Arrival.objects.count()) == (False, 0)


def test_a_word_that_asks_for_no_more_is_kept_as_a_message_and_said(case, kavenegar, sms):
    kavenegar.write("09123456789", "لغو۱۱", number=504)
    poll_channel(sms)
    read_arrivals.func()
    assert list(Message.objects.order_by("pk").values_list("text", "remarks")) == [("سلام، سفارشم نرسیده", []), ("لغو۱۱", ["opt-out"])]


def test_a_short_number_is_nobody_who_reads_answers(sms, kavenegar, cast):
    kavenegar.write("20008580", "بسته شما رسید", number=505)
    poll_channel(sms)
    read_arrivals.func()
    message = Message.objects.get()
    assert (message.automatic, message.from_value) == ("no-reply", "20008580")
    with pytest.raises(CannotAnswer):
        reply(message.case, "؟", by=cast.sara, dedupe_key="k", delay=0)


def test_an_answer_goes_to_a_mobile_number_and_never_to_a_landline(sms, case, cast, kavenegar):
    add_identity(case.customer, kind="phone", value="021 8877 6655", by=cast.sara)
    other = Case.objects.get(pk=case.pk)
    reply(other, "چشم", by=cast.sara, dedupe_key="k", delay=0)
    assert Delivery.objects.get().to_value == "+989123456789"


def test_files_and_long_texts_are_refused_before_they_leave(case, cast):
    with pytest.raises(CannotAnswer, match="فایل فرستاده نمی‌شود"):
        reply(case, "ببینید", by=cast.sara, dedupe_key="k1", delay=0, files=[store_file("a.txt", "text/plain", b"x")])
    with pytest.raises(CannotAnswer, match="۹۰۱ نویسه دارد و بیش از ۹۰۰"):
        reply(case, "a" * 901, by=cast.sara, dedupe_key="k2", delay=0)
    reply(case, "a" * 900, by=cast.sara, dedupe_key="k3", delay=0)
