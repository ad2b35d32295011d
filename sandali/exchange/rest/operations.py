"""What a subject can be asked and told. Each operation says the scope it wants, the right its person needs, and what it answers."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel

from sandali.exchange.rest.entering import Bearer
from sandali.exchange.rest.paging import Shape
from sandali.exchange.rest.problems import wrong_field

ANY: Final = ""
OPERATIONS: Final[dict[str, str]] = {}  # name → scope, of all there are
METHODS: Final[dict[str, set[str]]] = {}  # path → what it takes


class FieldProblem(Shape):
    """One field that is not right."""

    field: str
    message: str


class ProblemShape(Shape):
    """Why a request was not done (RFC 9457). Programs go by `type`, people read `title`, which is in their language."""

    type: str
    title: str
    status: int
    errors: list[FieldProblem] = []


class Subject(Router):
    """The operations of one subject."""

    def __init__(self, name: str) -> None:
        super().__init__(tags=[name])
        self.name = name

    def reads(self, path: str, right: str, answer: Any, words: Any, *, scope: str | None = None, files: bool = False) -> Callable[[Callable], Callable]:
        """GET. With `scope` ANY every token may ask."""
        wanted = ANY if scope == ANY else f"{scope or self.name}:read"
        return self._asked("GET", path, right, wanted, {200: answer}, words, is_file=files)

    def writes(
        self, method: str, path: str, right: str, answer: Any, words: Any, *, scope: str | None = None, status: int = 200,
    ) -> Callable[[Callable], Callable]:
        """POST, PATCH, PUT or DELETE. What makes something new has the status 201, what leaves nothing to say 204."""
        return self._asked(method, path, right, f"{scope or self.name}:write", {status: answer}, words)

    def _asked(self, method: str, path: str, right: str, scope: str, answers: dict[int, Any], words: Any, *, is_file: bool = False) -> Callable[[Callable], Callable]:
        def decorate(does: Callable) -> Callable:
            name, asked, made = does.__name__, query_of(does), next(iter(answers))
            if name in OPERATIONS:
                raise ValueError(f"two operations are called {name}")
            OPERATIONS[name] = scope
            METHODS.setdefault(path.strip("/"), set()).add(method)

            @functools.wraps(does)
            def guarded(request: HttpRequest, **given: Any) -> Any:
                for unknown in request.GET.keys() - asked:
                    raise wrong_field(unknown[:80], _("This field is not known here."))
                return Status(made, said) if not isinstance(said := does(request, **given), HttpResponseBase) else said

            self.api_operation(
                [method], path, auth=Bearer(scope, right), response=answers, operation_id=name, url_name=f"rest_{name}", summary=words,
                description=inspect.getdoc(does) or "", openapi_extra={"x-scope": scope, "x-file": is_file},
            )(guarded)
            return does

        return decorate


def query_of(does: Callable) -> frozenset[str]:
    """The names that an operation knows in its query: what is none of them is refused, never passed on."""
    found = set()
    for parameter in inspect.signature(does).parameters.values():
        kind = getattr(parameter.annotation, "__origin__", parameter.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and getattr(parameter.annotation, "__metadata__", None):
            found |= {field.alias or name for name, field in kind.model_fields.items()}
    return frozenset(found)
