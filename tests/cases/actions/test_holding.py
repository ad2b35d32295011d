"""Holding a case's row."""

import pytest
from django.db import transaction

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_the_object_stands_as_its_row_does(cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(assignee=cast.reza, subject="تازه", version=7)
    with transaction.atomic():
        held = hold_case(case)
    assert (held is case, case.assignee, case.subject, case.version) == (True, cast.reza, "تازه", 7)


def test_what_was_read_beside_it_stays_read(cast, django_assert_num_queries):
    make_case(cast, assignee=cast.sara)
    case = Case.objects.select_related("customer", "assignee", "channel").get()
    with transaction.atomic(), django_assert_num_queries(1):
        hold_case(case)
        assert (case.customer.name, case.assignee.name, case.channel.name) == (cast.mina.name, "Sara", "Support")


def test_a_case_that_is_gone_cannot_be_held(cast):
    with pytest.raises(Case.DoesNotExist), transaction.atomic():
        hold_case(Case(pk=999_999))
