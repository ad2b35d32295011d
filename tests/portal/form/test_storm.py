"""A form that many fill in, each pressing five times, eight at once: one case each."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Message
from sandali.channels.models import Arrival
from sandali.channels.webform.stamps import new_stamp
from tests.portal.form.conftest import KEY
from tests.storm import EVENTS, TIMES, storm


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "D1")
def test_forms_each_sent_five_times_shuffled_eight_at_once_are_one_case_each(web_form, own_folders):
    opened = timezone.now() - timedelta(minutes=5)
    stamps = [new_stamp(web_form.pk, opened) for _number in range(EVENTS)]

    def press(number):
        body = {"stamp": stamps[number], "email": f"p{number}@example.com", "message": f"said by number {number}"}
        return Client().post(f"/form/{KEY}/?lang=en", body, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}").status_code

    assert Counter(storm([partial(press, number) for number in range(EVENTS)])) == {303: TIMES * EVENTS}
    assert (Arrival.objects.count(), read_arrivals.func(), Case.objects.count()) == (EVENTS, EVENTS, EVENTS)
    assert sorted(Message.objects.values_list("text", flat=True)) == sorted(f"said by number {number}" for number in range(EVENTS))
    assert set(Case.objects.values_list("aside", flat=True)) == {""}
