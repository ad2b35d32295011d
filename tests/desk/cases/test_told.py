"""desk/cases/told.py: events without the whole row of whoever did it."""

import pytest

from sandali.desk.cases.told import EVENT_FIELDS, events_of
from sandali.desk.sentences import sentence
from sandali.history.models import Event

pytestmark = pytest.mark.django_db


def test_an_event_that_was_read_by_its_fields_says_what_the_whole_one_says(cast, django_assert_num_queries):
    for by in (cast.sara, None):
        Event.objects.create(kind="state_changed", by=by, subject_type="case", subject_id=1, case_id=1, data={"before": "open", "to": "waiting"})
    whole = [sentence(event) for event in Event.objects.select_related("by").order_by("pk")]
    with django_assert_num_queries(1):
        read = events_of(list(Event.objects.order_by("pk").values_list(*EVENT_FIELDS)))
        said = [sentence(event) for event in read]
    assert said == whole
