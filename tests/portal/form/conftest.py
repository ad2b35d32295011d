"""A form, somebody who fills it in, and everything that arrived read."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.channels.conftest import own_folders

__all__ = ["own_folders"]
KEY = "f" * 32
SHOP = "https://shop.example"
FIELDS = [
    {"id": "name", "kind": "name"}, {"id": "email", "kind": "email", "required": True}, {"id": "phone", "kind": "phone"}, {"id": "subject", "kind": "subject"},
    {"id": "message", "kind": "message", "required": True}, {"id": "file", "kind": "file"},
    {"id": "field-c", "kind": "choice", "label_fa": "رنگ", "label_en": "Colour", "choices": [["آبی", "Blue"], ["سبز", "Green"]]},
    {"id": "field-m", "kind": "choices", "label_fa": "روزها", "label_en": "Days", "choices": [["شنبه", "Saturday"], ["یکشنبه", "Sunday"]]},
    {"id": "field-d", "kind": "date", "label_fa": "تاریخ خرید", "label_en": "Bought on"}, {"id": "field-n", "kind": "number", "label_fa": "شمار", "label_en": "How many"},
]  # fmt: skip
WRITTEN = {"name": "مینا", "email": "mina.form@example.com", "message": "سفارش من هنوز نرسیده است."}


class Person:
    """Somebody with a form's page before them, without its scripts unless they say so."""

    def __init__(self, key=KEY, language="fa"):
        self.client, self.at, self.language = Client(), f"/form/{key}/", language
        self.stamp = ""

    def open(self, **query):
        page = self.client.get(self.at, {"lang": self.language, **query}).content.decode()
        self.stamp = stamp_in(page)
        return page

    def send(self, *, stamp=None, script=False, headers=(), **fields):
        body = {"stamp": self.stamp if stamp is None else stamp, **{**WRITTEN, **fields}}
        accept = {"Accept": "application/json"} if script else {}
        return self.client.post(f"{self.at}?lang={self.language}", {name: value for name, value in body.items() if value is not None}, headers={**accept, **dict(headers)})


def stamp_in(page):
    """The stamp that stands in a page."""
    found = re.search(r'name="stamp" value="([^"]*)"', page)
    return found[1] if found else ""


def typed_in(page, name):
    """What stands in a field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', page)
    return unescape(next(one for one in found.groups() if one is not None)) if found else None


@pytest.fixture(autouse=True)
def no_counts():
    """What the tests before counted is not this test's."""
    cache.clear()


@pytest.fixture
def web_form(cast):
    """A form with every kind of field."""
    from sandali.channels.setup import create_channel  # models load only once Django is set up

    settings = {"key": KEY, "origins": [SHOP], "fields": FIELDS, "matter": "complaint", "thanks_fa": "سپاس از شما.\nپاسخ می‌دهیم."}
    return create_channel(kind="webform", name="Contact", by=cast.admin, department=cast.support, settings=settings)


@pytest.fixture
def person(web_form):
    """Somebody who opened the form a while ago."""
    from sandali.channels.webform.stamps import new_stamp

    one = Person()
    one.stamp = new_stamp(web_form.pk, timezone.now() - timedelta(minutes=1))
    return one


@pytest.fixture
def fresh(web_form):
    """Makes the stamp of a page that was opened some time ago."""
    from sandali.channels.webform.stamps import new_stamp

    return lambda **ago: new_stamp(web_form.pk, timezone.now() - timedelta(**(ago or {"minutes": 1})))


@pytest.fixture
def read_all():
    """Has everything read that arrived."""
    from sandali.cases.jobs import read_arrivals

    return read_arrivals.func
