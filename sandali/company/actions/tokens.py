"""API tokens: made for oneself, shown once, ended at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.events import API_TOKEN_MADE, API_TOKEN_REVOKED
from sandali.company.models import ApiToken, KeptAnswer, Person
from sandali.company.scopes import SCOPES
from sandali.history.events import record
from sandali.kit.secrets import new_token, token_hash
from sandali.kit.text import clean, isolate

LONGEST_DAYS: Final = 366
MOST_TOKENS: Final = 20  # of one person that hold
BEGINS: Final = "sdl_"  # so that a scanner for lost secrets knows one
SHOWN: Final = 10  # letters by which it is known again
USED_EVERY: Final = timedelta(minutes=1)
ANSWERS_KEPT: Final = timedelta(hours=24)
A_BATCH: Final = 1000


class CannotMakeToken(ValueError):
    """A token cannot be so; the text says why."""


@transaction.atomic
def make_api_token(person: Person, *, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """A token by which a program acts as the person for so many days; returns it and the token, which is kept nowhere.

    Raises CannotMakeToken with a sentence."""
    wanted, now = [scope for scope in SCOPES if scope in set(scopes)], timezone.now()
    called = isolate(clean(name)).strip()[:80]
    if not called:
        raise CannotMakeToken(_("Please say what the token is for."))
    if not wanted:
        raise CannotMakeToken(_("Please choose at least one thing that the token is good for."))
    if not 1 <= days <= LONGEST_DAYS:
        raise CannotMakeToken(_("A token holds for a year at most."))
    if ApiToken.objects.filter(person=person, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise CannotMakeToken(_("You have very many tokens already. End one that nobody needs any more."))
    token = BEGINS + new_token()[0]
    made = ApiToken.objects.create(
        person=person, name=called, prefix=token[:SHOWN], token_hash=token_hash(token), scopes=wanted, made_at=now, expires_at=now + timedelta(days=days)
    )
    record(API_TOKEN_MADE, made, by=person, name=called, scopes=wanted)
    return made, token


@transaction.atomic
def revoke_api_token(token: ApiToken, *, by: Any) -> bool:
    """It opens nothing from now on; returns whether it still did."""
    done = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    if done:
        record(API_TOKEN_REVOKED, token, by=by, name=token.name)
    return bool(done)


@transaction.atomic
def end_api_tokens(person: Person, *, by: Any) -> int:
    """All of somebody's tokens open nothing from now on; returns how many still did."""
    return sum(revoke_api_token(token, by=by) for token in ApiToken.objects.filter(person=person, revoked_at=None))


def note_token_used(token: ApiToken, now: datetime) -> None:
    """Write down that it was used: at most once a minute, straight to the row."""
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY), pk=token.pk).update(last_used_at=now)


def forget_answers(now: datetime) -> int:
    """Forget a batch of the answers that were kept for a day; returns how many."""
    old = list(KeptAnswer.objects.filter(at__lt=now - ANSWERS_KEPT).order_by("at").values_list("pk", flat=True)[:A_BATCH])
    KeptAnswer.objects.filter(pk__in=old).delete()
    return len(old)
