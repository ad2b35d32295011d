"""The document, and what every operation has: a scope, a right, words in both languages."""

import re

import jsonschema_rs
import pytest
from django.test import Client
from django.utils.translation import override

from sandali.company.scopes import SCOPES
from sandali.exchange.rest.describing import METHODS, document
from sandali.exchange.rest.operations import OPERATIONS
from tests.cast import make_case
from tests.exchange.rest.conftest import SOON, token_of

ADDRESS = re.compile(r"\{\w+\}")


def operations():
    """(method, path, operation) of all there are."""
    return [(method, path, one) for path, place in document("en")["paths"].items() for method, one in place.items() if method in METHODS]


@pytest.mark.django_db
def test_the_document_is_there_for_everybody_and_says_its_version(cast):
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["openapi"], answer.json()["info"]["title"]) == (200, "3.1.0", "Sandali")


def test_the_document_is_openapi_as_the_specification_has_it():
    import json

    from django.core.serializers.json import DjangoJSONEncoder
    from schemathesis.specs.openapi.definitions import OPENAPI_31

    said = json.loads(json.dumps(document("en"), cls=DjangoJSONEncoder))
    assert [str(problem) for problem in jsonschema_rs.Draft202012Validator(OPENAPI_31).iter_errors(said)] == []


def schemas_in(part):
    """Every schema in a part of the document."""
    if isinstance(part, list):
        for one in part:
            yield from schemas_in(one)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name in ("schema", "items") and isinstance(one, dict):
                yield one
            elif name in ("properties", "schemas"):
                yield from (inner for inner in one.values() if isinstance(inner, dict))
            elif name in ("anyOf", "oneOf", "allOf"):
                yield from one
            yield from schemas_in(one)


def test_every_bound_is_said_as_json_schema_says_it_or_programs_do_not_know_of_it():
    """pydantic writes `ge` and `lt` for a bound that stands behind a validator of ours, and nobody reads that."""
    assert sorted({word for schema in schemas_in(document("en")) for word in schema} & {"ge", "gt", "le", "lt", "min_length", "max_length", "strict"}) == []


def test_every_operation_has_a_name_of_its_own_a_scope_that_exists_and_says_how_it_is_refused():
    found = operations()
    assert sorted(one["operationId"] for _method, _path, one in found) == sorted(OPERATIONS)
    assert {one["x-scope"] for _method, _path, one in found} - {""} == set(SCOPES)
    refused = {tuple(sorted(code for code in map(str, one["responses"]) if code >= "4")) for _method, _path, one in found}
    assert refused == {("400", "401", "403", "404", "409", "413", "422", "429", "503")}


def test_reading_never_wants_a_scope_to_write_nor_writing_one_to_read():
    wrong = [one["operationId"] for method, _path, one in operations() if one["x-scope"] and one["x-scope"].endswith(":read") != (method == "get")]
    assert wrong == []


def test_every_operation_has_its_words_in_persian():
    with override("fa"):
        words = {one["operationId"]: one["summary"] for place in document("fa").get("paths").values() for one in place.values()}
    assert [name for name, said in words.items() if re.search(r"[A-Za-z]", said)] == []


@pytest.mark.django_db
@pytest.mark.reliability("H2", "H8")
def test_no_operation_lets_anybody_in_without_a_token_or_with_one_for_something_else(cast):
    from sandali.exchange.rest.entering import WRONG

    wrong, tokens = [], {scope: token_of(cast.admin, *(other for other in SCOPES if other != scope)) for scope in ("", *SCOPES)}
    for method, path, one in operations():
        WRONG.forget()
        address, others = ADDRESS.sub("1", path), tokens[one["x-scope"]]
        without = getattr(Client(), method)(address)
        given = getattr(Client(), method)(address, headers={"Authorization": f"Bearer {others}"})
        wanted = (401, 403) if one["x-scope"] else (401, 200)
        if (without.status_code, given.status_code) != wanted:
            wrong.append((one["operationId"], without.status_code, given.status_code))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.reliability("H2", "H3")
def test_nothing_of_a_case_in_a_private_department_is_there_for_an_outsiders_program(cast):
    case = make_case(cast, department=cast.accounting)
    headers = {"Authorization": f"Bearer {token_of(cast.sara)}"}
    bodies = {
        "assign": {"person": None}, "move": {"department": None}, "set_state": {"state": "open"}, "snooze": {"until": SOON}, "add_case_tag": {"name": "!"},
        "answer": {"text": "!"}, "note": {"text": "!"}, "contact": {"direction": "visit", "text": "!"}, "create_promise": {"what": "!", "due_at": SOON},
        "create_task": {"title": "!", "owner": cast.reza.pk}, "set_task_answer": {"answer": "!"}, "withdraw_one_promise": {"reason": "!"}, "set_promise_owner": {"person": cast.reza.pk},
        "add_checklist_item": {"text": "!"}, "tick_checklist_item": {"is_done": True}, "link_case": {"case": case.pk}, "merge_into": {"case": case.pk}, "add_case_follower": {"person": cast.reza.pk},
        "hand_over": {"brief": "!", "person": cast.reza.pk}, "answer_handover": {"accepts": True}, "take_case_over": {"word": "!"}, "split": {"messages": [1], "subject": "!"},
        "pass_on": {"to": "a@example.com"}, "give": {"kind": "gift"}, "except_from": {"policy": 1}, "answer_remedy": {"grants": True}, "add_case_cause": {"cause": 1},
        "plan_cause_look": {"at": SOON}, "write_one_lesson": {"text": "!"}, "write_one_understanding": {"text": "!"}, "set_mood": {"mood": "calm"},
        "answer_found": {"is_promise": True},
        "create_reminder": {"at": SOON}, "write_clock_reason": {"reason": "!"}, "mark_one_public": {"where": "site"}, "choose_one_plan": {"plan": None},
        "write_public_answer": {"words": "!", "link": "https://example.com/1"},
    }  # fmt: skip
    wrong = []
    for method, path, one in operations():
        # Who grants nothing is refused before anybody looks for the case.
        if path.startswith("/api/v1/cases/{number}") and one["operationId"] not in ("send_file", "answer_remedy", "reopen_answer"):
            address = ADDRESS.sub("1", path.replace("{number}", str(case.pk)).replace("{step}", "own"))
            answer = getattr(Client(), method)(address, bodies.get(one["operationId"], {}), **({} if method == "get" else {"content_type": "application/json"}), headers=headers)
            if answer.status_code != 404:
                wrong.append((one["operationId"], answer.status_code, answer.content))
    assert wrong == []


def test_no_two_bodies_or_answers_have_one_name_or_the_document_would_describe_one_as_the_other():
    """The document knows a shape by the name of its class alone."""
    from importlib import import_module
    from pkgutil import iter_modules

    from pydantic import BaseModel

    import sandali.exchange.rest as room

    found = {}
    for module in iter_modules(room.__path__, f"{room.__name__}."):
        for name, one in vars(import_module(module.name)).items():
            if isinstance(one, type) and issubclass(one, BaseModel) and one.__module__ == module.name:
                found.setdefault(name, []).append(module.name)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
