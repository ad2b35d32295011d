"""What each check calls a fault, and what it does not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.customers.mending import misspelt_addresses
from sandali.customers.models import Customer, Identity, Organisation
from sandali.health.checks import CHECKS
from sandali.health.checks.kinds import Asked
from tests.health.faults import MAKERS, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]


def found_by(code: str) -> list:
    """What a check finds now, with the limit that Sandali comes with."""
    return list(CHECKS[code].faulty(Asked(timezone.now(), CHECKS[code].days)).order_by("pk"))


def test_every_check_is_tried_here():
    assert MAKERS.keys() == CHECKS.keys()


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_finds_the_record_at_fault_and_none_of_those_beside_it(cast, code):
    before = found_by(code)
    made = MAKERS[code](cast)
    after = [one for one in found_by(code) if one not in before]
    assert after == (made if isinstance(made, list) else [made])


@pytest.mark.parametrize("code", CHECKS)
def test_what_is_at_fault_is_part_of_what_is_looked_at(cast, code):
    MAKERS[code](cast)
    asked = Asked(NOW, CHECKS[code].days)
    numbers = {one.pk for one in CHECKS[code].total(asked)}
    assert {one.pk for one in CHECKS[code].faulty(asked)} <= numbers
    assert numbers


@pytest.mark.parametrize("code", ["no_address", "no_name", "unchecked", "quiet_lead"])
def test_who_is_erased_or_lives_on_in_another_record_is_nobodys_fault(cast, code):
    one = MAKERS[code](cast)
    Customer.objects.filter(pk=one.pk).update(erased_at=NOW)
    erased = found_by(code)
    Customer.objects.filter(pk=one.pk).update(erased_at=None, merged_into=cast.mina)
    assert one not in [*erased, *found_by(code)]


def test_what_is_close_to_a_known_name_may_be_somebodys_own_domain(cast):
    for domain in ("gmail.com", "ymail.com", "gmil.example", "mail.com", "gmial.com.example"):
        Identity.objects.create(customer=cast.mina, kind="email", value=f"mina.k+1@{domain}")
    assert found_by("misspelt") == []


def test_misspelt_addresses_are_found_along_their_index(cast):
    with CaptureQueriesContext(connection) as asked:
        list(misspelt_addresses())
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + asked[0]["sql"])
        plan = str(cursor.fetchall())
    assert connection.vendor != "sqlite" or "identities_by_domain" in plan


def test_organisations_of_one_name_are_both_at_fault(cast):
    both = [Organisation.objects.create(name=name, folded="پارس") for name in ("پارس", "پارس ")]
    assert found_by("same_organisation") == both
