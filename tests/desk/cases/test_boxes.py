"""The rows of the inbox list."""

import pytest

from sandali.cases.models import NOT_DELIVERED
from sandali.desk.cases.boxes import Filter, first_rows, row, with_read
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("last", "lost"), [(NOT_DELIVERED, True), ("out", False), ("in", False)])
def test_a_row_says_when_our_answer_was_not_delivered(cast, settings, last, lost):
    settings.LANGUAGE_CODE = "en"
    case = make_case(cast, assignee=cast.sara, last_direction=last)
    wanted = Filter()
    (one,) = with_read(cast.sara, first_rows(cast.sara, wanted))
    html = row(one, wanted, now=case.waiting_since)
    assert ("not delivered" in html, 'class="chip bad"' in html) == (lost, lost)
