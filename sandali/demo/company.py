"""The company of the demo: its people, departments, hours and channels, as if set up when the history begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.company import actions
from sandali.company.events import PERSON_JOINED
from sandali.company.models import Company, Department, Membership, PastWeek, Person
from sandali.company.queries import holiday_years
from sandali.demo.profiles import PROFILES, Profile
from sandali.history.events import record
from sandali.history.models import Event


@dataclass(frozen=True)
class House:
    """The company with everybody in it, by the keys of its profile."""

    company: Company
    profile: Profile
    departments: dict[str, Department]
    people: dict[str, Person]
    channels: dict[str, Channel]  # by department, and "counter"

    def first_name(self, person: Person) -> str:
        """What customers call one of us."""
        return next(member.first for member in self.profile.members if member.name == person.name)

    def team(self, department: str) -> list[Person]:
        """Who answers the customers of a department."""
        members = (member for member in self.profile.members if member.role in ("agent", "lead"))
        return [self.people[member.key] for member in members if department in member.departments]


def make_house(language: str, password: str, start: datetime, now: datetime) -> House:
    """Set everything up. Raises AlreadySetUp when a company stands; nothing of it is touched."""
    profile = PROFILES[language]
    first, *others = profile.members
    admin = actions.set_up_company(
        name=profile.name, language=language, zone=profile.zone, weekend=profile.weekend, person_name=first.name,
        email=profile.address(first.key), password=password, department=profile.departments["support"], country=profile.country,
    )  # fmt: skip
    departments = {"support": Department.objects.get()}
    for key, name in profile.departments.items():
        if key != "support":
            departments[key] = actions.add_department(name, by=admin, is_private=key == "accounting")
    company = actions.change_company(
        Company.objects.get(pk=1), by=admin, signature=profile.signature, currency=profile.currency
    )
    set_hours(company, profile, admin, now.astimezone(start.tzinfo).date())
    people = {first.key: admin}
    for member in others:
        person = Person(email=profile.address(member.key), name=member.name, role=member.role, joined_at=start)
        person.password = admin.password
        person.save()
        people[member.key] = person
        record(PERSON_JOINED, person, by=person)
    for member in profile.members:
        Person.objects.filter(pk=people[member.key].pk).update(job_title=member.job_title, joined_at=start)
        for key in member.departments:
            Membership.objects.get_or_create(person=people[member.key], department=departments[key])
    actions.hide_checklist(admin)
    channels = make_channels(profile, departments, admin)
    date_back(company, start)
    return House(company, profile, departments, people, channels)


def make_channels(profile: Profile, departments: dict[str, Department], admin: Person) -> dict[str, Channel]:
    """The doors. The mailboxes have no servers: whoever tries the demo reaches nobody by it."""
    found: dict[str, Channel] = {}
    for kind, name, local, department in profile.channels:
        address = profile.address(local) if local else ""
        channel = create_channel(
            kind=kind, name=name, by=admin, address=address, department=departments[department], slug=local or kind,
            settings={"acknowledge": False},
        )  # fmt: skip
        found[department if kind == "email" else kind] = channel
    return found


def set_hours(company: Company, profile: Profile, admin: Person, today: date) -> None:
    """The week, the country's holidays, a half day for counting the stock, and a day on which we are closed soon."""
    actions.set_week(profile.week, by=admin)
    year, following = holiday_years(company)
    actions.add_official_holidays([year - 1, year, following], by=admin)
    for days, is_open in ((-95, True), (12, False)):
        day = today + timedelta(days=days)
        while day.weekday() not in profile.week:
            day += timedelta(days=1)
        times = (time(9), time(12)) if is_open else (None, None)
        actions.set_special_day(day, by=admin, name=profile.half_day, is_open=is_open, starts=times[0], ends=times[1])


def date_back(company: Company, start: datetime) -> None:
    """What was set up just now was set up when the history began: rows and events say so."""
    begun = start - timedelta(days=1)
    Company.objects.filter(pk=company.pk).update(set_up_at=begun)
    Person.objects.update(joined_at=begun)
    Channel.objects.update(created_at=begun)
    Event.objects.update(at=begun)
    PastWeek.objects.all().delete()  # the hours of the profile held all along
    company.set_up_at = begun
