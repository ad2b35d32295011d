"""Routing through the pages: rules, their order and trial, a department's way, skills."""

import pytest
from django.test import Client
from django.urls import reverse

from sandali.cases.actions.routing import add_rule
from sandali.cases.models import Routing, RoutingRule, Skill
from sandali.cases.routing import routing_stamp
from sandali.company.models import Person
from tests.cast import make_case
from tests.desk.policies.routing import POLICIES

pytestmark = pytest.mark.django_db
LIST, NEW = "/settings/routing/", "/settings/routing/rules/new/"


def signed_in(person: Person, **changed) -> Client:
    """Somebody's browser."""
    Person.objects.filter(pk=person.pk).update(**changed, language="en")
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def manager(cast):
    """The manager's browser."""
    return signed_in(cast.nahid)


@pytest.fixture
def lead(cast):
    """A lead of the support department."""
    return signed_in(cast.reza, role="lead")


def test_a_rule_is_written_moved_switched_and_removed(cast, manager):
    given = {"name": "Invoices", "words": "فاکتور\ninvoice", "department": cast.accounting.pk, "priority": "3"}
    assert manager.post(NEW, given).status_code == 303
    rule = RoutingRule.objects.get()
    assert (rule.words, rule.department, rule.priority, rule.kind) == ("فاکتور\ninvoice", cast.accounting, 3, "")
    other = add_rule(by=cast.admin, name="Other", sender="@example.com", kind="question")
    url = f"/settings/routing/rules/{other.pk}/"
    manager.post(f"{url}place/", {"to": "up"})
    manager.post(f"{url}activity/", {"to": "off"})
    assert list(RoutingRule.objects.values_list("name", "is_active")) == [("Other", False), ("Invoices", True)]
    assert manager.post(url, {"name": "Other", "sender": "@a.b", "kind": "request", "was": "1"}).status_code == 409
    assert manager.post(url, {"name": "Other", "was": "2"}).status_code == 422
    assert manager.post(url, {"name": "Other", "sender": "@", "kind": "request", "was": "2"}).status_code == 422
    manager.post(f"{url}removal/")
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Invoices"]


def test_a_trial_shows_what_would_have_matched_among_what_one_may_see(cast, manager):
    near = make_case(cast, subject="درباره فاکتور")
    make_case(cast, subject="فاکتور محرمانه", department=cast.accounting)
    make_case(cast, subject="سفارش")
    add_rule(by=cast.admin, name="Earlier one", sender="@example.com", kind="question")
    answer = manager.post(f"{NEW}trial/", {"name": "?", "words": "فاكتور"})
    html = answer.content.decode()
    assert (answer.status_code, RoutingRule.objects.count()) == (200, 1)
    assert "It fits 1 of the last 2 cases." in html and f'href="/cases/{near.pk}/"' in html
    assert "محرمانه" not in html
    assert "“Earlier one” is asked first" in html
    part = manager.post(f"{NEW}trial/", {"name": "?", "words": "فاكتور"}, headers={"HX-Request": "true", "HX-Target": "div#trial"}).content.decode()
    assert part.startswith('<div id="trial"') and "It fits 1 of the last 2 cases." in part


def test_a_department_is_given_a_way_a_ceiling_and_skills(cast, manager):
    skill = Skill.objects.create(name="English")
    url = f"/settings/routing/departments/{cast.support.pk}/"
    given = {"way": "least", "ceiling": "8", f"skill-{skill.pk}": [cast.sara.pk], "was": routing_stamp(cast.support)}
    assert manager.post(url, given).status_code == 303
    routing = Routing.objects.get()
    assert (routing.department, routing.way, routing.ceiling, list(skill.people.all())) == (cast.support, "least", 8, [cast.sara])
    assert manager.post(url, given).status_code == 409
    assert manager.post(url, {**given, "way": "dice"}).status_code == 422
    assert manager.post(url, {**given, f"skill-{skill.pk}": [cast.omid.pk], "was": ""}).status_code == 422


def test_skills_are_added_once_and_removed(cast, manager):
    assert [manager.post(f"{LIST}skills/", {"name": name}).status_code for name in ("English", "english", "")] == [303, 422, 422]
    manager.post(f"{LIST}skills/{Skill.objects.get().pk}/removal/")
    assert Skill.objects.count() == 0


def test_a_lead_decides_for_their_own_departments_and_about_no_rule(cast, lead):
    rule = add_rule(by=cast.admin, name="Secret rule", sender="@example.com", kind="question")
    html = lead.get(LIST).content.decode()
    assert "Secret rule" not in html and cast.support.name in html and cast.accounting.name not in html
    assert lead.get(f"/settings/routing/departments/{cast.support.pk}/").status_code == 200
    assert lead.get(f"/settings/routing/departments/{cast.accounting.pk}/").status_code == 404
    assert [lead.get(url).status_code for url in (NEW, f"/settings/routing/rules/{rule.pk}/")] == [403, 403]
    assert lead.post(f"{LIST}skills/", {"name": "!"}).status_code == 403


def test_a_manager_decides_for_all_but_others_private_departments(cast, manager):
    assert manager.get(f"/settings/routing/departments/{cast.accounting.pk}/").status_code == 404
    assert signed_in(cast.admin).get(f"/settings/routing/departments/{cast.accounting.pk}/").status_code == 200


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_an_agent_is_refused_everywhere(cast, name):
    agent = signed_in(cast.sara)
    args = [1] if name.startswith(("settings_routing_rule", "settings_routing_department", "settings_routing_skill_")) and "_new" not in name else []
    for method in POLICIES[name]:
        assert getattr(agent, method.lower())(reverse(name, args=args)).status_code == 403
