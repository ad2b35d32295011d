"""Evidence as people read it, and a pair as its card shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.duplicates import scoring
from sandali.customers.models import Customer, LikelyPair
from sandali.desk.customers.rows import Address, address_of, name_of
from sandali.desk.sentences import isolated
from sandali.kit.dates import current_display
from sandali.kit.digits import format_percent
from sandali.kit.phones import show_phone
from sandali.kit.text import fold

PHONES: Final = (scoring.SAME_PHONE, scoring.CROWDED_PHONE, scoring.NEAR_PHONE)
# Code → a sentence, with what stands in one record (%(one)s) and in the other (%(other)s).
SENTENCES: Final[dict[str, Any]] = {
    scoring.SAME_NAME: gettext_lazy("The same name: %(one)s"),
    scoring.JOINED: gettext_lazy("The same name, written together or apart: %(one)s and %(other)s"),
    scoring.OTHER_SCRIPT: gettext_lazy("The same name in another script: %(one)s and %(other)s"),
    scoring.TITLED: gettext_lazy("The same name, once with a title: %(one)s and %(other)s"),
    scoring.NEAR_SOUND: gettext_lazy("The names sound nearly the same in another script: %(one)s and %(other)s"),
    scoring.ALIKE: gettext_lazy("The names sound the same: %(one)s and %(other)s"),
    scoring.NEAR: gettext_lazy("A letter apart: %(one)s and %(other)s"),
    scoring.INITIAL: gettext_lazy("One is the first letter of the other: %(one)s and %(other)s"),
    scoring.SWAPPED: gettext_lazy("The names stand in another order"),
    scoring.OTHER_NAME: gettext_lazy("Other names: %(one)s and %(other)s"),
    scoring.PART: gettext_lazy("Only one of them has the name %(one)s"),
    scoring.FAMILY: gettext_lazy("The same family name, as in one household: %(one)s"),
    scoring.SAME_PHONE: gettext_lazy("The same phone number: %(one)s"),
    scoring.CROWDED_PHONE: gettext_lazy("The same phone number, which many others have too: %(one)s"),
    scoring.NEAR_PHONE: gettext_lazy("Phone numbers a digit apart: %(one)s and %(other)s"),
    scoring.OTHER_PHONE: gettext_lazy("Other phone numbers"),
    scoring.SAME_MAIL: gettext_lazy("The same mailbox: %(one)s"),
    scoring.SAME_HANDLE: gettext_lazy("The same name before the @ or on an account: %(one)s"),
    scoring.MAIL_SAYS: gettext_lazy("The e-mail address says the name: %(one)s and %(other)s"),
    "same_city": gettext_lazy("The same city: %(one)s"),
    "near_city": gettext_lazy("Nearly the same city: %(one)s and %(other)s"),
    "other_city": gettext_lazy("Other cities: %(one)s and %(other)s"),
    "same_organisation": gettext_lazy("The same organisation: %(one)s"),
    "near_organisation": gettext_lazy("Nearly the same organisation: %(one)s and %(other)s"),
    "other_organisation": gettext_lazy("Other organisations: %(one)s and %(other)s"),
    "same_job": gettext_lazy("The same job title: %(one)s"),
    "near_job": gettext_lazy("Nearly the same job title: %(one)s and %(other)s"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of evidence in words, and whether it speaks for the two being one."""

    text: str
    is_for: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two customers, as their half of a card shows them."""

    pk: int
    name: str
    url: str
    lines: list[str]
    addresses: list[Address]
    first: datetime
    last: datetime | None


def said(evidence: Iterable[Sequence[Any]], written: Iterable[str] = ()) -> list[Said]:
    """Evidence (code, bits, in one, in the other) in words; a code of an earlier formula is left out. What was compared was folded («ابان»):
    where it is one of the words `written` in the two records, it is shown as it stands there («آبان»)."""
    spelled: dict[str, str] = {}
    for whole in written:
        for text in (whole, *whole.split()):
            spelled.setdefault(fold(text), text)
    found = []
    for code, bits, one, other in evidence:
        if code in SENTENCES:
            words = [isolated(spelled.get(fold(value), "") or shown(code, value)) for value in (one, other)]
            found.append(Said(str(SENTENCES[code]) % {"one": words[0], "other": words[1]}, bits > 0))
    return found


def shown(code: str, value: str) -> str:
    """A value as its reader writes it: a telephone number grouped, in their digits; a name, which is compared in small letters, with capitals."""
    if code in PHONES:
        return show_phone(value, current_display().language)
    return value if "@" in value or "." in value or any(map(str.isdigit, value)) else value.title()



def evidence_of(alike: scoring.Likeness, *sides: Side) -> list[Said]:
    """What was found just now, in words; `sides`: both, where they are shown beside it."""
    return said(((each.code, each.bits, each.one, each.other) for each in alike.evidence), written_in(*sides))


def written_in(*sides: Side) -> list[str]:
    """What stands in two records, as it stands there."""
    return [text for side in sides for text in (side.name, *side.lines)]


def side_of(customer: Customer) -> Side:
    """A customer (with organisation and identities loaded) as half of a card."""
    addresses = [address_of(identity) for identity in customer.identities.all()]
    lines = [text for text in (customer.job_title, str(customer.organisation or ""), customer.city) if text]
    return Side(
        customer.pk, name_of(customer, addresses), reverse("customer", args=[customer.pk]), lines, addresses[:4], customer.created_at, customer.last_contact
    )


def sureness(percent: int, likely_from: int) -> tuple[str, str]:
    """(words, tone) for how sure a pair is."""
    share = format_percent(percent / 100, current_display().language)
    if percent >= likely_from:
        return _("Most likely one person: %(percent)s") % {"percent": share}, "warn"
    return _("Perhaps one person: %(percent)s") % {"percent": share}, ""


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair as the list shows it."""

    pk: int
    one: Side
    other: Side
    words: str
    tone: str
    evidence: list[Said]
    compare_url: str
    apart_url: str
    reopening_url: str
    who: str
    at: datetime | None


def card_of(pair: LikelyPair, likely_from: int) -> PairCard:
    """A pair with both customers loaded as its card."""
    words, tone = sureness(pair.percent, likely_from)
    one, other = side_of(pair.one), side_of(pair.other)
    return PairCard(
        pair.pk, one, other, words, tone, said(pair.evidence, written_in(one, other)),
        f"{reverse('customer_merging', args=[pair.one_id])}?with={pair.other_id}", reverse("customer_apart", args=[pair.one_id]),
        reverse("pair_reopening", args=[pair.pk]), pair.decided_by.name if pair.decided_by else "", pair.decided_at,
    )  # fmt: skip
