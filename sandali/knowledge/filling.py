"""Places in a fact that the facts of a case fill: {{customer}}, {{case}}, {{me}}, {{company}}, {{hours}}, and no others.

A fixed list and one pass over the text, never a template engine (RELIABILITY E9): what a customer is called is put in as it is,
and whatever stands in braces there stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sandali.company.queries import week_hours
from sandali.kit.dates import show_time
from sandali.kit.text import ZWNJ, fold

# What may stand in braces → the fact it stands for. Persian writers need not leave their keyboard.
PLACES: Final = {
    "customer": "customer", "مشتری": "customer",
    "case": "case", "پرونده": "case",
    "me": "me", "من": "me",
    "company": "company", "شرکت": "company",
    "hours": "hours", "ساعت کاری": "hours",
}  # fmt: skip
# A name in braces: words, no signs. {{7*7}} and {% debug %} are no names, and stay text.
_PLACE: Final = re.compile(rf"\{{\{{[ \t]*([^\W\d_](?:[\w {ZWNJ}]{{0,38}}\w)?)[ \t]*\}}\}}")


class UnknownPlaces(ValueError):
    """A text has places that nothing fills; `names` are they."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("Nothing fills %(names)s.") % {"names": ", ".join(f"{{{{{name}}}}}" for name in names)})
        self.names = names


def unknown_places(text: str) -> list[str]:
    """Names in braces that are not on the list, each once, as written."""
    names = dict.fromkeys(match[1] for match in _PLACE.finditer(text))
    return [name for name in names if fold(name) not in PLACES]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with its places filled from `facts` (by the English names of PLACES). A place without a fact stays as written.

    One pass: braces inside a fact are text."""

    def value(match: re.Match[str]) -> str:
        return facts.get(PLACES.get(fold(match[1]), ""), match[0])

    return _PLACE.sub(value, text)


def needs(text: str, name: str) -> bool:
    """Whether a text has a place for this fact."""
    return any(PLACES.get(fold(match[1])) == name for match in _PLACE.finditer(text))


def hours_in_words(language: str, at: datetime | None = None) -> str:
    """Today's opening hours as a part of a sentence, in a language: "from 9:00 to 18:00", "closed today"."""
    hours = week_hours()
    today = (at or timezone.now()).astimezone(hours.zone).date()
    with override(language):
        parts = [
            _("from %(opening)s to %(closing)s") % {"opening": show_time(begins, language=language), "closing": show_time(ends, language=language)}
            for begins, ends in hours.ranges_on(today)
        ]
        if not parts:
            return _("closed today")
        said = parts[-1]
        for earlier in reversed(parts[:-1]):
            said = _("%(first)s and %(rest)s") % {"first": earlier, "rest": said}
        return said
