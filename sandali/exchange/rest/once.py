"""A request with an Idempotency-Key is done once: the same again is answered as the first time was, whatever became of the connection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions.tokens import ANSWERS_KEPT
from sandali.company.models import KeptAnswer, Person
from sandali.exchange.rest.problems import Problem

KEY: Final = re.compile(r"[\x21-\x7e]{8,100}")


def done_once(person: Person, key: str, request: HttpRequest, do: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do it in one transaction with the note that it was done. What was refused is not noted: its key is free again.

    Of two at once the second waits for the first one's row. Raises Problem for a key that is none, or stands for something else."""
    if not KEY.fullmatch(key):
        raise Problem("key", _("An Idempotency-Key has 8 to 100 letters, digits or signs."), 422)
    digest = digest_of(request)
    with transaction.atomic():
        KeptAnswer.objects.filter(person=person, key=key, at__lt=timezone.now() - ANSWERS_KEPT).delete()
        kept, is_first = KeptAnswer.objects.get_or_create(person=person, key=key, defaults={"digest": digest})
        if not is_first:
            return answer_again(kept, digest)
        answer = do()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        else:
            KeptAnswer.objects.filter(pk=kept.pk).update(status=answer.status_code, body=answer.content.decode() if isinstance(answer, HttpResponse) else "")
    return answer


def digest_of(request: HttpRequest) -> str:
    """What a key stands for: the method, the address and the body."""
    said = f"{request.method}\n{request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()


def answer_again(kept: KeptAnswer, digest: str) -> HttpResponse:
    """The first time's answer. Raises Problem where something else was sent with the key."""
    if kept.digest != digest:
        raise Problem("key-used", _("Something else was sent with this key before."), 422)
    answer = HttpResponse(kept.body, status=kept.status, content_type="application/json; charset=utf-8")
    answer["Idempotent-Replayed"] = "true"
    return answer
