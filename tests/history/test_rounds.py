"""Of what falls due at one moment a few things are told one by one, more of them as one notice with their number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.company.actions import deactivate_person
from sandali.history.events import record
from sandali.history.models import Event, Notice
from sandali.history.notices import tell
from sandali.history.rounds import MOST_SINGLY, people_named, tell_in_round
from sandali.resolution.promises.events import PROMISES_BROKEN
from sandali.resolution.public.events import PUBLICS_LATE

pytestmark = pytest.mark.django_db
FEW, MANY = list(range(1, MOST_SINGLY + 1)), list(range(1, 1001))


def test_a_few_are_left_to_be_told_by_themselves_and_many_are_one_event_with_their_number(cast):
    left = tell_in_round({cast.sara.pk: FEW, cast.reza.pk: MANY, cast.nahid.pk: []}, PUBLICS_LATE, at=timezone.now())
    assert left == {number: [cast.sara.pk] for number in FEW}
    assert [(event.kind, event.subject_id, event.data) for event in Event.objects.filter(kind="publics_late")] == [
        ("publics_late", cast.reza.pk, {"count": 1000, "people": [cast.reza.pk]})
    ]
    assert list(Notice.objects.values_list("person__name", "count")) == [("Reza", 1)]


def test_who_has_left_is_named_and_told_nothing(cast):
    event = Event(kind="publics_late", data={"people": [cast.sara.pk, cast.reza.pk]})
    deactivate_person(cast.sara, by=cast.admin)
    assert people_named(event) == [cast.reza.pk]
    assert people_named(Event(kind="publics_late", data={})) == []


def test_rounds_of_two_kinds_stand_beside_each_other_and_those_of_one_kind_fold(cast):
    for kind, count in ((PUBLICS_LATE, 5), (PROMISES_BROKEN, 7), (PUBLICS_LATE, 9)):
        record(kind, cast.sara, count=count, people=[cast.sara.pk])
    assert sorted((notice.event.kind, notice.event.data["count"], notice.count) for notice in Notice.objects.select_related("event")) == [
        ("promises_broken", 7, 1), ("publics_late", 9, 2),
    ]  # fmt: skip
    assert tell(Event.objects.get(kind="promises_broken")) == 1


def test_a_round_of_several_batches_is_one_notice_with_the_whole_number(cast):
    at = timezone.now()
    for batch in (MANY[:500], MANY[500:], FEW):
        tell_in_round({cast.reza.pk: batch, cast.sara.pk: FEW}, PUBLICS_LATE, at=at)
    assert [(notice.person.name, notice.event.data["count"], notice.count) for notice in Notice.objects.select_related("event", "person")] == [("Reza", 1000, 1)]
    tell_in_round({cast.reza.pk: MANY}, PUBLICS_LATE, at=at + timedelta(days=1))
    assert list(Notice.objects.values_list("event__data__count", "count")) == [(1000, 2)]
