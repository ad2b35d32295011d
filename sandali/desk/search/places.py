"""Pages and acts that the search box leads to, by their names in every language of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sandali.cases.access_routing import manages_rules
from sandali.company.permissions import may
from sandali.kit.excerpts import matches


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go. `right` is needed for it, "" for none; `also` are further words by which people look for it."""

    label: Promise
    url_name: str
    icon: str
    right: str = ""
    also: Promise | str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)


PLACES: Final = (
    Place(_("New case"), "case_new", "plus", "answer_cases", _("write down a call or a visit")),
    Place(_("New customer"), "new_customer", "user-plus", "edit_customers", _("add a person")),
    Place(_("Inbox"), "cases", "inbox", "see_cases", _("cases messages")),
    Place(_("Customers"), "customers", "users", "see_customers", _("people contacts")),
    Place(_("Organisations"), "organisations", "building", "see_customers", _("companies accounts")),
    Place(_("Knowledge"), "knowledge", "book", "see_knowledge", _("facts articles how-to")),
    Place(_("New fact"), "knowledge_new", "plus", "write_knowledge", _("write a fact or an article down")),
    Place(_("Notices"), "notices", "bell"),
    Place(_("Why there are no campaigns"), "campaigns", "speakerphone", "", _("campaign newsletter bulk promotion marketing blast advertising discount birthday")),
    Place(_("Reaching customers"), "settings_contact", "message-circle-check", "manage_asking", _("quiet hours consent preferences unsubscribe frequency")),
    Place(_("Macros"), "macros", "wand", "handle_cases", _("several actions at once")),
    Place(_("Rules"), "settings_rules", "bolt", "manage_routing", _("automation triggers when then")),
    Place(_("My account"), "profile", "user-circle", "", _("profile password language calendar theme")),
    Place(_("Settings"), "settings", "settings", "", _("company people channels hours")),
    Place(_("Health"), "status", "heartbeat", "see_health", _("status jobs worker")),
)


def places_for(person: Any) -> list[Place]:
    """Every place that the person may enter."""
    return [place for place in PLACES if (not place.right or may(person, place.right)) and (place.url_name != "settings_rules" or manages_rules(person))]


def find_places(person: Any, query: str) -> list[Place]:
    """Places whose name, in any language of the desk, holds the words or their beginnings."""
    found = [place for place in places_for(person) if _called(place, query)]
    return found


def _called(place: Place, query: str) -> bool:
    for language, _name in settings.LANGUAGES:
        with override(language):
            if matches(f"{place.label} {place.also}", query):
                return True
    return False
