"""The list at the side of every settings page: only what the person may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access_routing import manages_rules
from sandali.channels.queries import quarantined_count
from sandali.company.permissions import may
from sandali.kit.shell import NavEntry

Entry = tuple[str, str, str, str]


def entries() -> list[tuple[str, list[Entry]]]:
    """Groups of (URL name, label, icon, right)."""
    return [
        (
            _("The company"),
            [
                ("settings_company", _("Company"), "home", "manage_company"),
                ("settings_hours", _("Opening hours"), "clock", "manage_company"),
            ],
        ),
        (
            _("People"),
            [
                ("settings_people", _("People"), "users", "manage_people"),
                ("settings_departments", _("Departments"), "users-group", "manage_people"),
                ("settings_rights", _("Rights"), "shield-check", "manage_people"),
            ],
        ),
        (
            _("Channels"),
            [
                ("settings_channels", _("Channels"), "plug-connected", "manage_channels"),
                ("settings_routing", _("Routing"), "arrows-split", "manage_routing"),
                ("settings_rules", _("Rules"), "bolt", "manage_routing"),
                ("settings_quarantine", _("Unreadable"), "alert-triangle", "see_quarantine"),
                ("settings_blocked", _("Blocked senders"), "ban", "block_senders"),
            ],
        ),
        (_("Service"), service()),
        (
            _("Programs"),
            [
                ("settings_tokens", _("API tokens"), "key", "manage_people"),
                ("settings_webhooks", _("Webhooks"), "webhook", "manage_company"),
            ],
        ),
        (_("Data"), data()),
    ]


def data() -> list[Entry]:
    """What comes in and goes out by the thousand."""
    return [
        ("settings_imports", _("Bringing data in"), "upload", "import_data"),
        ("settings_archives", _("Taking everything out"), "archive", "export_everything"),
    ]


def service() -> list[Entry]:
    """How customers are served."""
    return [
        ("settings_standards", _("Service standards"), "target", "manage_standards"),
        ("settings_asking", _("Asking customers"), "message-question", "manage_asking"),
        ("settings_contact", _("Reaching customers"), "message-circle-check", "manage_asking"),
        ("settings_fields", _("Fields of our own"), "forms", "manage_fields"),
        ("settings_tags", _("Tags"), "tag", "manage_fields"),
        ("settings_authority", _("Authority"), "wallet", "manage_company"),
        ("settings_policies", _("Policies and situations"), "shield", "manage_policies"),
        ("settings_causes", _("Causes"), "list-search", "manage_causes"),
        ("settings_sales", _("Sales"), "shopping-bag", "manage_sales"),
        ("settings_quotes", _("Quotes"), "file-text", "manage_sales"),
        ("settings_suggestions", _("Suggestions"), "bulb", "manage_company"),
        ("settings_public_plans", _("Public complaints"), "speakerphone", "manage_plans"),
        ("settings_reach", _("Reach"), "users-group", "manage_plans"),
    ]


def opens(person: Any, name: str, right: str) -> bool:
    """Whether the person may open a page. Rules are for who decides about routing everywhere, and not for leads."""
    return manages_rules(person) if name == "settings_rules" else may(person, right)


def first_page(person: Any) -> str:
    """The URL of the first settings page that the person may open; one's own account where there is none."""
    allowed = (name for _label, group in entries() for name, _text, _icon, right in group if opens(person, name, right))
    return reverse(next(allowed, "profile"))


def side(request: HttpRequest) -> dict[str, Any]:
    """Context for layout_settings.html."""
    person = request.user
    waiting = quarantined_count() if may(person, "see_quarantine") else 0
    groups = []
    for label, group in entries():
        shown = [entry(request, *item[:3], waiting) for item in group if opens(person, item[0], item[3])]
        if shown:
            groups.append({"label": label, "entries": shown})
    return {"side_nav": groups, "shell_settings_current": True}


def entry(request: HttpRequest, name: str, label: str, icon: str, waiting: int) -> NavEntry:
    """One line of the list."""
    url = reverse(name)
    count = waiting if name == "settings_quarantine" else 0
    # Invitations have addresses of their own and stand on the page of people.
    own = (url, f"{reverse('settings')}invitations/") if name == "settings_people" else (url,)
    return NavEntry(name, label, url, icon, count, current=request.path.startswith(own))
