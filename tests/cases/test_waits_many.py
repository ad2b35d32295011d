"""Waits of many cases at once are those of each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.models import Wait
from sandali.cases.waits import begin_wait, end_wait
from sandali.cases.waits_many import begin_waits, end_waits, take_back_waits
from tests.cast import make_case

pytestmark = pytest.mark.django_db
COLUMNS = ("began_at", "ended_at", "seconds", "working_seconds", "by_answer", "is_first", "person_id", "department_id", "channel_id")


def test_together_is_as_alone(cast):
    now = timezone.now()
    began = now - timedelta(hours=30)
    together, alone = (make_case(cast, waiting_since=began) for _ in range(2))
    begin_waits([together], at=now)
    begin_waits([together], at=now)  # one runs already
    begin_wait(alone, at=began)
    end_waits([together], at=now, by=cast.sara)
    end_wait(alone, at=now, by=cast.sara)
    rows = [list(Wait.objects.filter(case=case).values_list(*COLUMNS)) for case in (together, alone)]
    assert rows[0] == rows[1] and len(rows[0]) == 1 and rows[0][0][2] == 30 * 3600


def test_taking_back_is_as_if_it_had_not_been(cast):
    now = timezone.now()
    waits, rests = make_case(cast, waiting_since=now - timedelta(hours=1)), make_case(cast, waiting_since=None)
    begin_waits([waits], at=now)
    before = list(Wait.objects.values_list("case_id", *COLUMNS[:5]))
    end_waits([waits], at=now, by=cast.sara)
    begin_waits([rests], at=now)
    take_back_waits([waits.pk, rests.pk], at=now)
    assert list(Wait.objects.values_list("case_id", *COLUMNS[:5])) == before
