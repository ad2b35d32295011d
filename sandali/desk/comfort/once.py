"""What is posted twice is written once, as answers are (D1): a browser whose connection went in the middle cannot know whether its
form arrived, so it posts the same form again. `key` of the form says which form it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from sandali.cases.access import access_message
from sandali.cases.models import Case, Message
from sandali.company.models import ApiToken
from sandali.kit.text import clean

REMEMBERED = 90 * 24 * 3600  # as long as a browser keeps what waits (kept.js)
Made = TypeVar("Made", Case, Message, ApiToken)


def once(request: HttpRequest, case: Case, write: Callable[[], Message]) -> Message:
    """The note, visit or call that `write` makes on a case, or the one it made when this form was posted before."""
    number, made = written_once(request, str(case.pk), write)
    return made if made is not None else access_message(request.user, case.pk, number)


def case_once(request: HttpRequest, write: Callable[[], Case]) -> int:
    """The number of the case that a visit or a call was written into by `write`, or by the same form when it was posted before.

    Whoever posts it again is told where it stands, also when they may not see that case any more: it is written down."""
    return written_once(request, "visit", write)[0]


@transaction.atomic
def written_once(request: HttpRequest, where: str, write: Callable[[], Made]) -> tuple[int, Made | None]:
    """The number of what this form wrote, with what `write` made if it was not written before.

    The mark is in the same database and the same transaction as what is written, so both are there or neither."""
    key = form_key(request)
    name = f"form:{request.user.pk}:{where}:{key}"
    before = cache.get(name) if key else None
    if before is not None:
        return before, None
    made = write()
    if key:
        cache.set(name, made.pk, REMEMBERED)
    return made.pk, made


def form_key(request: HttpRequest) -> str:
    """What names a form that may be posted again, "" when it says nothing."""
    return clean(request.POST.get("key", ""))[:60]
