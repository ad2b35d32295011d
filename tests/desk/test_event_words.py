"""Events as sentences in the reader's language."""

import pytest
from django.utils import translation

from sandali.company.models import Person
from sandali.desk.sentences import sentence
from sandali.history.events import KINDS
from sandali.history.models import Event

SARA = Person(name="Sara")


def said(kind, by=SARA, **data):
    with translation.override("en"):
        return sentence(Event(kind=kind, by=by, data=data, subject_type="case", subject_id=1)).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    "kind, data, words",
    [
        ("state_changed", {"to": "waiting", "until": ""}, "Sara set the case to Waiting for the customer"),
        ("case_classified", {"what": "kind", "to": "complaint"}, "Sara changed the kind to Complaint"),
        ("case_classified", {"what": "kind", "to": ""}, "Sara changed the kind to none"),
        ("case_classified", {"what": "priority", "to": "4"}, "Sara changed the priority to Urgent"),
        ("case_classified", {"what": "subject", "to": "New"}, "Sara changed the subject to New"),
        ("case_assigned", {"to": "Reza", "person": 2}, "Sara gave the case to Reza"),
        ("stage_changed", {"before": "lead", "after": "customer"}, "Sara changed the stage from Lead to Customer"),
    ],
)
def test_codes_become_words(kind, data, words):
    assert said(kind, **data) == words


def test_what_nobody_did_was_the_system():
    assert said("case_assigned", by=None, to="Reza") == "Sandali gave the case to Reza"


def test_a_kind_or_a_key_that_is_not_known_breaks_no_page():
    assert said("of_a_later_version") == "of_a_later_version"
    assert said("case_assigned") == "Sara gave the case to …"


def test_every_kind_has_a_sentence_that_can_be_said():
    assert [kind for kind in KINDS if not said(kind)] == []


def test_a_name_keeps_its_own_direction():
    with translation.override("fa"):
        assert "\u2068Sara\u2069" in sentence(Event(kind="case_released", by=SARA, data={}, subject_type="case", subject_id=1))
