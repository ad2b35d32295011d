"""Whose records somebody sees, and whether the company's figures are theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.company.models import RoleScope
from sandali.company.permissions import NotAllowed
from sandali.health.access import UnknownCheck, access_check, asked_of, reader, records_of
from sandali.health.actions import change_rules
from sandali.health.checks import CHECKS
from sandali.health.queries import figures_of
from sandali.health.rules import USUAL, check_rules
from tests.cast import make_case, person
from tests.health.faults import no_address, no_name

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]
NOW = timezone.now()


def seen(who, code):
    """The records of a check that somebody sees."""
    return list(records_of(reader(who), CHECKS[code], asked_of(CHECKS[code], USUAL, NOW)).order_by("pk"))


def test_the_figures_of_the_company_are_for_who_sees_everything(cast):
    assert [reader(who).whole for who in (cast.admin, cast.nahid, cast.parvaneh, cast.sara, cast.omid)] == [True, True, True, False, False]


@pytest.mark.reliability("H3")
def test_who_has_another_place_in_one_department_has_no_figures_of_the_whole(cast):
    manager = person("Mahnaz", "manager", cast.support)
    manager.memberships.update(reads_only=True)
    assert reader(type(manager).objects.get(pk=manager.pk)).whole is False


@pytest.mark.reliability("H3")
def test_a_case_of_a_private_department_is_seen_there_and_in_no_list_of_everybodys(cast):
    open_one = make_case(cast, waiting_since=NOW - timedelta(days=3))
    closed = make_case(cast, waiting_since=NOW - timedelta(days=3), department=cast.accounting)
    assert {who.name: seen(who, "no_owner") for who in (cast.admin, cast.nahid, cast.sara, cast.omid)} == {
        "Ladan": [open_one], "Nahid": [open_one], "Sara": [open_one], "Omid": [closed],
    }  # fmt: skip


def test_of_customers_others_see_those_of_their_own_cases(cast):
    theirs, strange = no_name(cast), no_address(cast)
    make_case(cast, customer=theirs)
    make_case(cast, customer=strange, department=cast.accounting)
    assert (seen(cast.sara, "no_name"), seen(cast.sara, "no_address"), seen(cast.omid, "no_address")) == ([theirs], [], [strange])
    assert seen(cast.nahid, "no_address") == [strange]


def test_live_figures_stop_at_a_hundred(cast):
    for _number in range(101):
        make_case(cast, waiting_since=NOW - timedelta(days=3), messages=0)
    figures = {figure.check.code: figure.faulty for figure in figures_of(reader(cast.sara), USUAL, now=NOW)}
    assert figures["no_owner"] == 100
    assert {"pairs", "never_here"} & figures.keys() == set()


def test_a_check_is_there_for_who_may_see_its_records_and_while_it_is_made(cast):
    assert access_check(cast.sara, "no_name", USUAL).code == "no_name"
    with pytest.raises(NotAllowed):
        access_check(cast.sara, "never_here", USUAL)
    with pytest.raises(UnknownCheck):
        access_check(cast.sara, "weather", USUAL)
    change_rules(by=cast.nahid, off=["no_name"], days={})
    with pytest.raises(UnknownCheck):
        access_check(cast.sara, "no_name", check_rules())


def test_who_sees_no_sales_sees_no_deals_here_either(cast):
    RoleScope.objects.create(role="agent", right="see_sales", scope="")
    sara = type(cast.sara).objects.get(pk=cast.sara.pk)
    assert "no_step" not in {check.code for check in reader(sara).checks}
