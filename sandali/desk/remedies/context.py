"""What the case page shows of remedies and situations: one prepared query, and no HTML where there is nothing to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from sandali.cases.holding import CASE, may_hold, part
from sandali.cases.models import Case
from sandali.desk.remedies.words import ICONS, TONES, titled
from sandali.desk.sentences import isolated
from sandali.kit.dates import ago, show_moment
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared
from sandali.resolution.models import Affected, Remedy, RemedyKind, RemedyState
from sandali.resolution.remedies.allowances import limits_of

MOST = 40
COLUMNS = (
    "what_", "pk_", "text_", "kind_", "state_", "amount_", "currency_", "at_", "due_", "word_", "version_", "by_", "name_", "answerer_", "policy_",
)  # fmt: skip


def _text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def _number(value: int | None = 0) -> Value:
    return Value(value, output_field=BigIntegerField())


def _beside(case: int) -> Any:
    """The remedies of a case and the situations that affect it, as rows of one shape."""
    remedies = Remedy.objects.filter(case=case).annotate(
        what_=_text("remedy"), pk_=F("pk"), text_=F("what"), kind_=F("kind"), state_=F("state"), amount_=F("amount"), currency_=F("currency"),
        at_=F("at"), due_=F("due_at"), word_=F("answer"), version_=F("version"), by_=F("by_id"), name_=F("by__name"),
        answerer_=Coalesce(F("answered_by__name"), _text()), policy_=Coalesce(F("policy_exception__policy__name"), _text()),
    )  # fmt: skip
    running = Q(situation__begins_at__lte=Now()) & (Q(situation__ends_at__isnull=True) | Q(situation__ends_at__gt=Now()))
    situations = Affected.objects.filter(running, case=case).annotate(
        what_=_text("situation"), pk_=F("situation_id"), text_=F("situation__name"), kind_=_text(), state_=_text(), amount_=_number(None),
        currency_=_text(), at_=F("situation__begins_at"), due_=F("situation__ends_at"), word_=F("situation__what"), version_=_number(),
        by_=_number(), name_=_text(), answerer_=_text(), policy_=_text(),
    )  # fmt: skip
    return remedies.values_list(*COLUMNS).union(situations.values_list(*COLUMNS), all=True).order_by("-what_", "-pk_")[:MOST]


_rows = Prepared(_beside)
_REMEDIES = part("remedies", Remedy.objects.filter(case=CASE))
_SITUATIONS = part("situations", Affected.objects.filter(case=CASE))


@dataclass(frozen=True, slots=True)
class Row:
    """One remedy as the case shows it."""

    pk: int
    title: str
    what: str
    icon: str
    state: str
    tone: str
    under: str
    is_asked: bool
    may_grant: bool
    version: int
    url: str
    granting_url: str
    refusal_url: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A situation as the case shows it."""

    name: str
    what: str
    since: datetime
    until: datetime | None


def right_context(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """Context of the section and of the banner; one query, and one more for who may grant what is asked here."""
    found = _rows(case.pk) if may_hold(case, _REMEDIES) or may_hold(case, _SITUATIONS) else []
    asked = any(row[0] == "remedy" and row[4] == RemedyState.ASKED and row[11] != person.pk for row in found)
    limits = limits_of(person) if asked and "grant" in rights else None
    return {
        "situations": tuple(Banner(row[2], row[9], row[7], row[8]) for row in found if row[0] == "situation"),
        "remedies": [
            shown(case, row, may_grant=limits is not None and row[11] != person.pk and limits.allows(row[5])) for row in found if row[0] == "remedy"
        ],
        "remedies_url": reverse("case_remedies", args=[case.pk]),
        "remedy_new_url": reverse("case_remedy_new", args=[case.pk]),
        "may_put_right": "answer" in rights,
    }


def shown(case: Case, row: tuple[Any, ...], *, may_grant: bool) -> Row:
    """One remedy, from a row of COLUMNS."""
    _what, pk, text, kind, state, amount, currency, at, due, word, version, _by, name, answerer, policy = row
    where = [case.pk, pk]
    is_asked = state == RemedyState.ASKED
    return Row(
        pk=pk, title=titled(kind, amount, currency), what=policy_and(policy, text), icon=ICONS.get(RemedyKind(kind), "gift"),
        state=str(RemedyState(state).label), tone=TONES[RemedyState(state)], under=under(state, name, at, due, word, answerer),
        is_asked=is_asked, may_grant=is_asked and may_grant, version=version, url=reverse("case_remedy", args=where),
        granting_url=reverse("case_remedy_granting", args=where), refusal_url=reverse("case_remedy_refusal", args=where),
    )  # fmt: skip


def policy_and(policy: str, text: str) -> str:
    """What it was: the policy's name comes before the reason of an exception."""
    return " · ".join(isolated(part) for part in (policy, text) if part)


def under(state: str, name: str, at: datetime, due: datetime | None, word: str, answerer: str) -> str:
    """The line below a remedy: who, when, and what one waits for."""
    if state == RemedyState.ASKED and due is not None:
        return _("%(who)s asked %(when)s; an answer is owed by %(due)s") % {"who": isolated(name), "when": ago(at), "due": show_moment(due, "short")}
    if state == RemedyState.ASKED:
        return _("%(who)s asked %(when)s") % {"who": isolated(name), "when": ago(at)}
    if state == RemedyState.REFUSED:
        return _("%(who)s did not grant it: %(word)s") % {"who": isolated(answerer), "word": isolated(word)}
    if answerer:
        return _("%(who)s, granted by %(by)s, %(when)s") % {"who": isolated(name), "by": isolated(answerer), "when": ago(at)}
    return _("%(who)s, %(when)s") % {"who": isolated(name), "when": ago(at)}
