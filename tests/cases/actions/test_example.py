"""The first run and its example case."""

import pytest

from sandali.cases.actions import reply
from sandali.cases.actions.example import begin, bring_example_case
from sandali.cases.models import Case
from sandali.cases.queries import answer_way
from sandali.channels.actions import send_delivery
from sandali.channels.models import Arrival, Channel, Delivery
from sandali.company.models import Company, SpecialDay
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def first_run(language: str = "fa"):
    return begin(
        name="سیمرغ", language=language, zone="Asia/Tehran", weekend="fri", country="IR", person_name="لادن",
        email="ladan@example.ir", password=PASSWORD,
    )  # fmt: skip


def test_the_first_run_makes_a_company_a_counter_holidays_and_one_case_of_the_first_person():
    person = first_run()
    assert list(Channel.objects.order_by("pk").values_list("kind", flat=True)) == ["counter", "example"]
    assert SpecialDay.objects.filter(is_official=True).count() >= 20
    case = Case.objects.get()
    assert (case.assignee, case.state, case.message_count) == (person, "new", 1)
    assert case.subject == "یک پرسش کوچک: از کجا شروع کنم؟"
    assert case.customer.name == "نرگس بهاری"


def test_the_example_letter_came_in_as_every_letter_does():
    first_run()
    arrival = Arrival.objects.get()
    message = Case.objects.get().messages.get()
    assert (arrival.source, arrival.state, message.arrival) == ("example", "read", arrival)
    assert message.text.startswith("سلام لادن،") and "Ctrl+K" in message.text


def test_an_english_company_gets_an_english_letter():
    first_run("en")
    case = Case.objects.get()
    assert case.subject == "A small question: where do I begin?"
    assert case.customer.name == "Nora Field"


def test_a_company_gets_its_example_once():
    person = first_run()
    assert bring_example_case(Company.objects.get(), person) is None
    assert Case.objects.count() == 1


def test_an_answer_to_the_example_is_delivered_and_goes_nowhere(django_capture_on_commit_callbacks):
    person = first_run()
    reply(Case.objects.get(), "سلام نرگس", by=person, dedupe_key="k1", delay=0)
    delivery = Delivery.objects.get()
    assert (delivery.channel.kind, send_delivery(delivery.pk)) == ("example", "sent")


def test_a_real_mail_channel_never_writes_to_the_example_customer():
    first_run()
    Channel.objects.filter(kind="example").update(is_active=False)
    Channel.objects.create(kind="email", name="Real", slug="real", address="info@simorgh.example")
    assert answer_way(Case.objects.get()) == (None, None)


def test_the_example_channel_never_writes_to_a_real_customer(cast):
    bring_example_case(cast.company, cast.admin)
    Channel.objects.exclude(kind="example").update(is_active=False)
    case = Case.objects.create(customer=cast.mina, department=cast.support)
    assert answer_way(case) == (None, None)
