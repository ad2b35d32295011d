"""Who may do what: one readable table. Scope says over which cases; a right that is not about cases is just yes or no."""

from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OWN: Final = "own"  # cases assigned to me
DEPARTMENT: Final = "department"  # my departments' cases, those of no department, and my own
ALL: Final = "all"  # every case outside other people's private departments
YES: Final = "yes"
NO: Final = ""


class Role(TextChoices):
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Lead")
    MANAGER = "manager", _("Manager")
    EXECUTIVE = "executive", _("Executive")
    ADMIN = "admin", _("Administrator")


# right                 agent       lead        manager  executive  admin
MATRIX: Final = {
    "see_cases":       (DEPARTMENT, DEPARTMENT, ALL,     ALL,       ALL),
    "answer_cases":    (DEPARTMENT, DEPARTMENT, ALL,     NO,        ALL),
    "note_cases":      (DEPARTMENT, DEPARTMENT, ALL,     ALL,       ALL),
    "handle_cases":    (DEPARTMENT, DEPARTMENT, ALL,     NO,        ALL),
    "see_customers":   (YES,        YES,        YES,     YES,       YES),
    "edit_customers":  (YES,        YES,        YES,     NO,        YES),
    "see_quarantine":  (NO,         YES,        YES,     NO,        YES),
    "see_health":      (NO,         NO,         YES,     YES,       YES),
    "manage_people":   (NO,         NO,         NO,      NO,        YES),
    "manage_channels": (NO,         NO,         NO,      NO,        YES),
    "manage_company":  (NO,         NO,         NO,      NO,        YES),
}  # fmt: skip
ROLES: Final = (Role.AGENT, Role.LEAD, Role.MANAGER, Role.EXECUTIVE, Role.ADMIN)

RIGHT_NAMES: Final = {
    "see_cases": _("See cases"),
    "answer_cases": _("Answer customers"),
    "note_cases": _("Write internal notes"),
    "handle_cases": _("Assign, classify and hand over cases"),
    "see_customers": _("See customers"),
    "edit_customers": _("Edit customers"),
    "see_quarantine": _("See what could not be read"),
    "see_health": _("See the system's health"),
    "manage_people": _("Manage people and departments"),
    "manage_channels": _("Manage channels"),
    "manage_company": _("Manage company settings"),
}


class NotAllowed(Exception):
    """The person may see this, but not do that with it."""


def scope(role: str, right: str) -> str:
    """The scope that `role` has for `right`: "own", "department", "all", "yes" or "" for no. Unknown names raise KeyError."""
    return MATRIX[right][ROLES.index(Role(role))]


def may(person: Any, right: str) -> bool:
    """Whether an active signed-in person has the right at all (over which cases is `cases.access`'s business)."""
    return bool(getattr(person, "is_active", False) and getattr(person, "role", "") and scope(person.role, right))
