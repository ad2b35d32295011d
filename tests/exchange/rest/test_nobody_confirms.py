"""No request of the API confirms a case, whoever's token it has: every operation that writes is tried, with all that its body may say."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from sandali.cases.models import Case, State
from sandali.customers.models import Tag
from sandali.exchange.rest.describing import document
from sandali.resolution.promises.actions import make_promise
from tests.cast import make_case
from tests.exchange.rest.conftest import SOON, token_of

YES = "بله، حل شد. ممنون از شما."  # whatever a program writes, it reads like a yes


def values_of(shape, schemas, cast):
    """Something for every field of a body, the last choice of each list."""
    if "$ref" in shape:
        return values_of(schemas[shape["$ref"].rpartition("/")[2]], schemas, cast)
    if "anyOf" in shape:
        return values_of(shape["anyOf"][0], schemas, cast)
    if "enum" in shape:
        return shape["enum"][-1]
    match shape.get("type"):
        case "object":
            return {name: values_of(field, schemas, cast) for name, field in shape.get("properties", {}).items() if name not in ("version", "seen", "leaves_at", "files", "identities")}
        case "integer":
            return cast.sara.pk
        case "boolean":
            return True
        case "array":
            return []
        case "string":
            return SOON if shape.get("format") == "date-time" else SOON[:10] if shape.get("format") == "date" else "z@example.com" if "Value" in shape.get("title", "") else YES
    return None


@pytest.mark.django_db
@pytest.mark.practice("P10")
@pytest.mark.parametrize("state", [State.OPEN, State.WAITING, State.ANSWERED])
def test_no_operation_of_the_api_confirms_a_case(cast, own_folders, state):
    from django.utils import timezone

    case = make_case(cast, state=state, assignee=cast.sara)
    other = make_case(cast)
    Tag.objects.create(name="!", folded="!")
    promise = make_promise(case, "!", timezone.now() + timedelta(days=1), by=cast.sara)
    headers = {"Authorization": f"Bearer {token_of(cast.admin)}"}
    said, done = document("en"), []
    for path, place in said["paths"].items():
        for method, one in place.items():
            content = one.get("requestBody", {}).get("content", {}).get("application/json")
            if method == "get" or one["operationId"] == "send_file":
                continue
            body = values_of(content["schema"], said["components"]["schemas"], cast) if content else {}
            if one["operationId"] == "contact":
                del body["at"]  # what was said was not said in times to come
            if "case" in body:
                body["case"] = other.pk
            address = re.sub(r"\{\w+\}", "1", path.replace("{number}", str(case.pk)).replace("{message}", str(case.last_message_id)).replace("{promise}", str(promise.pk)))
            answer = getattr(Client(), method)(address, body, content_type="application/json", headers=headers)
            assert answer.status_code != 500, (one["operationId"], body)
            if answer.status_code < 300:
                done.append(one["operationId"])
            wrong = list(Case.objects.filter(state__in=(State.CONFIRMED, State.LAPSED)).values_list("pk", "state"))
            assert wrong == [], one["operationId"]
    assert {"answer", "set_state", "change_case", "note", "contact", "create_promise", "snooze", "merge_into"} <= set(done), done
