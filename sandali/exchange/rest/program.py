"""The whole API: its subjects, and their addresses."""

from typing import ClassVar, Final

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from sandali.exchange.rest import (
    belonging,
    cases,
    customers,
    deals,
    events,
    filing,
    handling,
    house,
    improving,
    inside,
    judging,
    knowledge,
    learning,
    messages,
    orders,
    organisations,
    own_fields,
    products,
    promises,
    public,
    quotes,
    records,
    recovery,
    remedies,
    segments,
    suggestions,
    tasks,
    together,
    wishes,
)
from sandali.exchange.rest.entering import entered, nowhere
from sandali.exchange.rest.operations import METHODS
from sandali.exchange.rest.problems import answer_problems

SUBJECTS: Final = (
    cases, handling, together, messages, promises, tasks, inside, recovery, remedies, learning, improving, public, suggestions, wishes, judging,
    customers, belonging, organisations, own_fields, filing, segments, knowledge, products, orders, deals, quotes, house, records, events,
)  # fmt: skip


class InPlainLetters(JSONRenderer):
    """Persian as it is, which is half as long as its escapes."""

    json_dumps_params: ClassVar = {"ensure_ascii": False}


api: Final = NinjaAPI(title="Sandali", version="1", openapi_url=None, docs_url=None, urls_namespace="rest", renderer=InPlainLetters())
answer_problems(api)
for subject in dict.fromkeys(one.subject for one in SUBJECTS):
    api.add_router("", subject)


def addresses() -> list[URLPattern | URLResolver]:
    """The addresses below /api/v1/, each entered by who has a token."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]  # ninja's own, which leads nowhere
    for pattern in found:
        pattern.callback = entered(pattern.callback, METHODS[str(pattern.pattern).replace("<", "{").replace(">", "}")])
    return [*found, path("<path:rest>", entered(nowhere), name="rest_nowhere")]
