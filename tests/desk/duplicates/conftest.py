"""Nahid, who may put records together, at work; and Mina, who is there twice."""

import pytest
from django.test import Client

from sandali.company.models import Person
from sandali.customers.actions import add_customer
from sandali.customers.models import LikelyPair


@pytest.fixture
def nahid(cast):
    """Nahid's browser."""
    Person.objects.filter(pk=cast.nahid.pk).update(language="en")
    client = Client()
    client.force_login(cast.nahid)
    return client


@pytest.fixture
def twin(cast):
    """Mina a second time, known by a telephone number."""
    return add_customer(by=cast.sara, name="خانم مينا كريمي", identities=[("phone", "09121234567")], city="شیراز")


@pytest.fixture
def pair(cast, twin):
    """The two as a look through the base finds them."""
    evidence = [["same_name", 9.0, "کریمی", "کریمی"], ["same_name", 8.0, "مینا", "مینا"]]
    return LikelyPair.objects.create(one=cast.mina, other=twin, percent=97, evidence=evidence)
