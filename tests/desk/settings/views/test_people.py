"""People, invitations and joining, through the pages."""

import html
import re

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from sandali.cases.actions.work import make_task
from sandali.company import actions
from sandali.company.models import Invitation, Person
from sandali.company.permissions import MATRIX
from sandali.company.queries import person_stamp
from tests.cast import PASSWORD, make_case

pytestmark = pytest.mark.django_db
PEOPLE, INVITATIONS = "/settings/people/", "/settings/invitations/"


def invite(admin, **more):
    return admin.post(INVITATIONS, {"email": "new@example.ir", "role": "agent", **more})


def link_in(text: str) -> str:
    return re.search(r"/invitation/[\w-]{43}/", text)[0]


def test_the_list_shows_everybody_with_role_and_departments(cast, admin):
    page = admin.get(PEOPLE).content.decode()
    assert [name in page for name in ("Sara", "Omid", "Parvaneh", "حسابداری")] == [True] * 4


@pytest.mark.reliability("I6")
@override_settings(PUBLIC_URL="https://crm.simorgh.example")
def test_an_invitation_is_sent_with_the_configured_address_and_shown_once(cast, admin):
    answer = invite(admin, departments=[cast.support.pk])
    page, letter = answer.content.decode(), mail.outbox[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert letter.to == ["new@example.ir"]
    assert f"https://crm.simorgh.example{link_in(page)}" in letter.body
    assert "/invitation/" not in admin.get(PEOPLE).content.decode()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_an_invitation_stands_although_the_mail_server_is_away(cast, admin):
    answer = invite(admin)
    assert answer.status_code == 200 and link_in(answer.content.decode())
    assert Invitation.objects.get().email == "new@example.ir"


def test_a_colleague_s_address_is_refused_with_a_sentence_and_what_was_typed(cast, admin):
    answer = invite(admin, email="Sara@example.ir", name="Somebody")
    assert answer.status_code == 422
    assert 'value="Somebody"' in answer.content.decode() and Invitation.objects.count() == 0


@pytest.mark.reliability("I4")
def test_a_scanner_that_opens_the_link_changes_nothing(cast, admin, client):
    link = link_in(invite(admin).content.decode())
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert Invitation.objects.get().used_at is None
    assert client.post(link, {"name": "نسیم", "password": PASSWORD}).status_code == 303


def test_joining_signs_in_and_the_link_is_dead_afterwards(cast, admin, client):
    link = link_in(invite(admin, departments=[cast.support.pk]).content.decode())
    answer = client.post(link, {"name": "نسیم", "password": PASSWORD})
    person = Person.objects.get(email="new@example.ir")
    assert (answer.url, client.session["_auth_user_id"]) == (reverse("cases"), str(person.pk))
    assert [client.get(link).status_code, client.post(link, {"name": "x", "password": PASSWORD}).status_code] == [404, 404]


def test_the_link_s_page_tells_nobody_where_it_came_from(cast, admin, client):
    answer = client.get(link_in(invite(admin).content.decode()))
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_a_weak_password_is_refused_and_the_link_still_works(cast, admin, client):
    link = link_in(invite(admin).content.decode())
    assert client.post(link, {"name": "نسیم", "password": "short"}).status_code == 422
    assert client.get(link).status_code == 200


@pytest.mark.reliability("H6")
def test_joining_cannot_bring_a_role_an_address_or_departments(cast, admin, client):
    link = link_in(invite(admin).content.decode())
    extra = {"role": "admin", "email": "boss@example.ir", "departments": [cast.accounting.pk], "is_active": ""}
    client.post(link, {"name": "نسیم", "password": PASSWORD, **extra})
    person = Person.objects.get(email="new@example.ir")
    assert (person.role, person.is_active, list(person.departments.all())) == ("agent", True, [])


def test_an_invented_link_and_a_withdrawn_one_look_the_same(cast, admin, client):
    link = link_in(invite(admin).content.decode())
    admin.post(reverse("settings_invitation_withdrawal", args=[Invitation.objects.get().pk]))
    pages = [client.get(path) for path in (link, "/invitation/" + "x" * 43 + "/")]
    assert [page.status_code for page in pages] == [404, 404]
    own = r'value="[^"]{64}"|"X-CSRFToken": "[^"]+"|/invitation/[^"]+'
    assert re.sub(own, "", pages[0].content.decode()) == re.sub(own, "", pages[1].content.decode())


def test_a_new_link_takes_the_old_one_s_place(cast, admin, client):
    old = link_in(invite(admin).content.decode())
    new = link_in(admin.post(reverse("settings_invitation_renewal", args=[Invitation.objects.get().pk])).content.decode())
    assert [client.get(old).status_code, client.get(new).status_code] == [404, 200]


def person_form(cast, **more):
    return {"role": "agent", "departments": [cast.support.pk], "job_title": "", "was": person_stamp(cast.sara), **more}


def test_a_role_is_changed(cast, admin):
    answer = admin.post(f"{PEOPLE}{cast.sara.pk}/", person_form(cast, role="manager"))
    assert (answer.status_code, Person.objects.get(pk=cast.sara.pk).role) == (303, "manager")


@pytest.mark.reliability("H6")
def test_nothing_but_role_title_and_departments_can_be_sent(cast, admin):
    before = Person.objects.values().get(pk=cast.sara.pk)
    extra = {"password": "owned owned owned", "email": "x@example.ir", "name": "X", "is_active": "", "id": "1", "checklist_hidden_at": "now"}
    admin.post(f"{PEOPLE}{cast.sara.pk}/", person_form(cast, **extra))
    assert Person.objects.values().get(pk=cast.sara.pk) == before


def test_a_form_that_was_overtaken_keeps_what_was_typed_and_saves_the_second_time(cast, admin):
    old = person_form(cast, role="executive", job_title="Head of service")
    actions.change_person(cast.sara, by=cast.admin, role="lead", departments=[])
    first = admin.post(f"{PEOPLE}{cast.sara.pk}/", old)
    page = first.content.decode()
    assert (first.status_code, 'value="Head of service"' in page) == (409, True)
    fresh = re.search(r'name="was" value="(\w+)"', page)[1]
    assert admin.post(f"{PEOPLE}{cast.sara.pk}/", {**old, "was": fresh}).status_code == 303
    assert Person.objects.get(pk=cast.sara.pk).role == "executive"


def test_the_last_administrator_stays(cast, admin):
    form = {"role": "agent", "was": person_stamp(cast.admin)}
    assert admin.post(f"{PEOPLE}{cast.admin.pk}/", form).status_code == 422
    assert admin.post(reverse("settings_person_deactivation", args=[cast.admin.pk])).status_code == 422
    assert Person.objects.filter(role="admin", is_active=True).count() == 1


def test_before_somebody_leaves_it_is_said_what_becomes_of_their_work(cast, admin):
    address = reverse("settings_person", args=[cast.sara.pk])
    assert "&amp;person=" not in admin.get(address).content.decode()
    first, second = (make_case(cast, assignee=cast.sara, state="waiting") for _number in range(2))
    make_task(first, "الف", by=cast.reza, owner=cast.sara)
    page = admin.get(address).content.decode()
    listed = html.unescape(re.search(r'href="(/cases/\?[^"]*&amp;person=[^"]*)"', page)[1])
    assert ("۲ پرونده" in page, "۱ وظیفهٔ باز" in page) == (True, True)
    assert [f'id="case-row-{case.pk}"' in admin.get(listed).content.decode() for case in (first, second)] == [True, True]


def test_whoever_is_deactivated_is_out_at_once(cast, admin, agent):
    assert agent.get(reverse("profile")).status_code == 200
    admin.post(reverse("settings_person_deactivation", args=[cast.sara.pk]))
    assert agent.get(reverse("profile")).status_code == 302
    admin.post(reverse("settings_person_activation", args=[cast.sara.pk]))
    assert Person.objects.get(pk=cast.sara.pk).is_active


def test_the_table_of_rights_has_a_row_for_every_right(cast, admin):
    assert admin.get("/settings/rights/").content.decode().count('<th scope="row">') == len(MATRIX)
