"""The API described: as an OpenAPI 3.1 document for programs, and as lines of a page for people. Both are made from the operations themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.utils.encoding import force_str
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sandali.channels.api.telling import API_AT
from sandali.exchange.rest.entering import WRITES
from sandali.exchange.rest.operations import ProblemShape
from sandali.exchange.rest.problems import CONTENT_TYPE
from sandali.exchange.rest.program import api

METHODS: Final = ("get", "post", "put", "patch", "delete")
CODES: Final = {
    "400": "json", "401": "not-known", "403": "scope, not-allowed", "404": "not-there", "409": "overtaken", "413": "too-large", "422": "fields", "429": "too-many",
    "503": "busy",
}  # fmt: skip
KEY: Final = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[!-~]{8,100}$"},
    "description": "The same key with the same request is done once; kept for a day.",
}  # fmt: skip
MATCH: Final = {
    "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string", "pattern": '^("[0-9]{1,15}"|[*])$'},
    "description": "The version that the change starts from, as the ETag has it.",
}  # fmt: skip
RETRY: Final = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


@cache
def document(language: str) -> dict[str, Any]:
    """The OpenAPI document. Summaries are in the reader's language, `language`, which stands here only to keep one of each."""
    schema = api.get_openapi_schema(path_prefix=f"/{API_AT}/")
    schema["openapi"] = "3.1.0"
    schema["jsonSchemaDialect"] = "https://spec.openapis.org/oas/3.1/dialect/base"
    schema["info"]["description"] = _("Everything that people do at the desk, for programs that act as one of them.")
    problem = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= problem.pop("$defs") | {"ProblemShape": problem}
    shapes = schema["components"]["schemas"].items()
    versioned = frozenset(name for name, shape in shapes if "version" in shape.get("properties", {}) and shape.get("additionalProperties") is False)
    for place in schema["paths"].values():
        for method, operation in place.items():
            complete(method, operation, versioned)
    return dict(schema)


def complete(method: str, operation: dict[str, Any], versioned: frozenset[str]) -> None:
    """What every operation has besides what it says itself. `versioned` are the shapes of bodies that have a version."""
    operation["summary"] = force_str(operation["summary"])
    for code, why in CODES.items():
        answer = {"description": f"Not done: {why}", "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}}
        operation["responses"][code] = answer | ({"headers": RETRY} if code in ("429", "503") else {})
    if operation.pop("x-file", False):
        operation["responses"][200] = {"description": "The file", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    if method.upper() in WRITES:
        parameters = operation.setdefault("parameters", [])
        if "multipart/form-data" not in operation.get("requestBody", {}).get("content", {}):
            parameters.append(KEY)
        if takes_version(operation, versioned):
            parameters.append(MATCH)


def takes_version(operation: dict[str, Any], versioned: frozenset[str]) -> bool:
    """Whether a change may name the version that it starts from."""
    if any(one["name"] == "version" for one in operation.get("parameters", [])):
        return True
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return body.get("$ref", "").rpartition("/")[2] in versioned


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The document. It says nothing of anybody, so anybody may have it."""
    return JsonResponse(document(get_language() or "en"), json_dumps_params={"ensure_ascii": False})


@dataclass(frozen=True, slots=True)
class Line:
    """One operation on the page."""

    method: str
    path: str
    words: str
    scope: str


def lines() -> dict[str, list[Line]]:
    """Subject → its operations, in the order of the addresses, for the page at the desk."""
    found: dict[str, list[Line]] = {}
    for path, place in document(get_language() or "en")["paths"].items():
        for method, operation in place.items():
            if method in METHODS:
                line = Line(method.upper(), path, operation["summary"], operation["x-scope"])
                found.setdefault(operation["tags"][0], []).append(line)
    return found
