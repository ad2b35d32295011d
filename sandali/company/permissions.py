"""Who may do what: one readable table, of which a company may change cells. Scope says over which cases; a right that is not
about cases is just yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
    "regroup_cases":   (OWN,        DEPARTMENT, ALL,     NO,        ALL),  # merge and split; both cases must be in reach
    "grant_remedies":  (NO,         DEPARTMENT, ALL,     NO,        ALL),  # what is beyond the asker's allowance
    "block_senders":   (NO,         YES,        YES,     NO,        YES),
    "see_customers":   (YES,        YES,        YES,     YES,       YES),
    "edit_customers":  (YES,        YES,        YES,     NO,        YES),
    "export_customers": (NO,        NO,         NO,      NO,        YES),  # all that is kept of one person, of every department
    "erase_customers": (NO,         NO,         NO,      NO,        YES),  # what identifies them, for good
    "merge_customers": (NO,         YES,        YES,     NO,        YES),  # put records together, set them apart, say who is somebody else
    "see_sales":       (DEPARTMENT, DEPARTMENT, ALL,     ALL,       ALL),  # deals, quotes and orders
    "sell":            (DEPARTMENT, DEPARTMENT, ALL,     NO,        ALL),
    "manage_sales":    (NO,         NO,         YES,     NO,        YES),  # products, pipelines, and why deals are lost
    "see_knowledge":   (YES,        YES,        YES,     YES,       YES),
    "write_knowledge": (YES,        YES,        YES,     NO,        YES),
    "see_measures":    (OWN,        DEPARTMENT, ALL,     ALL,       ALL),  # figures by person; the rest follows see_cases
    "export_cases":    (NO,         YES,        YES,     YES,       YES),
    "share_views":     (NO,         YES,        YES,     YES,       YES),  # with everybody; with their department all may
    "see_quarantine":  (NO,         YES,        YES,     NO,        YES),
    "see_health":      (NO,         NO,         YES,     YES,       YES),
    "manage_routing":  (NO,         DEPARTMENT, ALL,     NO,        ALL),  # how departments give cases out; rules need "all"
    "manage_asking":   (NO,         NO,         YES,     NO,        YES),  # how customers are asked whether it is settled
    "manage_standards": (NO,        NO,         YES,     NO,        YES),  # by when customers have our word, and who hears what is late
    "manage_policies": (NO,         NO,         YES,     NO,        YES),  # policies, and situations that relax them
    "manage_causes":   (NO,         YES,        YES,     NO,        YES),  # the tree of causes, and the letter to all when one is mended
    "manage_fields":   (NO,         NO,         YES,     NO,        YES),  # what is asked of customers and organisations
    "manage_plans":    (NO,         NO,         YES,     NO,        YES),  # for public complaints, and what reach is assumed
    "answer_suggestions": (NO,      NO,         YES,     YES,       YES),  # everybody makes and reads them
    "import_data":     (NO,         NO,         YES,     NO,        YES),  # bring files of other programs in, and undo that
    "keep_records":    (NO,         NO,         YES,     NO,        YES),  # say what is a fault in our records, and have them counted
    "export_everything": (NO,       NO,         NO,      NO,        YES),  # take the whole house out as one file, and let it speak again
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
    "regroup_cases": _("Merge and split cases"),
    "grant_remedies": _("Grant remedies beyond an allowance"),
    "block_senders": _("Block senders"),
    "see_customers": _("See customers"),
    "edit_customers": _("Edit customers"),
    "export_customers": _("Export everything kept of a person, from all departments"),
    "erase_customers": _("Erase a person for good"),
    "merge_customers": _("Put customers' records together"),
    "see_sales": _("See deals, quotes and orders"),
    "sell": _("Work on deals, quotes and orders"),
    "manage_sales": _("Keep products and pipelines"),
    "see_knowledge": _("See facts and articles"),
    "write_knowledge": _("Write facts and articles"),
    "see_measures": _("See figures and reports"),
    "export_cases": _("Export cases row by row"),
    "share_views": _("Share views with everybody"),
    "see_quarantine": _("See what could not be read"),
    "see_health": _("See the system's health"),
    "manage_routing": _("Decide how cases find their owner"),
    "manage_asking": _("Decide how customers are asked"),
    "manage_standards": _("Decide how soon customers hear from us"),
    "manage_policies": _("Keep policies and declare situations"),
    "manage_causes": _("Keep the tree of causes and say when one is mended"),
    "manage_fields": _("Define fields of your own, and put tags in order"),
    "manage_plans": _("Decide on plans for public complaints, and on assumptions about reach"),
    "answer_suggestions": _("Answer colleagues' suggestions"),
    "import_data": _("Bring data in from files"),
    "keep_records": _("Say what is a fault in our records, and have them counted"),
    "export_everything": _("Take everything out as an archive"),
    "manage_people": _("Manage people and departments"),
    "manage_channels": _("Manage channels"),
    "manage_company": _("Manage company settings"),
}


SCOPE_NAMES: Final = {NO: _("no"), OWN: _("their own"), DEPARTMENT: _("their departments"), ALL: _("all"), YES: _("yes")}

# What they may do with a case; in one department a person may have these as another role has them.
CASE_RIGHTS: Final = ("see_cases", "answer_cases", "note_cases", "handle_cases", "regroup_cases", "grant_remedies")
# The same of deals, quotes and orders, which belong to people and departments as cases do.
SALES_RIGHTS: Final = ("see_sales", "sell")
# What somebody who only reads in a department cannot do there. Notes to colleagues they may write, as an executive does.
NOT_BY_READERS: Final = ("answer_cases", "handle_cases", "regroup_cases", "grant_remedies", "sell")
# The roles that one may have in a single department. An administrator is one everywhere or not at all.
PLACE_ROLES: Final = (Role.AGENT, Role.LEAD, Role.MANAGER, Role.EXECUTIVE)
WIDTH: Final = {NO: 0, OWN: 1, DEPARTMENT: 2, ALL: 3, YES: 3}
Overrides = Mapping[tuple[str, str], str]  # (role, right) → scope, of the cells that the company changed


class NotAllowed(Exception):
    """The person may see this, but not do that with it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in one department: `role` is "" where their own role holds."""

    department: int
    role: str = ""
    reads_only: bool = False


@dataclass(frozen=True)
class Standing:
    """What a person's rights rest on besides their role: their places in departments, and the cells that the company changed.

    `key` is the same for two standings that give the same rights; it is hashable."""

    places: tuple[Place, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    overrides: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, hash=False)
    special: tuple[Place, ...] = ()

    @classmethod
    def of(cls, places: tuple[Place, ...], changed: tuple[tuple[str, str, str], ...]) -> "Standing":
        """A standing of these places, and of cells as (role, right, scope); both in a fixed order."""
        return _standing(tuple(sorted(places, key=lambda one: one.department)), tuple(sorted(changed)))


@lru_cache(maxsize=2048)
def _standing(places: tuple[Place, ...], changed: tuple[tuple[str, str, str], ...]) -> Standing:
    """Most people of a department stand alike, and nobody's standing changes often."""
    overrides = {(role, right): found for role, right, found in changed if not is_fixed(role, right)}
    return Standing(places, changed, overrides, tuple(place for place in places if place.role or place.reads_only))


NOWHERE: Final = Standing()


def is_fixed(role: str, right: str) -> bool:
    """Whether no company can change this cell of the table; `why_fixed` says why."""
    return bool(why_fixed(role, right))


def why_fixed(role: str, right: str) -> str:
    """Why a cell cannot be changed, as a code: "admin", "people", "executive"; "" when it can."""
    if role == Role.ADMIN:
        return "admin"  # or a company could lock itself out
    if right == "manage_people":
        return "people"  # whoever has it can give themselves every other right
    return "executive" if role == Role.EXECUTIVE and right in NOT_BY_READERS else ""


def choices_of(right: str) -> tuple[str, ...]:
    """The scopes that a right can have, the narrowest first."""
    if right == "see_cases":
        return OWN, DEPARTMENT, ALL  # the desk is about cases: everybody sees some
    if right in CASE_RIGHTS or right in SALES_RIGHTS or right == "see_measures":
        return NO, OWN, DEPARTMENT, ALL
    return (NO, DEPARTMENT, ALL) if right == "manage_routing" else (NO, YES)


def scope(role: str, right: str, overrides: Overrides | None = None) -> str:
    """The scope that `role` has for `right`: "own", "department", "all", "yes" or "" for no. Unknown names raise KeyError.

    Without `overrides` it is what Sandali comes with; with them, what the company made of it."""
    if overrides:
        changed = overrides.get((role, right))
        if changed is not None:
            return changed
    return MATRIX[right][ROLES.index(Role(role))]


def standing_of(person: Any) -> Standing:
    """What a person's rights rest on; nobody has a standing but people of ours."""
    return getattr(person, "standing", None) or NOWHERE


def scope_of(person: Any, right: str) -> str:
    """The scope that a person's own role has for a right, in this company; single departments may differ (`scope_in`)."""
    return scope(person.role, right, standing_of(person).overrides)


def scope_in(person: Any, place: Place, right: str) -> str:
    """The scope that a person has for a right on cases in one of their departments."""
    if place.reads_only and right in NOT_BY_READERS:
        return NO
    return scope(place.role or person.role, right, standing_of(person).overrides)


def may(person: Any, right: str) -> bool:
    """Whether an active signed-in person has the right at all (over which cases is `cases.access`'s business)."""
    if not (getattr(person, "is_active", False) and getattr(person, "role", "")):
        return False
    if scope_of(person, right):
        return True
    return right in CASE_RIGHTS + SALES_RIGHTS and any(scope_in(person, place, right) for place in standing_of(person).special)
