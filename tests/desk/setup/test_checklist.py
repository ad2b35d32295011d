"""The first steps are done or not by what is really there."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string

from sandali.cases.actions import reply
from sandali.cases.actions.example import begin
from sandali.cases.models import Case
from sandali.channels.models import Channel
from sandali.company import actions
from sandali.company.models import Person
from sandali.desk.setup.checklist import steps
from sandali.history.queue import drain
from sandali.transfer.actions import begin_import, start_import
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder():
    return begin(
        name="Simorgh", language="en", zone="Asia/Tehran", weekend="fri", country="IR", person_name="Ladan",
        email="ladan@example.ir", password=PASSWORD,
    )  # fmt: skip


def done(person) -> list[bool]:
    return [step.done for step in steps(person)]


def bring_in(person) -> None:
    """A file of one customer."""
    start_import(begin_import(BytesIO(b"name,email\nNora,nora@example.com\n"), name="x.csv", by=person), by=person)
    drain()


def test_nothing_is_done_at_first(founder):
    assert done(founder) == [False, False, False, False, False]


def test_each_step_is_done_by_doing_it(founder):
    reply(Case.objects.get(), "Hello Nora", by=founder, dedupe_key="k", delay=0)
    assert done(founder) == [True, False, False, False, False]
    Channel.objects.create(kind="email", name="Mail", slug="mail", address="info@simorgh.example")
    assert done(founder) == [True, True, False, False, False]
    bring_in(founder)
    assert done(founder) == [True, True, True, False, False]
    actions.invite_person("sara@example.ir", by=founder)
    assert done(founder) == [True, True, True, True, False]


def test_the_list_goes_away_when_all_is_done(founder):
    reply(Case.objects.get(), "Hello Nora", by=founder, dedupe_key="k", delay=0)
    Channel.objects.create(kind="email", name="Mail", slug="mail", address="info@simorgh.example")
    bring_in(founder)
    actions.invite_person("sara@example.ir", by=founder)
    actions.set_week({}, by=founder)
    assert steps(founder) == []


def test_whoever_put_it_away_or_may_not_do_it_sees_none(founder, django_assert_num_queries):
    actions.hide_checklist(founder)
    agent = Person(role="agent", is_active=True)
    with django_assert_num_queries(0):
        assert steps(founder) == steps(agent) == []


def test_the_partial_shows_what_is_left_as_links_and_what_is_done_as_text(founder):
    reply(Case.objects.get(), "Hello Nora", by=founder, dedupe_key="k", delay=0)
    html = render_to_string("desk/setup/checklist.html", {"checklist": steps(founder)})
    assert (html.count("<a class"), html.count("first-step done")) == (4, 1)
    assert render_to_string("desk/setup/checklist.html", {"checklist": []}).strip() == ""
