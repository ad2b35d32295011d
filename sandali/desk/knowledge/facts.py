"""What of a case goes into an entry when it is inserted, and the text that is put at the caret."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.cases.access import access_case
from sandali.cases.models import Case, Direction
from sandali.desk.customers.paging import read_number
from sandali.kit.digits import localize_digits
from sandali.kit.markdown import to_text
from sandali.knowledge.filling import fill, hours_in_words, needs
from sandali.knowledge.models import Entry, EntryKind

MOST_EXCERPT: Final = 300


@dataclass
class Facts:
    """The facts that fill entries: of a case, or, without one, only who writes and for whom."""

    person: Any
    company: Any
    case: Case | None = None
    hours: dict[str, str] = field(default_factory=dict)  # by language, asked for once

    def given_in(self, language: str) -> dict[str, str]:
        """Place → value, in the words and digits of a language."""
        given = {"me": self.person.name, "company": self.company.name}
        if self.case is not None:
            with override(language):
                name = self.case.customer.name or _("dear customer")
            given |= {"customer": name, "case": localize_digits(str(self.case.pk), language)}
        return given

    def filled(self, entry: Entry) -> str:
        """An entry's text with its places filled."""
        given = self.given_in(entry.language)
        if needs(entry.text, "hours"):
            if entry.language not in self.hours:
                self.hours[entry.language] = hours_in_words(entry.language)
            given["hours"] = self.hours[entry.language]
        return fill(entry.text, given)

    def inserted(self, entry: Entry) -> str:
        """What is put at the caret: a fact as it stands, of a public article its beginning and address, "" for one that is ours alone."""
        if entry.kind == EntryKind.FACT:
            return self.filled(entry)
        return f"{beginning(entry)}\n{public_address(entry)}" if entry.is_public else ""


def asked_case(person: Any, number: str) -> Case | None:
    """The case that an address names, None when it names none. Raises Case.DoesNotExist when the person may not see it."""
    wanted = read_number(number)
    return access_case(person, wanted) if wanted is not None else None


def about(case: Case) -> str:
    """What a case is about: its subject, its tags and the customer's last message."""
    last = case.messages.filter(direction=Direction.IN).order_by("-pk").values_list("text", flat=True).first()
    tags = " ".join(case.tags.values_list("name", flat=True))
    return f"{case.subject}\n{tags}\n{last or ''}"


def beginning(entry: Entry) -> str:
    """The first paragraph of an article as plain text."""
    first = to_text(entry.text).split("\n\n", 1)[0]
    return first if len(first) <= MOST_EXCERPT else first[: MOST_EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def public_address(entry: Entry) -> str:
    """Where customers read an article, on the configured public address."""
    return settings.PUBLIC_URL + reverse("help_article", args=[entry.pk])
