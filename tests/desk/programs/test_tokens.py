"""Pages about tokens: made, shown once, ended."""

import re

import pytest
from django.test import Client

from sandali.company.actions import make_api_token
from sandali.company.models import ApiToken

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'value="(sdl_[\w-]{43})"')


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.reliability("H8")
def test_a_token_is_shown_once_in_the_answer_to_the_press_that_made_it_and_works(cast):
    sara = signed_in(cast.sara)
    made = sara.post("/me/tokens/", {"name": "CRM", "scopes": ["cases:read"], "days": "30"})
    token = SHOWN.findall(made.content.decode())
    again = sara.get("/me/tokens/")
    assert (made.status_code, made.headers["Cache-Control"], len(token), SHOWN.findall(again.content.decode())) == (200, "no-store", 1, [])
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token[0]}"}).json()["person"] == {"id": cast.sara.pk, "name": "Sara"}


def test_the_same_form_posted_again_makes_no_second_token(cast):
    sara = signed_in(cast.sara)
    form = {"name": "CRM", "scopes": ["cases:read"], "days": "30", "key": "a" * 32}
    first, second = (sara.post("/me/tokens/", form) for _ in range(2))
    assert (first.status_code, second.status_code, second.headers["Location"]) == (200, 302, "/me/tokens/")
    assert ApiToken.objects.count() == 1


def test_what_is_missing_gets_a_sentence_and_keeps_what_was_typed(cast):
    answer = signed_in(cast.sara).post("/me/tokens/", {"name": "CRM", "days": "30"})
    assert (answer.status_code, 'value="CRM"' in answer.content.decode(), ApiToken.objects.count()) == (422, True, 0)


def test_a_time_that_is_not_offered_is_refused(cast):
    answer = signed_in(cast.sara).post("/me/tokens/", {"name": "CRM", "scopes": ["cases:read"], "days": "36500"})
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)


def test_one_ends_ones_own_who_manages_people_anybodys_and_nobody_a_colleagues(cast):
    own, others, theirs = (make_api_token(cast.sara, name="!", scopes=["cases:read"], days=9)[0] for _ in range(3))
    answers = [
        signed_in(cast.reza).post(f"/me/tokens/{others.pk}/ending/"), signed_in(cast.sara).post(f"/me/tokens/{own.pk}/ending/"),
        signed_in(cast.admin).post(f"/me/tokens/{theirs.pk}/ending/"),
    ]  # fmt: skip
    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [(404, None), (303, "/me/tokens/"), (303, "/settings/tokens/")]
    assert sorted(ApiToken.objects.filter(revoked_at=None).values_list("pk", flat=True)) == [others.pk]
    assert ApiToken.objects.get(pk=theirs.pk).revoked_by == cast.admin


def test_the_page_of_all_tokens_says_whose_they_are_and_nothing_that_opens_anything(cast):
    _row, token = make_api_token(cast.sara, name="CRM", scopes=["cases:read"], days=9)
    page = signed_in(cast.admin).get("/settings/tokens/").content.decode()
    assert ("CRM" in page, "Sara" in page, token in page, token[:10] in page) == (True, True, False, True)


def test_what_programs_can_do_is_listed_in_the_readers_language(cast):
    from sandali.exchange.rest.operations import OPERATIONS

    page = signed_in(cast.sara).get("/me/tokens/operations/").content.decode()
    assert page.count('scope="row"') == len(OPERATIONS)
    assert "<code>case_answered</code>" in page


@pytest.mark.parametrize("path", ["/me/tokens/", "/settings/tokens/", "/settings/webhooks/"])
def test_the_lists_ask_as_much_for_one_row_as_for_three(cast, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sandali.automation.actions import add_webhook

    admin, counted = signed_in(cast.admin), []
    for many in (1, 2):
        for _ in range(many):
            make_api_token(cast.admin, name="!", scopes=["cases:read"], days=9)
            add_webhook(by=cast.admin, name="!", url="https://example.com/")
        admin.get(path)
        with CaptureQueriesContext(connection) as asked:
            admin.get(path)
        counted.append(len(asked))
    assert counted[0] == counted[1]
