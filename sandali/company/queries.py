"""Reads about the company that other rooms need."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from sandali.company.models import (
    Company,
    Department,
    Invitation,
    Membership,
    OpeningRange,
    PastWeek,
    Person,
    RoleScope,
    SpecialDay,
)
from sandali.company.permissions import Place, Role, Standing, may
from sandali.history.models import Event
from sandali.kit.hours import Range, WeekHours
from sandali.kit.jalali import JalaliDate
from sandali.kit.prepared import PreparedModels
from sandali.kit.secrets import token_hash

_company = PreparedModels(lambda: Company.objects.filter(pk=1))


def current_company() -> Company | None:
    """The company, or None before the first-run set-up."""
    return next(iter(_company()), None)


@dataclass(frozen=True, slots=True)
class Display:
    """How a person reads: language "fa"/"en", calendar "jalali"/"gregorian", IANA zone."""

    language: str
    calendar: str
    zone: str


def display_for(person: Person | None, company: Company | None) -> Display:
    """A person's own choices, else the company's; in English the calendar is Gregorian unless somebody chose."""
    language = (person and person.language) or (company and company.language) or "fa"
    usual = (company and company.calendar) or "jalali"
    if language == "en" and not (person and person.calendar):
        usual = "gregorian"
    calendar = (person and person.calendar) or usual
    zone = (person and person.zone) or (company and company.zone) or "Asia/Tehran"
    return Display(language, calendar, zone)


def home_region() -> str:
    """The company's country, whose telephone numbers are written without one."""
    company = current_company()
    return company.country if company else "IR"


def company_language() -> str:
    """The language of the company, for words that no one person asked for."""
    return display_for(None, current_company()).language


def company_currency() -> str:
    """The company's currency."""
    company = current_company()
    return company.currency if company is not None else "IRR"


def house_rests() -> bool:
    """Whether nothing may leave the house at the moment (settings.AT_REST)."""
    company = current_company()
    return company is not None and company.rests_since is not None


def administrators(event: Event) -> list[int]:
    """Every administrator; for the audience "administrators"."""
    return list(Person.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").values_list("pk", flat=True))


def company_zone() -> ZoneInfo:
    """The company's time zone."""
    company = current_company()
    return ZoneInfo(company.zone if company else "Asia/Tehran")


def department_ids(person: Person) -> list[int]:
    """Ids of the person's departments, read once a request."""
    return [place.department for place in person.standing.places]


def know_departments(people: Sequence[Person]) -> None:
    """Read the standing of several people at once, so that neither `department_ids` nor `may` asks anything more for any of them."""
    near: dict[int, list[Place]] = {person.pk: [] for person in people}
    members = Membership.objects.filter(person__in=near).values_list("person_id", "department_id", "role", "reads_only")
    for person, department, role, reads_only in members:
        near[person].append(Place(department, role, reads_only))
    changed = changed_cells()
    for one in people:
        one.know_standing(Standing.of(tuple(near[one.pk]), changed))


def changed_cells() -> tuple[tuple[str, str, str], ...]:
    """(role, right, scope) of each cell of the table of rights that the company changed."""
    return tuple(RoleScope.objects.order_by("role", "right").values_list("role", "right", "scope"))


def people_who_may(right: str) -> list[Person]:
    """Everybody active who has a right, by name; two queries and one for the people."""
    people = list(Person.objects.filter(is_active=True).order_by("name", "pk"))
    know_departments(people)
    return [person for person in people if may(person, right)]


# --- How things stand, for forms that two people may have open (actions/overtaken.py) ------------------------------
COMPANY_SETTINGS = frozenset(
    {"name", "language", "calendar", "zone", "week_start", "weekend", "country", "currency", "show_toman", "signature"}
)


def stamp(*values: Any) -> str:
    """How something stands, as 16 hex characters: a form carries it, and a save compares it with how things stand then.

    Keys are sorted: PostgreSQL gives those of JSON in an order of its own."""
    return hashlib.sha256(json.dumps(values, default=str, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def company_stamp(company: Company) -> str:
    """How the company's settings stand."""
    return stamp(*(getattr(company, name) for name in sorted(COMPANY_SETTINGS)))


def department_stamp(department: Department) -> str:
    """How a department stands."""
    return stamp(department.name, department.is_private)


def person_stamp(person: Person) -> str:
    """How a person's place among us stands."""
    return stamp(str(person.role), person.job_title, person.extension, sorted(person.memberships.values_list("department_id", flat=True)))


def rights_stamp() -> str:
    """How the table of rights stands."""
    return stamp(changed_cells())


def places_of(department: Department) -> list[Membership]:
    """The active people of a department with their places in it, by name."""
    members = Membership.objects.filter(department=department, person__is_active=True)
    return list(members.select_related("person").order_by("person__name", "person_id"))


def places_stamp(department: Department) -> str:
    """How the places in a department stand."""
    return stamp([(one.person_id, one.role, one.reads_only) for one in places_of(department)])


def week_stamp() -> str:
    """How the opening hours of the week stand."""
    return stamp(sorted(week_ranges().items()))


# --- Hours -----------------------------------------------------------------------------------------------------------
def week_ranges() -> dict[int, tuple[Range, ...]]:
    """Weekday (Monday 0 … Sunday 6) → its opening ranges, earliest first; closed days are left out."""
    days: dict[int, list[Range]] = defaultdict(list)
    for weekday, starts, ends in OpeningRange.objects.order_by("weekday", "starts").values_list("weekday", "starts", "ends"):
        days[weekday].append((starts, ends))
    return {day: tuple(ranges) for day, ranges in days.items()}


def week_hours() -> WeekHours:
    """When the company is open: its week, its holidays and its special days, in its zone. Two queries and the company's."""
    return hours_of(week_ranges(), company_zone(), SpecialDay.objects.all())


def hours_of(week: dict[int, tuple[Range, ...]], zone: ZoneInfo, days: Iterable[SpecialDay]) -> WeekHours:
    """The hours of a week in which these days have hours of their own."""
    holidays, overrides = set(), {}
    for special in days:
        if not special.is_open:
            holidays.add(special.day)
        elif special.starts is not None and special.ends is not None:
            overrides[special.day] = ((special.starts, special.ends),)
    return WeekHours(week, zone, frozenset(holidays), overrides)


def past_hours() -> tuple[tuple[datetime, WeekHours], ...]:
    """(until when, the hours that held until then) of each change of the week or the zone, the oldest first; the days with hours of
    their own are today's."""
    days = list(SpecialDay.objects.all())
    return tuple(
        (past.until, hours_of({int(day): tuple((_time(one), _time(other)) for one, other in ranges) for day, ranges in past.week.items()}, ZoneInfo(past.zone), days))
        for past in PastWeek.objects.all()
    )


def _time(written: str) -> time:
    return time.fromisoformat(written)


def special_days(first: date, last: date) -> list[SpecialDay]:
    """The days with hours of their own from `first` to `last`, both included."""
    return list(SpecialDay.objects.filter(day__range=(first, last)))


# --- Lists for the settings pages ----------------------------------------------------------------------------------
def people_list() -> list[Person]:
    """Everybody, those who are active first, with their departments."""
    return list(Person.objects.prefetch_related("departments").order_by("-is_active", "name", "pk"))


def people_at(extensions: Collection[str]) -> dict[str, list[Person]]:
    """Extension → the active people whose telephone it is; extensions of nobody are left out."""
    found: dict[str, list[Person]] = {}
    asked = [one for one in extensions if one]
    for person in Person.objects.filter(extension__in=asked, is_active=True).order_by("pk") if asked else ():
        found.setdefault(person.extension, []).append(person)
    return found


def extensions_known() -> int:
    """How many active people have an extension."""
    return Person.objects.filter(is_active=True).exclude(extension="").count()


def open_invitations() -> list[Invitation]:
    """Invitations that nobody has taken or withdrawn; those whose three days are over stand here too, to be sent again."""
    waiting = Invitation.objects.filter(used_at=None, withdrawn_at=None)
    return list(waiting.select_related("invited_by").prefetch_related("departments"))


def open_departments() -> QuerySet[Department]:
    """Departments that are in use."""
    return Department.objects.filter(archived_at=None)


def departments_with_size() -> list[Department]:
    """Every department with `members`, the number of active people in it; those in use first."""
    size = Count("memberships", filter=Q(memberships__person__is_active=True))
    return list(Department.objects.annotate(members=size).order_by(F("archived_at").asc(nulls_first=True), "name"))


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link belongs to, while it holds. Reading it changes nothing (I4)."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).select_related("invited_by").first()
    return found if found is not None and found.is_open(timezone.now()) else None


def holiday_years(company: Company) -> tuple[int, int]:
    """This year and the next, in the company's calendar."""
    today = timezone.now().astimezone(ZoneInfo(company.zone)).date()
    year = JalaliDate.from_gregorian(today).year if company.calendar == "jalali" else today.year
    return year, year + 1
