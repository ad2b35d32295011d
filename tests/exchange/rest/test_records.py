"""The health of records by the API."""

from datetime import timedelta

import pytest
from django.utils import timezone
from sandali_client import Problem

from sandali.company.queries import company_zone
from sandali.health.checks import CHECKS
from sandali.health.counting import count_all
from sandali.health.models import Count
from sandali.health.rules import check_rules
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of
from tests.health.faults import no_name

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]


def test_a_program_of_who_sees_everything_has_the_figures_of_the_company(cast, own_folders):
    today = timezone.now().astimezone(company_zone()).date()
    Count.objects.create(check_code="no_name", day=today - timedelta(days=30), faulty=4, total=20)
    no_name(cast)
    count_all(today, check_rules())
    said = program_of(cast.nahid).house.records_health()
    found = {one["code"]: one for one in said["checks"]}
    assert (said["whole"], said["counted_at"] is not None, found.keys()) == (True, True, CHECKS.keys() - {"never_here"})
    assert found["no_name"] == {
        "code": "no_name", "group": "missing", "about": "customer", "name": "Customers without a name", "limit_days": None, "faulty": 1, "total": 3, "month_ago": 4,
        "days": [{"day": (today - timedelta(days=30)).isoformat(), "faulty": 4}, {"day": today.isoformat(), "faulty": 1}],
    }  # fmt: skip


def test_a_program_of_an_agent_has_their_own(cast, sara):
    make_case(cast, customer=no_name(cast))
    said = sara.house.records_health()
    assert (said["whole"], {one["code"]: (one["faulty"], one["total"], one["days"]) for one in said["checks"]}["no_name"]) == (False, (1, None, []))


def test_a_token_for_something_else_is_refused(cast):
    with pytest.raises(Problem) as refused:
        program_of(cast.nahid, "cases:read").house.records_health()
    assert (refused.value.status, Count.objects.count()) == (403, 0)
