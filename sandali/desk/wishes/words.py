"""Wishes and what was overruled, as words of the page's language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.contact import BOUNCED, PREFERRED, TOO_LATE
from sandali.customers.contact import HOURS, NEVER
from sandali.customers.models import Wishes
from sandali.portal.wish_words import LANGUAGES, hours_words, listed, way_name

WHY_WAY = {
    PREFERRED: gettext_lazy("They prefer this way."),
    NEVER: gettext_lazy("Where they wrote last they never want to be answered."),
    BOUNCED: gettext_lazy("What we sent to where they wrote last came back."),
    TOO_LATE: gettext_lazy("Where they wrote last no answer can leave any more: the time for it is over."),
}
OVERRULED = {NEVER: gettext_lazy("A way they never want"), HOURS: gettext_lazy("Outside their hours")}


def pieces_of(wishes: Wishes) -> Iterator[tuple[str, str, str]]:
    """(icon, words, tone) of what matters before somebody writes, the most binding first."""
    if wishes.never:
        yield "ban", _("Never by: %(ways)s") % {"ways": listed(way_name(kind) for kind in wishes.never)}, "bad"
    if wishes.never_words:
        yield "ban", wishes.never_words, "bad"
    if wishes.called:
        yield "user", _("Call them “%(name)s”") % {"name": wishes.called}, ""
    if wishes.way:
        yield "heart", _("Best by: %(way)s") % {"way": way_name(wishes.way)}, ""
    if hours := hours_words(wishes):
        yield "clock", _("To be reached: %(hours)s") % {"hours": hours}, ""
    if wishes.language:
        yield "language", _("Write to them in: %(language)s") % {"language": LANGUAGES.get(wishes.language, wishes.language)}, ""
    if wishes.likes:
        yield "star", wishes.likes, ""
