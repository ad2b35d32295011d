"""In a body a number is a number and a truth is a truth."""

import pytest
from django.test import Client

from sandali.cases.models import Case
from tests.cast import make_case
from tests.exchange.rest.conftest import SOON, token_of

pytestmark = pytest.mark.django_db


@pytest.mark.reliability("H6")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("patch", "", {"priority": value}) for value in (True, 3.0, "3")]
    + [("put", "/assignment", {"person": value}) for value in (True, 1.0, "1", 0)]
    + [("patch", "", {"kind": "question", "version": value}) for value in (True, 1.0, "1")]
    + [("put", "/snooze", {"until": value}) for value in (0, 1_795_000_000, 1.5)]
    + [("put", "/snooze", {"until": SOON, "until_reply": value}) for value in (1, "true", "yes", 0.0)],
)
def test_what_only_looks_like_a_number_or_a_truth_is_refused_by_its_field(cast, method, path, body):
    case = make_case(cast)
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}"}
    answer = getattr(Client(), method)(f"/api/v1/cases/{case.pk}{path}", body, content_type="application/json", headers=headers)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [list(body)[-1]])
    assert Case.objects.filter(pk=case.pk, version=1).exists()
