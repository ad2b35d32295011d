"""Many events of one act."""

import pytest
from django.utils import timezone

from sandali.cases import events
from sandali.history.events import record
from sandali.history.jobs_many import tell_of
from sandali.history.many import record_many
from sandali.history.models import Event, Job, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db
FIELDS = ("kind", "at", "by_id", "subject_type", "subject_id", "case_id", "customer_id", "data")


def test_events_written_together_are_those_written_one_by_one(cast):
    case, now = make_case(cast), timezone.now()
    record(events.CASE_TAGGED, case, by=cast.sara, at=now, tag="x")
    record_many([(events.CASE_TAGGED, case, {"tag": "x"})], by=cast.sara, at=now)
    first, second = Event.objects.filter(kind="case_tagged").order_by("pk").values(*FIELDS)
    assert first == second


def test_people_are_told_by_jobs_of_a_hundred_and_nobody_of_what_has_no_audience(cast):
    case, now = make_case(cast, assignee=cast.reza), timezone.now()
    record_many([(events.NOTE_WRITTEN, case, {})] * 150 + [(events.CASE_TAGGED, case, {"tag": "x"})], by=cast.sara, at=now)
    jobs = list(Job.objects.filter(task="sandali.history.jobs_many.tell_of").order_by("pk"))
    assert [len(job.args[0]) for job in jobs] == [100, 50]
    assert Notice.objects.count() == 0
    tell_of.func(*jobs[1].args)
    assert list(Notice.objects.values_list("person_id", "count")) == [(cast.reza.pk, 50)]
