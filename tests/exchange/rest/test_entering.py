"""Who gets in, with what, and what is said to everybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from sandali_client import Problem

from sandali.company.actions import deactivate_person, revoke_api_token
from sandali.company.models import ApiToken
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of, token_of

pytestmark = pytest.mark.django_db


def ask(token="", path="cases", **headers):
    given = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get(f"/api/v1/{path}", headers={**given, "Accept-Language": "en", **headers})


@pytest.mark.reliability("H8")
def test_a_token_is_kept_as_a_hash_alone_and_known_again_by_its_first_letters(cast):
    token = token_of(cast.sara, "cases:read")
    row = ApiToken.objects.get()
    assert (token not in str(row.__dict__), row.prefix, len(row.token_hash), len(token) > 40) == (True, token[:10], 64, True)


@pytest.mark.reliability("H8")
def test_no_token_a_wrong_one_an_ended_one_an_old_one_and_one_in_the_address_are_all_the_same(cast):
    ended, old, good = token_of(cast.sara), token_of(cast.sara), token_of(cast.sara)
    rows = list(ApiToken.objects.order_by("pk"))
    revoke_api_token(rows[0], by=cast.sara)
    ApiToken.objects.filter(pk=rows[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answers = [ask(), ask("sdl_wrong"), ask(ended), ask(old), ask(path=f"cases?token={good}"), ask(path=f"cases?access_token={good}")]
    assert [(one.status_code, one.headers["WWW-Authenticate"], one.json()["type"]) for one in answers] == [
        (401, 'Bearer realm="Sandali"', "urn:sandali:problem:not-known")
    ] * 6


@pytest.mark.reliability("H8")
def test_an_ended_token_opens_nothing_at_the_next_request(cast):
    token = token_of(cast.sara)
    before = ask(token).status_code
    revoke_api_token(ApiToken.objects.get(), by=cast.admin)
    assert (before, ask(token).status_code) == (200, 401)


def test_a_session_of_the_desk_opens_nothing_here(cast, client):
    client.force_login(cast.admin)
    assert client.get("/api/v1/cases").status_code == 401


def test_somebody_who_leaves_takes_their_tokens_along_and_does_not_bring_them_back(cast):
    from sandali.company.actions import reactivate_person

    token = token_of(cast.reza)
    deactivate_person(cast.reza, by=cast.admin)
    gone = ask(token).status_code
    reactivate_person(cast.reza, by=cast.admin)
    assert (gone, ask(token).status_code) == (401, 401)


@pytest.mark.reliability("H8")
def test_a_token_is_good_for_its_scopes_alone(cast):
    case = make_case(cast)
    reader = program_of(cast.sara, "cases:read")
    assert reader.cases.get(case.pk)["id"] == case.pk
    with pytest.raises(Problem) as refused:
        reader.cases.note(case.pk, "!")
    with pytest.raises(Problem) as other:
        next(reader.customers.list())
    assert [(one.value.status, one.value.code, one.value.said["scope"]) for one in (refused, other)] == [
        (403, "scope", "cases:write"), (403, "scope", "customers:read"),
    ]  # fmt: skip
    assert case.messages.count() == 1


def test_a_token_never_gives_more_than_its_person_has(cast):
    case = make_case(cast)
    program = program_of(cast.parvaneh)  # an executive sees cases, and answers nobody
    assert program.cases.get(case.pk)["id"] == case.pk
    with pytest.raises(Problem) as refused:
        program.cases.reply(case.pk, "hello")
    assert (refused.value.status, refused.value.code) == (403, "not-allowed")


@pytest.mark.reliability("H2", "H3")
def test_what_somebody_may_not_see_is_not_there_for_their_program(cast, sara):
    hidden = make_case(cast, department=cast.accounting)
    seen = [one["id"] for one in sara.cases.list()]
    acts = [
        lambda: sara.cases.get(hidden.pk), lambda: list(sara.cases.messages(hidden.pk)), lambda: sara.cases.reply(hidden.pk, "!"), lambda: sara.cases.note(hidden.pk, "!"),
        lambda: sara.cases.assign(hidden.pk, cast.sara.pk), lambda: sara.cases.tag(hidden.pk, "!"), lambda: sara.cases.set_state(hidden.pk, "open"),
        lambda: sara.cases.send_file(hidden.pk, "a.txt", b"!"), lambda: sara.cases.get(10**12),
    ]  # fmt: skip
    codes = []
    for act in acts:
        with pytest.raises(Problem) as refused:
            act()
        codes.append((refused.value.status, refused.value.title))
    assert (seen, len(set(codes)), codes[0][0]) == ([], 1, 404)


def test_use_is_written_down_once_a_minute(cast):
    token = token_of(cast.sara)
    ask(token, "me")
    first = ApiToken.objects.get().last_used_at
    ask(token, "me")
    assert (ApiToken.objects.get().last_used_at, first is not None) == (first, True)


@pytest.mark.reliability("H9", "I13")
def test_wrong_tokens_of_one_address_are_not_answered_for_a_while_and_no_header_changes_whose_they_are(cast):
    for number in range(60):
        ask("sdl_wrong", **{"X-Forwarded-For": f"10.0.0.{number}"})
    refused = ask("sdl_wrong", **{"X-Forwarded-For": "10.9.9.9"})
    assert (refused.status_code, refused.headers["Retry-After"], ask(token_of(cast.sara)).status_code) == (429, "60", 200)


@pytest.mark.reliability("H9")
def test_a_program_that_asks_too_much_is_told_how_long_to_wait(cast, monkeypatch):
    from sandali.exchange.rest import entering

    monkeypatch.setattr(entering.CALLS, "most", 3)
    token = token_of(cast.sara)
    answers = [ask(token, "me") for _ in range(4)]
    assert ([one.status_code for one in answers], answers[-1].headers["Retry-After"]) == ([200, 200, 200, 429], "60")


def test_problems_are_said_in_the_language_that_is_asked_for(cast):
    token = token_of(cast.sara)
    answers = [ask(token, "cases/9", **{"Accept-Language": language}) for language in ("fa", "en")]
    assert [(one.headers["Content-Type"], one.headers["Content-Language"], one.json()["status"]) for one in answers] == [
        ("application/problem+json", "fa", 404), ("application/problem+json", "en", 404),
    ]  # fmt: skip
    assert answers[0].json()["title"] != answers[1].json()["title"]


def test_an_address_that_there_is_not_and_a_method_that_it_does_not_take(cast):
    token = token_of(cast.sara)
    there = Client().delete("/api/v1/customers", headers={"Authorization": f"Bearer {token}"})
    assert (ask(token, "planets").status_code, ask(path="planets").status_code, there.status_code, there.headers["Allow"]) == (404, 401, 405, "GET, POST")


@pytest.mark.reliability("H9")
def test_a_body_that_is_too_large_is_refused_before_it_is_read(cast):
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}"}
    answer = Client().post("/api/v1/customers", b'{"name": "' + b"a" * 600_000 + b'"}', content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:sandali:problem:too-large")


@pytest.mark.reliability("J6")
def test_what_goes_wrong_inside_is_said_without_any_of_it(cast, monkeypatch, caplog):
    from sandali.exchange.rest import customers

    def broken(*_given, **_named):
        raise RuntimeError("a secret path")

    monkeypatch.setattr(customers, "newest_first", broken)
    answer = ask(token_of(cast.sara), "customers")
    assert (answer.status_code, "secret" in answer.content.decode(), "a secret path" in caplog.text) == (500, False, True)
